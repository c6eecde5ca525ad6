"""What looks like a public examination, a level, a mark or a chamber's certificate is refused; honest words are not."""

import dataclasses

import pytest
from django.utils.translation import override

from certificates.document.forbidden import chamber_in, forbidden_in
from certificates.document.pdf import refuse_unprintable
from certificates.document.refusals import DocumentFault
from tests.certificates.document.papers import demo, make_both, make_record

EXAMINATIONS = [
    "Prüfungszeugnis",
    "Pruefungszeugnis",
    "Geprüfte Fachkraft",
    "IHK-geprüft",
    "G e p r ü f t",
    "G.e.p.r.ü.f.t",
    "ge\u00adprüft",
    "Ge prüft",
    "gеprüft",
    "Geprűft",
    "ＧＥＰＲÜＦＴ",
    "staatlich\u00a0anerkannt",
    "S t a a t l i c h  a n e r k a n n t",
    "Staatlich anerkannter Lehrgang",
    "mit staatlicher Anerkennung",
    "öffentlich-rechtlich anerkannt",
    "anerkannter Berufsabschluss",
    "Prüfung der IHK bestanden",
    "IHK-Prüfung",
    "I H K - P r ü f u n g",
    "lHK-Prüfung",
    "Prüfung vor der Handwerkskammer",
    "hat die Prüfung mit Erfolg bestanden",
    "Nicht nur IHK-Prüfung, sondern mehr",
    "examination certificate",
    "State-recognised course",
    "officially recognized qualification",
    "has passed the final examination",
    "IHK examination",
    "examination of the chamber",
    "abgelegte Prüfung",
    "recognised vocational qualification",
    "Kein Zertifikat ohne IHK-Prüfung",
    "Industriemeister Kunststoff und Kautschuk",
    "I n d u s t r i e m e i s t e r",
    "Ausbildung zum Fachwirt",
    "Wirtschaftsfachwirtin",
    "Technischer Fachwirt",
    "staatlicher Techniker",
    "staatl. gepr. Techniker",
    "Technischer Betriebswirt",
    "Berechtigt zur Bezeichnung Techniker",
    "Gesellenbrief",
    "Meistertitel",
    "Abschluss als Facharbeiter",
    "ist nun Techniker",
    "Master craftsman in plastics",
    "journeyman’s certificate",
    "skilled worker certificate",
    "is now a technician",
]
LEVELS = [
    "Entspricht DQR-Niveau 6",
    "D Q R 6",
    "DQR6",
    "EQR Stufe 5",
    "EQF level 6",
    "Niveau 6 des Deutschen Qualifikationsrahmens",
    "European Qualifications Framework",
    "Dieses Zertifikat entspricht einem Bachelor",
    "gleichwertig mit der Meisterprüfung",
    "equivalent to a bachelor’s degree",
    "Bachelor Professional",
    "Auf Bachelor-Niveau",
    "Niveau 6",
    "Entspricht dem Industriemeister Kunststoff und Kautschuk.",
    "Dem Meister gleichgestellt",
    "vergleichbar mit einem Facharbeiter",
    "Ersetzt den Techniker",
    "on a par with a technician",
    "Master Professional",
]
MARKS = [
    "Mit Auszeichnung, Note 1,0",
    "mit Auszeichnung",
    "Note 1,0",
    "Note: sehr gut",
    "N o t e 1 , 0",
    "Gesamtnote 1,3",
    "mit sehr gutem Erfolg",
    "sehr gut bestanden",
    "92 von 100 Punkten",
    "95 % der Punkte",
    "with distinction",
    "passed with honours",
    "Grade: A",
    "final grade 1.0",
    "92 out of 100 points",
    "summa cum laude",
    "Lehrgangsbeste 2027",
    "overall score of the cohort: highest",
    "completed with very good results",
]
OF_A_CHAMBER = [
    "Zertifikat (IHK)",
    "Certificate (IHK)",
    "Zertifikat (lHK)",
    "Zertifikat (ІНК)",
    "Zertifikat (I H K)",
    "Zertifikat (I\u00adHK)",
    "Prozessmanager/in [IHK]",
    "IHK-Zertifikat",
    "Zertifikat der IHK",
    "Zertifikat der IHK Musterfranken",
    "certified by the IHK",
    "von der IHK zertifiziert",
    "durch die IHK verliehen",
    "chamber certificate",
    "Zertifiziert durch die Industrie- und Handelskammer",
    "Anerkannt von der IHK",
    "Die IHK bescheinigt die Teilnahme",
    "Abschluss der IHK",
    "certified by the Chamber of Commerce and Industry",
    "Seal of the chamber",
    "Zertifikat der IHK für Kunststofftechnik.",
    "Zertifiziert durch die IHK in Zusammenarbeit mit dem Netzwerk.",
]
ANOTHERS = [
    "Zertifikat der Handwerkskammer",
    "Zertifiziert durch die Handwerkskammer Oberfranken.",
    "Zertifikat (HWK)",
    "HWK-Zertifikat",
    "Zertifiziert durch die IHK Bayreuth.",
    "Zertifikat der IHK zu Hintertupfing",
    "Zertifiziert durch die IHK für Oberfranken Bayreuth.",
    "Certified by the Chamber of Crafts",
    "Certified by the Upper Franconian chamber of skilled crafts.",
]
HONEST = [
    "Zertifikat",
    "Certificate",
    "Urkunde des Netzwerks",
    "hat regelmäßig und mit Erfolg teilgenommen am Lehrgang",
    "has regularly attended the programme",
    "Der lehrgangsinterne Test ist bestanden.",
    "The course test and the project work were passed.",
    "Ohne Note. Eine Note wird nicht vergeben.",
    "No mark is given on this certificate.",
    "Please note: 104 teaching units in presence.",
    "Mindestens 80 % der Unterrichtseinheiten in Präsenz wurden besucht.",
    "At least 80 % of the teaching units in presence were attended.",
    "9 von 11 Lernkontrollen sind bestanden.",
    "Zertifikat des Veranstalters, kein öffentlich-rechtlicher Abschluss.",
    "Certificate of the organiser, not a qualification under public law.",
    "Keine IHK-Prüfung und nicht staatlich anerkannt.",
    "Dieses Zertifikat ist keinem DQR-Niveau zugeordnet.",
    "Not assigned to a DQR level; no public examination.",
    "Dies ist weder ein Prüfungszeugnis noch eine IHK-Prüfung.",
    "IHK Musterfranken und jeder Arbeitgeber können es dort kostenfrei verifizieren.",
    "Die IHK Musterfranken kann die Echtheit bestätigen.",
    "The chamber can verify this certificate free of charge.",
    "In Zusammenarbeit mit der Hochschule und der IHK Musterfranken",
    "Leiterin Weiterbildung, IHK Musterfranken",
    "Prüfmittel, Prüfplan und zerstörungsfreie Prüfung von Bauteilen",
    "Die Anlage prüft sich selbst.",
    "Deutschkenntnisse auf Niveau B2",
    "Staatlich zugelassener Fernlehrgang, ZFU-Nummer 7 123 456",
    "Lehrbrief für das Nadelöhr",
    "Entspricht nicht dem Industriemeister.",
    "Nicht gleichwertig mit dem Industriemeister oder einem Studium.",
    "Kein Industriemeister, kein Fachwirt und kein Gesellenbrief.",
    "Dem Meister nicht gleichgestellt.",
    "Not equivalent to a master craftsman.",
    "Nicht durch die Handwerkskammer zertifiziert.",
    "Not certified by the chamber of crafts.",
    "Richtet sich an Facharbeiter, Techniker und Meister.",
    "For skilled workers and technicians",
    "Für Meister und vergleichbar Qualifizierte",
    "Auszubildende und Facharbeiter lernen, vergleichbar mit anderen Lehrgängen",
    "Werkzeugtechnik und Facharbeit im Team",
    "Leiter Fachwirtschaft",
    "Dezember 2027 in A B C",
]


@pytest.mark.parametrize("claim", [*EXAMINATIONS, *LEVELS, *MARKS])
def test_a_claim_is_refused_whoever_certifies(claim):
    assert forbidden_in(claim) and forbidden_in(claim, certified=True)


@pytest.mark.parametrize("claim", OF_A_CHAMBER)
def test_a_chambers_name_stands_only_on_what_it_certifies(claim):
    assert forbidden_in(claim)
    assert forbidden_in(claim, certified=True) is None


@pytest.mark.parametrize("claim", OF_A_CHAMBER)
def test_the_chamber_that_certifies_is_named_freely(claim):
    assert forbidden_in(claim, certified=True, certifier="IHK Musterfranken") is None


@pytest.mark.parametrize("claim", ANOTHERS)
def test_a_chamber_that_does_not_certify_is_never_named_so(claim):
    assert forbidden_in(claim) and forbidden_in(claim, certified=True, certifier="IHK Musterfranken")


def test_a_chamber_of_crafts_that_certifies_is_named_and_the_other_is_not():
    crafts = {"certified": True, "certifier": "Handwerkskammer für Oberfranken"}
    assert forbidden_in("Zertifiziert durch die Handwerkskammer Oberfranken.", **crafts) is None
    assert forbidden_in("Zertifiziert durch die IHK.", **crafts)


@pytest.mark.parametrize("words", HONEST)
def test_honest_words_are_accepted(words):
    assert forbidden_in(words) is None and forbidden_in(words, certified=True) is None


def test_a_heading_that_speaks_as_a_chamber_is_found():
    assert chamber_in("IHK Musterfranken: Zertifikat") == "ihk"
    assert chamber_in("Zertifikat") == ""


def test_the_reason_says_what_to_do():
    _word, why = forbidden_in("Mit Auszeichnung")
    with override("en"):
        assert "a mark or a distinction is never printed" in str(why)


def every_text(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from every_text(one)
    elif isinstance(value, list):
        for one in value:
            yield from every_text(one)
    elif isinstance(value, str):
        yield value


def test_every_text_of_the_demos_programmes_is_accepted():
    texts = list(every_text(demo()["programmes"]))
    assert len(texts) > 500
    assert {text: found for text in texts if (found := forbidden_in(text))} == {}


@pytest.mark.parametrize("kind", ["certificate", "attendance_confirmation", "seminar_list"])
@pytest.mark.parametrize("language", ["de", "en", "both"])
@pytest.mark.parametrize("course", ["PK", "SP"])
def test_the_usual_papers_are_accepted(kind, language, course):
    make = make_both if language == "both" else make_record
    record = make(course=course, kind=kind) if language == "both" else make(course=course, kind=kind, language=language)
    refuse_unprintable(record)


@pytest.mark.parametrize("place", ["heading", "opening", "programme_title"])
def test_a_paper_that_no_chamber_certifies_is_not_printed_with_its_name(place):
    with pytest.raises(DocumentFault):
        refuse_unprintable(make_record(**{place: "Prozessmanager/in (IHK)"}))
    refuse_unprintable(make_record(chamber=None, certifier="IHK Musterfranken", **{place: "Prozessmanager/in (IHK)"}))


def test_a_claim_over_two_lines_is_refused():
    with pytest.raises(DocumentFault):
        refuse_unprintable(make_record(statements=("Der Lehrgang ist staatlich", "anerkannt.")))


def test_a_signatory_may_be_what_the_paper_makes_of_nobody():
    foreman = "Industriemeister Kunststoff und Kautschuk"
    record = make_record()
    signing = tuple(dataclasses.replace(one, function=foreman) for one in record.signatories)
    seminars = (dataclasses.replace(record.seminars[0], topics=("Rolle der Techniker",)), *record.seminars[1:])
    refuse_unprintable(dataclasses.replace(record, signatories=signing, seminars=seminars))
    with pytest.raises(DocumentFault):
        refuse_unprintable(dataclasses.replace(record, heading=foreman))
    with pytest.raises(DocumentFault):
        refuse_unprintable(dataclasses.replace(record, statements=(f"Entspricht dem {foreman}.",)))
