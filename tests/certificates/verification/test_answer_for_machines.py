"""With Accept: application/json a valid paper says what its page says; all else only its status."""

import dataclasses
import datetime as dt

import pytest

from certificates.document.record import DocumentRecord, SeminarLine, Signatory
from certificates.issuing.actions import erase_name, issue_transcripts
from certificates.verification.answers import Answer
from certificates.verification.claims import facts
from certificates.verification.countersigning import countersign_certificates
from certificates.verification.programs import said_to_programs
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import print_all
from tests.certificates.verification import papers

pytestmark = pytest.mark.django_db
ALWAYS = {
    "status", "date", "number", "kind", "languages", "name", "programme", "curriculum", "period", "units",
    "attended_regularly", "wording", "requirements", "seminars", "statements", "issued_on", "issuer", "certifier",
    "verifying_chamber", "signatories", "copy", "countersigned",
}  # fmt: skip


def ask(client, code, status=200, accept="application/json", **headers):
    response = client.get(f"/v/{code}", headers={"accept": accept, **headers})
    assert response.status_code == status and response["Content-Type"] == "application/json"
    return response


def test_valid_says_every_claim_but_the_birth(client):
    certificate = papers.valid(given_name="Giovanni", family_name="D’Angelo")
    response = ask(client, papers.code_of(certificate))
    said = response.json()
    assert set(said) == ALWAYS
    assert said == said | {
        "status": "valid",
        "date": "2027-12-10",
        "number": certificate.number,
        "kind": "certificate",
        "languages": ["de"],
        "name": "Giovanni D’Angelo",
        "programme": {"de": certificate.cohort.edition.programme.title["de"]},
        "period": {"start": "2027-03-02", "end": "2027-05-02"},
        "units": {"total": 24, "presence": 24, "self_study": 0, "attended": None, "minutes": 45},
        "attended_regularly": True,
        "requirements": {"de": ["Mindestens 75 % der Unterrichtseinheiten in Präsenz wurden besucht."]},
        "issued_on": "2027-12-10",
        "issuer": {"name": "Testnetz e. V.", "town": "Bayreuth"},
        "copy": None,
        "countersigned": [],
    }
    assert said["seminars"][2] == {
        "position": 3, "title": {"de": "Seminar 3"}, "topics": {"de": []}, "held_on": "2027-05-02",
        "units_presence": 8, "units_self_study": 0, "units_attended": None,
    }  # fmt: skip
    assert "1990" not in response.text and "Kulmbach" not in response.text


def test_every_claim_stands_on_the_page_too(client):
    chamber = makers.make_chamber()
    cohort = scenes.finished_cohort([scenes.learner(given_name="Zita")], chamber=chamber)
    [certificate] = papers.issue_certificates(
        cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT
    ).certificates
    countersign_certificates(
        cohort=cohort, certificates=[certificate], actor=makers.make_verifier(chamber), at=papers.LATER
    )
    code = papers.code_of(certificate)
    said, page = ask(client, code).json(), client.get(f"/v/{code}", headers={"accept-language": "de"}).text
    texts = [
        said["name"], said["number"], said["programme"]["de"], said["curriculum"], said["verifying_chamber"],
        said["issuer"]["name"], *said["requirements"]["de"], *(one["name"] for one in said["signatories"]),
        *(line["title"]["de"] for line in said["seminars"]), *(one["chamber"] for one in said["countersigned"]),
    ]  # fmt: skip
    assert said["verifying_chamber"] == chamber.name == said["countersigned"][0]["chamber"]
    for text in texts:
        assert text and text in page, text
    assert "regelmäßig besucht" in page and "02.05.2027" in page


def a_record(**changes):
    """A paper in two languages, in words of its own, that tells what was attended."""
    plain = {
        "kind": "attendance_confirmation", "language": "de", "number": "N-2027-0001", "code": "0" * 16,
        "verify_url": "https://x/v/0", "programme_title": "Kunststoffkunde", "given_name": "Ada",
        "family_name": "Beispiel", "date_of_birth": dt.date(1990, 4, 5), "place_of_birth": "Kulmbach",
        "period_start": dt.date(2027, 3, 1), "period_end": dt.date(2027, 5, 1), "issued_on": dt.date(2027, 6, 1),
        "issuer_name": "Netz", "issuer_town": "Hof", "units_presence": 16, "units_self_study": 4, "units_total": 20,
        "seminars": (
            SeminarLine(position=1, title="Extrudieren", units_presence=8, attended_units=6, topics=("Schnecken",)),
            SeminarLine(position=2, title="Prüfen", units_presence=8, units_self_study=4, attended_units=8),
        ),
        "signatories": (Signatory(name="Dr. Wer", function="Leitung"),),
        "closing": ("mit eigenen Worten",), "statements": ("Gefördert vom Land.",),
        "copy_mark": "Zweitschrift", "copy_issued_on": dt.date(2027, 7, 1), **changes,
    }  # fmt: skip
    german = DocumentRecord(**plain)
    lines = [dataclasses.replace(line, title=f"{line.title} EN") for line in german.seminars]
    english = dataclasses.replace(
        german, language="en", programme_title="Polymers", seminars=lines, copy_mark="Duplicate",
        signatories=(Signatory(name="Dr. Wer", function="Head"),), statements=("Funded.",),
        closing=("in its own words",),
    )  # fmt: skip
    return dataclasses.replace(german, language="de+en", translation=english)


def without_figures(record):
    lines = [dataclasses.replace(line, attended_units=None) for line in record.seminars]
    return dataclasses.replace(record, seminars=lines)


def test_both_languages_own_words_and_what_was_attended():
    copy = papers.valid().copies.get()
    copy.language = "de+en"
    record = a_record()
    answer = Answer("valid", on=record.issued_on, number=record.number, copy=copy, record=record)
    said = said_to_programs(answer)
    assert set(said) == ALWAYS and said["languages"] == ["de", "en"]
    assert said["programme"] == {"de": "Kunststoffkunde", "en": "Polymers"}
    assert said["units"]["attended"] == 14 and [line["units_attended"] for line in said["seminars"]] == [6, 8]
    assert said["seminars"][0]["title"] == {"de": "Extrudieren", "en": "Extrudieren EN"}
    assert said["signatories"] == [{"name": "Dr. Wer", "function": {"de": "Leitung", "en": "Head"}}]
    assert said["wording"] == {"de": ["mit eigenen Worten"], "en": ["in its own words"]}
    assert said["statements"]["en"] == ["Funded."] and said["attended_regularly"] is None
    assert said["copy"] == {"mark": {"de": "Zweitschrift", "en": "Duplicate"}, "issued_on": "2027-07-01"}
    shown = " ".join(f"{label} {value}" for label, value in facts(answer))
    for words in ("14 von 16", "mit eigenen Worten", "Gefördert vom Land.", "Dr. Wer (Leitung)", "Zweitschrift"):
        assert words in shown, words
    assert "1990" not in f"{said}{shown}" and "Kulmbach" not in f"{said}{shown}"


def test_an_exception_claims_no_regular_attendance():
    record = a_record(kind="certificate", closing=(), attended_regularly=False)
    answer = Answer("valid", number=record.number, copy=papers.valid().copies.get(), record=record.main)
    assert said_to_programs(answer)["attended_regularly"] is False
    answer = dataclasses.replace(answer, record=without_figures(record.main))
    assert dict(facts(answer))["Teilnahme"] == "teilgenommen"


def test_a_transcript_says_what_was_attended_on_the_page_and_to_programs(client):
    cohort = scenes.finished_cohort(1)
    [transcript] = issue_transcripts(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    code = papers.code_of(transcript)
    said = ask(client, code).json()
    assert said["kind"] == "seminar_list" and said["units"]["attended"] == 24
    page = client.get(f"/v/{code}", headers={"accept-language": "de"}).text
    assert "24 von 24 Unterrichtseinheiten" in page and "besucht</th>" in page


def test_an_erased_name_is_null_and_every_key_is_there(client):
    said = ask(client, papers.code_of(papers.erased(given_name="Wilhelmina"))).json()
    assert set(said) == ALWAYS and (said["status"], said["name"], said["seminars"]) == ("name_erased", None, [])


def test_an_erased_name_changes_nothing_else_that_is_said(client):
    certificate, office = papers.issue(chamber=makers.make_chamber())
    print_all()
    cohort = certificate.cohort
    type(cohort).objects.filter(pk=cohort.pk).update(ends_on=dt.date(2028, 1, 31))  # planned, and not taught that long
    code = papers.code_of(certificate)
    before, shown = ask(client, code).json(), client.get(f"/v/{code}").text
    erase_name(enrolment=certificate.holding.enrolment, actor=office, at=papers.LATER)
    after, shown_then = ask(client, code).json(), client.get(f"/v/{code}").text
    for name in ("period", "issuer", "certifier", "verifying_chamber", "issued_on", "kind"):
        assert after[name] == before[name], name
    chamber = before["verifying_chamber"]
    assert chamber and chamber in shown and chamber in shown_then


def test_known_from_paper_only(client):
    certificate = papers.valid(given_name="Alba")
    certificate.copies.get().content.delete()
    said = ask(client, papers.code_of(certificate)).json()
    assert set(said) == ALWAYS and said["name"].startswith("Alba") and said["units"]["total"] == 24


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (papers.renumbered, {"status": "replaced", "date": "2028-02-10"}),
        (papers.copied, {"status": "replaced", "date": "2028-02-10"}),
        (papers.revoked, {"status": "revoked", "date": "2028-02-10"}),
    ],
)
def test_what_does_not_hold_is_status_and_date(client, make, expected):
    """The same bytes whatever the cause: neither name, nor number, nor successor."""
    assert ask(client, papers.code_of(make())).json() == expected


@papers.everything_unknown
def test_unknown_and_malformed_are_one_answer(client, code):
    assert ask(client, code, 404).json() == {"status": "unknown", "date": None}


def test_nothing_is_kept_indexed_or_mixed_up_and_few_queries_are_asked(client, django_assert_max_num_queries):
    code = papers.code_of(papers.valid())
    client.get(f"/v/{code}")  # what is read once per process
    with django_assert_max_num_queries(5):
        response = ask(client, code)
    assert response["Cache-Control"] == "no-store" and response["X-Robots-Tag"].startswith("noindex")
    assert "Accept" in response["Vary"].replace(" ", "").split(",") and not response.cookies
    with django_assert_max_num_queries(5):
        client.get(f"/v/{code}")


@pytest.mark.parametrize(
    "accept",
    ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "", "text/html,application/json;q=0.9", "image/png"],
)
def test_browsers_get_the_page(client, accept):
    response = client.get(f"/v/{papers.UNKNOWN}", headers={"accept": accept})
    assert response["Content-Type"].startswith("text/html") and "Accept" in response["Vary"]
