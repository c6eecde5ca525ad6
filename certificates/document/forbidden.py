"""What our papers may never claim (domain R1, R15): a public examination, a level, a mark, a chamber's certificate."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

EXAMINATION = _("Papers of a public-law examination are never ours.")
LEVEL = _("A qualification level, or a qualification that the paper equals, is not ours to state.")
MARK = _("Say what was passed; a mark or a distinction is never printed.")
CHAMBER = _("No chamber certifies this paper; only what a chamber releases may carry its name so.")
ANOTHERS = _("Another chamber certifies this paper, and only its name may stand so.")

_OF_INDUSTRY = r"ihk|(?:industrie und )?handelskammer|chamber of (?:industry|commerce)(?: and (?:industry|commerce))?"
_OF_CRAFTS = r"hwk|handwerkskammer|chamber of (?:skilled )?(?:crafts|trades)(?: and trades)?"
_CHAMBER = rf"(?:{_OF_INDUSTRY}|{_OF_CRAFTS}|kammer|chamber)"
# Two names of one kind are one kind of chamber; what says neither may be either.
_KINDS = (re.compile(rf"\b(?:{_OF_INDUSTRY})\b"), re.compile(rf"\b(?:{_OF_CRAFTS})\b"))
# The word behind a chamber's name that ends a claim says where it sits: "durch die IHK Bayreuth".
# What follows "für" is as often what the paper is about, so there it must sound like a region or a town.
_SEAT = re.compile(
    rf"\b{_CHAMBER} (?:(?:zu )?(?!(?:für|in|of|for)\b)(\w+)(?=\W*(?:$|[.,;:)\]]))"
    r"|(?:für|in|of|for) ((?:ober|unter|mittel|nieder|upper|lower)(?:franken|bayern|pfalz|\b \w+)"
    r"|\w*(?:franken|bayern|pfalz|schwaben|hessen|sachsen|thüringen|berg|burg|heim|furt|stadt|münchen)\b))"
)
_BY_ITSELF = re.compile(r"zertifi|certif|verl[ie]|anerkannt|recogni|ausgestellt|erteilt|award|issue|abschl|titel")
# What only a public-law examination gives (Berufsbildungsgesetz, Handwerksordnung), in whatever sentence it stands.
_TITLE = (
    r"(?:industrie|handwerks|fach|logistik|werk)meister(?!schaft)|fach ?(?:wirt|kauf(?:mann|frau))(?!schaft)"
    r"|(?:meister|gesellen|facharbeiter|techniker|ausbildungs) ?(?:brief|titel)"
    r"|staatl\w*\.? (?:\w+\.? )?techniker|technische[rn]? betriebswirt|staatl\.? gepr"
    r"|master (?:craftsman|craftswoman|craftsperson)|(?:industrial|certified) (?:foreman|master craft)"
    r"|(?:journeyman|skilled worker|apprenticeship)(?: ?['’]?s)? (?:certificate|diploma|papers)"
)
# A trade may be named ("für Facharbeiter"); its name as what the paper makes of somebody is a claim.
_TRADE = r"(?:\w*meister|techniker|facharbeiter|geselle|betriebswirt|journeyman|skilled worker|technician)"
_EQUAL = (
    r"bachelor|master|meister|techniker|fachwirt|facharbeiter|berufsausbildung|gesellen|studium|berufsabschluss"
    r"|degree|diploma|apprenticeship|vocational|journeyman|skilled worker|technician"
)
# "entspricht nicht dem Meister": a denial between the two words takes the claim back.
_NEAR = r"(?:(?!\b(?:nicht|kein\w*|not?)\b)[^.]){0,60}"
# "Meister und vergleichbar Qualifizierte" sets nothing equal.
_BEFORE = r"(?:(?!\b(?:nicht|kein\w*|not?|und|oder|and|or)\b)[^.,]){0,60}"
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
            r"(?:entspricht|entsprechend|gleichwertig|gleichgestellt|vergleichbar|äquivalent|ebenbürtig|ersetzt"
            r"|auf (?:dem )?(?:stand|augenhöhe)|equivalent|equals?\b|corresponds|comparable|replaces|on a par)"
            rf"{_NEAR}(?:\b|industrie|handwerks)(?:{_EQUAL})",
            rf"(?:\b|industrie|handwerks)(?:{_EQUAL}){_BEFORE}\b(?:gleichwertig|gleichgestellt|vergleichbar|ebenbürtig)\b",
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
# Said of who gets the paper; a signatory may well be a foreman, and a seminar may be about one.
TITLES = (
    EXAMINATION,
    (
        _TITLE,
        r"\b(?:titel|abschluss|bezeichnung|title|qualification)"
        rf"(?: (?:als|zum|zur|eine[rs]|des|der|of|as|an?))* {_TRADE}",
        rf"\b(?:ist|wird|is|becomes|now)(?: (?:nun|damit|now|jetzt|eine?|an?))* {_TRADE}\w*\b",
    ),
)
# Said only of what the chamber certifies (domain R15).
OF_A_CHAMBER = (
    rf"[(\[] ?{_CHAMBER}\b",
    rf"{_CHAMBER} ?(?:\w+ ){{0,2}}?\w*(?:zertifikat|zertifiziert|certificate|certified|abschluss|titel)",
    rf"(?:zertifikats?|certificate) (?:\w+ )?(?:(?:von|of|by|from) )?(?:(?:der|einer|the|a) )?{_CHAMBER}\b",
    r"(?:certified|awarded|recogni[sz]ed|issued|approved|endorsed|conferred|attested) by "
    rf"(?:the |a )?(?:\w+ ){{0,3}}?{_CHAMBER}\b",
    rf"(?:von|durch) (?:der |die |einer? )?{_CHAMBER} (?:\w+ ){{0,3}}"
    r"(?:zertifiziert|anerkannt|verliehen|ausgestellt|erteilt|bescheinigt)",
    r"(?:zertifiziert|anerkannt|verliehen|ausgestellt|erteilt|bescheinigt|zertifizierung|anerkennung) "
    rf"(?:\w+ ){{0,3}}?(?:von|vom|durch) (?:der |die |den |einer? )?(?:\w+ ){{0,2}}?{_CHAMBER}\b",
    rf"\b{_CHAMBER} (?:\w+ ){{0,3}}?(?:verleiht|bescheinigt|certifies|awards|confers|endorses)\b",
    r"(?:abschluss|titel|siegel|diplom|zertifizierung|anerkennung|bescheinigung|seal|title|qualification|award) "
    rf"(?:von |of |by )?(?:der |einer |the |a )?{_CHAMBER}\b",
)
# "no DQR level", "ist dem DQR nicht zugeordnet" is honest: a denial right before the claim.
_DENIED = re.compile(
    r"\b(?:kein\w*|nicht|weder|not|no|neither|weder .* noch|neither .* nor)"
    r"(?: (?:dem|den|der|die|das|ein\w*|im|in|als|a|an|the|of|to|as|assigned|part|with|mit|any|zu|zum|zur|von|durch|by"
    r"|gleichwertig|gleichgestellt|vergleichbar|equivalent|comparable|equal|replace|abschluss|titel|title))*\W*$"
)
_LIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχıſɡɪʜᴋᴅǫʀᴘᴛᴇɢꜰᴀɴᴜʟꜱÙÚÛŨŪŬŮŰùúûũūŭůű",
    "ABESIJKMHOPCTYXaesijkopcyxABEZHIKMNOPTYXaeikvoptuxisgihkdqrptegfanuls" + "Ü" * 8 + "ü" * 8,
)
_ONE_BY_ONE = re.compile(r"(?<!\w)[^\W\d](?:[^\w()\[\]]{1,3}[^\W\d](?!\w)){2,}")


def forbidden_in(text, *, certified=False, certifier="", of_holder=True):
    """
    Return (the words found, why they may not stand) for the first claim of `text` that is not ours to make, or None.

    `certified`: a chamber certifies the paper, so its name may stand as "(IHK)"; with `certifier`, its name, no
    other's. `of_holder`: the text speaks of who gets the paper, so no title of an examination may stand in it. What is
    denied is no claim.
    """
    groups = (*CLAIMS, *([TITLES] if of_holder else []), (CHAMBER, OF_A_CHAMBER))
    for plain in readings(text):
        for why, patterns in groups:
            for pattern in patterns:
                for found in re.finditer(pattern, plain):
                    allowed = why is CHAMBER and certified and not _is_anothers(plain, found, certifier)
                    if not allowed and not _is_denied(plain[: found.start()]):
                        return found[0].strip(), ANOTHERS if why is CHAMBER and certified else why
    return None


def is_another_chamber(words, certifier):
    """Whether words name another kind of chamber than the certifier is; what names no kind is none."""
    ours = [kind for kind in _KINDS if kind.search(folded(certifier))]
    return bool(ours) and any(kind.search(folded(words)) for kind in _KINDS if kind not in ours)


def _is_anothers(plain, found, certifier):
    """Whether a claim found speaks of a chamber that is not the certifier: of another kind, or of another place."""
    if not certifier:
        return False
    if is_another_chamber(found[0], certifier):
        return True
    seat = next((seat for seat in _SEAT.finditer(plain, found.start()) if seat.start() < found.end()), None)
    place = (seat[1] or seat[2]) if seat else ""
    return bool(place) and not _BY_ITSELF.search(place) and place not in folded(certifier)


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
