"""What our papers may never claim (domain R1, R15): a public examination, a level, a mark, a chamber's certificate."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

EXAMINATION = _("Papers of a public-law examination are never ours.")
LEVEL = _("A qualification level, or a qualification that the paper equals, is not ours to state.")
MARK = _("Say what was passed; a mark or a distinction is never printed.")
CHAMBER = _("No chamber certifies this paper; only what a chamber releases may carry its name so.")

_CHAMBER = (
    r"(?:ihk|hwk|(?:industrie und )?handelskammer|handwerkskammer|kammer|chamber(?: of (?:industry|commerce)\w*)?)"
)
_TESTED = r"pr(?:ü|ue|u)f"
# Folded text, see `folded`: small letters, one space for every hyphen and space. English beyond the trade's words: [P].
CLAIMS = (
    (
        EXAMINATION,
        (
            rf"(?:ge|\bge ){_TESTED}t",
            rf"{_TESTED}ungs ?(?:zeugnis|urkunde)",
            r"staatlich(?:e[rnsm]?)? (?:\w+ )?(?:an ?erkannt|genehmigt|akkreditiert|anerkennung|abschl(?:uss|üsse))",
            r"staatlichanerkannt",
            r"(?:amtlich|behördlich|öffentlich rechtlich) anerkannt",
            r"anerkannte[rnsm]? (?:berufs ?)?(?:abschluss|ausbildungsberuf|qualifikation)",
            rf"(?:ihk|hwk|kammer|staats|abschluss|meister|gesellen|fortbildungs) ?{_TESTED}ung",
            rf"{_TESTED}ung (?:\w+ )?(?:vor |bei |durch |an )?(?:der |einer |die )?(?:\w+ )?{_CHAMBER}\b",
            rf"{_TESTED}ung (?:\w+ ){{0,4}}(?:bestanden|abgelegt)",
            rf"(?:bestandene|abgelegte|öffentlich rechtliche)[rnsm]? {_TESTED}ung",
            r"(?:state|officially|nationally|government) ?(?:recogni[sz]ed|accredited|certified|approved|examined)",
            r"recogni[sz]ed (?:vocational )?qualification",
            r"examination certificate|certificate of examination",
            r"(?:ihk|hwk|chamber|state|public|official) (?:final )?exam(?:ination)?\b",
            rf"exam(?:ination)? (?:\w+ )?(?:of|by|before|at) (?:the |a )?(?:\w+ )?{_CHAMBER}\b",
            r"passed (?:\w+ ){0,3}examination|examination (?:\w+ ){0,3}passed",
        ),
    ),
    (
        LEVEL,
        (
            r"\b[de]qr|\b[de]qf\b|\beqf|qualifikationsrahmen|qualifications? framework",
            r"\bniveau(?:stufe)? ?[1-8]\b|qualification level",
            r"(?:bachelor|master|meister|fachwirt|techniker|hochschul) ?niveau",
            r"(?:bachelor|master) professional|berufsspezialist",
            r"(?:entspricht|gleichwertig|gleichgestellt|vergleichbar|equivalent|equals|corresponds|comparable)"
            r"[^.]{0,60}\b(?:bachelor|master|meister|techniker|fachwirt|facharbeiter|berufsausbildung|gesellen|studium"
            r"|berufsabschluss|degree|diploma|apprenticeship|vocational)",
        ),
    ),
    (
        MARK,
        (
            r"mit (?:\w+ )?auszeichnung|(?<!\w)ausgezeichnet bestanden",
            r"mit (?:\w+ )?(?:gut|hervorragend|ausgezeichnet|überdurchschnittlich)\w* erfolg",
            r"(?:gesamt|durchschnitts|abschluss|end)note(?!\w)|notendurchschnitt|\bpunktzahl|\bprädikat",
            r"(?<!please )\bnoten?\W{0,3}(?:[1-6](?!\d)|(?:sehr )?gut\b|befriedigend|ausreichend|eins\b|zwei\b|drei\b)",
            r"(?:sehr gut|\bgut|befriedigend|ausreichend|hervorragend)\W{0,3}(?:bestanden|abgeschlossen|bewertet)",
            r"\b\d+(?:,\d+)? (?:von|out of|of) \d+ (?:punkte|points|marks)|\b\d+/\d+ (?:punkte|points|marks)",
            r"\b\d+(?:[.,]\d+)? ?(?:%|prozent|per ?cent) (?:der (?:punkte|aufgaben)|of the (?:points|marks|questions))",
            r"jahrgangsbeste|lehrgangsbeste|best of (?:the|her|his|their) (?:class|year|cohort)",
            r"with (?:\w+ )?(?:distinction|honou?rs|merit)\b|cum laude",
            r"(?:overall|final|average) (?:grade|mark|score)\b|\bgpa\b|\bscore\W{1,3}\d",
            r"\b(?:grade|mark)\W{1,3}(?:[a-f1-6](?![\w])|excellent|very good|good\b)",
            r"(?:passed|graded|rated|completed)(?: with| as)?\W{1,3}(?:excellent|very good|good\b)",
        ),
    ),
)
# Said only of what the chamber certifies (domain R15).
OF_A_CHAMBER = (
    rf"[(\[] ?{_CHAMBER}\b",
    r"(?:ihk|hwk|kammer|chamber) ?(?:\w+ ){0,2}?\w*(?:zertifikat|zertifiziert|certificate|certified|abschluss|titel)",
    rf"(?:zertifikats?|certificate) (?:\w+ )?(?:(?:von|of|by|from) )?(?:(?:der|einer|the|a) )?{_CHAMBER}\b",
    rf"(?:certified|awarded|recogni[sz]ed|issued) by (?:the |a )?(?:\w+ )?{_CHAMBER}\b",
    rf"(?:von|durch) (?:der|die|einer?) {_CHAMBER} (?:\w+ )?(?:zertifiziert|anerkannt|verliehen|ausgestellt|erteilt)",
)
# "no DQR level", "ist dem DQR nicht zugeordnet" is honest: a denial right before the claim.
_DENIED = re.compile(
    r"\b(?:kein\w*|nicht|weder|not|no|neither|weder .* noch|neither .* nor)"
    r"(?: (?:dem|den|der|die|das|ein\w*|im|in|als|a|an|the|of|to|assigned|part|with|mit|any|zu|zum|zur))*\W*$"
)
_LIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχıſɡɪʜᴋᴅǫʀᴘᴛᴇɢꜰᴀɴᴜʟꜱÙÚÛŨŪŬŮŰùúûũūŭůű",
    "ABESIJKMHOPCTYXaesijkopcyxABEZHIKMNOPTYXaeikvoptuxisgihkdqrptegfanuls" + "Ü" * 8 + "ü" * 8,
)
_ONE_BY_ONE = re.compile(r"(?<!\w)[^\W\d](?:[^\w()\[\]]{1,3}[^\W\d](?!\w)){2,}")


def forbidden_in(text, *, certified=False):
    """
    Return (the words found, why they may not stand) for the first claim of `text` that is not ours to make, or None.

    `certified`: a chamber certifies the paper, so its name may stand as "(IHK)". What is denied is no claim.
    """
    claims = CLAIMS if certified else (*CLAIMS, (CHAMBER, OF_A_CHAMBER))
    for plain in readings(text):
        for why, patterns in claims:
            for pattern in patterns:
                for found in re.finditer(pattern, plain):
                    if not _is_denied(plain[: found.start()]):
                        return found[0].strip(), why
    return None


def chamber_in(heading):
    """Return the word by which a heading speaks as a chamber, or ""."""
    found = next((found for plain in readings(heading) if (found := re.search(rf"\b{_CHAMBER}\b", plain))), None)
    return found[0] if found else ""


def folded(text):
    """Fold what a reader would not tell apart: case, spaces, hyphens, what nobody sees, letters of other scripts."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", str(text)).translate(_LIKE))
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").casefold()
    # A small L or a one in front of "HK" is read as an I.
    return re.sub(r"\b[l1|]hk", "ihk", re.sub(r"[\s\-_\u2010-\u2015\u2212]+", " ", text))


def readings(text):
    """Return the ways to read a text: folded, and the same with w o r d s  that are set letter by letter as one."""
    plain = folded(text)
    joined = _ONE_BY_ONE.sub(lambda found: re.sub(r"\W", "", found[0]), plain)
    return dict.fromkeys((plain, joined))


def _is_denied(before):
    return bool(_DENIED.search(re.split(r"[.;:!?]", before)[-1]))
