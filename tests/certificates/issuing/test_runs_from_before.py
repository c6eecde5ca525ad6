"""Runs from before this system: nothing recorded is not nothing attended, neither on a paper nor in the evidence."""

import csv
import io
import json
import zipfile

import pytest

from certificates.document.pdf import render_pdf
from certificates.document.record import DocumentRecord
from certificates.issuing.actions import issue_confirmations, replace_certificate, replace_copy
from certificates.issuing.evidence.gathering import gather
from certificates.issuing.evidence.packing import pack
from certificates.issuing.evidence.printing import render_html
from certificates.issuing.models import Certificate, Copy, Holding
from certificates.issuing.refusals import NothingAttended
from certificates.issuing.register import rows_of
from courses.cohorts.models import Cohort
from courses.completion.models import PaperOutcome
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.design.designs import make_design

pytestmark = pytest.mark.django_db
WORDS = "nach Unterlagen aus der Zeit vor diesem System"


@pytest.fixture
def cohort():
    """One passed and one failed the test, according to the papers; no session is recorded."""
    cohort = makers.make_cohort(makers.make_edition(max_group_size=5), status=Cohort.Status.COMPLETED)
    makers.make_requirement(cohort.edition, "course_test")
    for name, outcome in (("Alle", "passed"), ("Tanja", "test_failed")):
        enrolment = makers.make_enrolment(cohort, scenes.learner(given_name=name))
        PaperOutcome.objects.create(enrolment=enrolment, outcome=outcome, source="Ordner")
    return cohort


@pytest.fixture
def office(cohort):
    return scenes.manager(cohort)


def row_of(cohort, name):
    return next(row for row in rows_of(cohort, scenes.ISSUED_AT) if row.enrolment.person.given_name == name)


def test_a_confirmation_is_offered_to_whom_it_is_due_and_issued(cohort, office, client):
    client.force_login(office)
    address = f"/cohorts/{cohort.code}/certificates/"
    row = row_of(cohort, "Tanja")
    page = client.get(address).text
    assert f'name="enrolment" value="{row.enrolment.pk}"' in page and page.count('value="confirmations"') == 2
    asked = {"act": "confirmations", "enrolment": row.enrolment.pk, "language": ""}
    assert client.post(address, asked).status_code == 302
    certificate = Certificate.objects.get()
    assert certificate.kind == Certificate.Kind.CONFIRMATION and certificate.holding.enrolment == row.enrolment
    assert 'value="confirmations"' not in client.get(address).text


def test_it_says_what_the_papers_say_and_lists_no_nought(cohort, office):
    [certificate] = issue_confirmations(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    says = certificate.copies.get().content.snapshot
    assert says["requirements"] == ["Mindestens 75 % der Unterrichtseinheiten in Präsenz wurden besucht."]
    assert {line["attended_units"] for line in says["seminars"]} == {None}
    assert render_pdf(DocumentRecord.from_json(says))


def test_a_template_of_the_offices_own_says_it_too(cohort, office):
    closing = {code: ["{units}", "{start} {end}", "{attended}", "{requirements}"] for code in ("de", "en")}
    make_design(cohort.edition.programme, kind=Certificate.Kind.CONFIRMATION, closing=closing)
    [certificate] = issue_confirmations(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    says = certificate.copies.get().content.snapshot["closing"]
    assert says[2:] == ["Mindestens 75 % der Unterrichtseinheiten in Präsenz wurden besucht."]


def test_whoever_missed_the_threshold_then_gets_none(cohort, office):
    PaperOutcome.objects.update(outcome="attendance_missed")
    assert not row_of(cohort, "Tanja").can_be_confirmed
    assert issue_confirmations(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates == []


def test_only_whoever_was_asked_for_gets_one(cohort, office):
    PaperOutcome.objects.update(outcome="test_failed")
    enrolment = row_of(cohort, "Alle").enrolment
    asked = {"cohort": cohort, "actor": office, "at": scenes.ISSUED_AT, "enrolments": [enrolment]}
    [certificate] = issue_confirmations(**asked).certificates
    assert certificate.holding.enrolment == enrolment


def test_no_list_is_offered_where_it_could_only_be_refused(cohort, office, client):
    client.force_login(office)
    address = f"/cohorts/{cohort.code}/certificates/"
    assert 'value="transcripts"' not in client.get(address).text
    makers.make_make_up(row_of(cohort, "Tanja").enrolment, cohort.edition.seminars.first())
    assert client.get(address).text.count('value="transcripts"') == 1


def test_what_was_made_up_here_can_be_confirmed(cohort, office):
    enrolment = row_of(cohort, "Tanja").enrolment
    makers.make_make_up(enrolment, cohort.edition.seminars.first())
    assert len(issue_confirmations(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates) == 1


@pytest.mark.parametrize("act", [replace_copy, replace_certificate])
def test_a_list_from_then_is_not_printed_anew_with_noughts(cohort, office, act):
    certificate = paper_from_then(cohort, Certificate.Kind.TRANSCRIPT)
    with pytest.raises(NothingAttended):
        act(certificate=certificate, actor=office, at=scenes.ISSUED_AT, reason="verloren")
    assert not certificate.status_changes.exists()


@pytest.mark.parametrize("act", [replace_copy, replace_certificate])
def test_a_confirmation_from_then_is_printed_anew_without_noughts(cohort, office, act):
    certificate = paper_from_then(cohort, Certificate.Kind.CONFIRMATION)
    act(certificate=certificate, actor=office, at=scenes.ISSUED_AT, reason="verloren")
    content = Copy.objects.filter(content__isnull=False).get().content
    assert {line["attended_units"] for line in content.snapshot["seminars"]} == {None}


def paper_from_then(cohort, kind):
    """A number that was issued on paper, before this system."""
    certificate = Certificate.objects.create(
        number="PNF-2025-0001", office=cohort.edition.programme.office, year=2025, sequence=1,
        kind=kind, cohort=cohort, issued_on="2025-07-17", issued_at=scenes.ISSUED_AT,
    )  # fmt: skip
    Holding.objects.create(certificate=certificate, enrolment=row_of(cohort, "Tanja").enrolment)
    Copy.objects.create(
        certificate=certificate, code="7" * 10, language="de", issued_on="2025-07-17", state=Copy.State.PAPER
    )
    return certificate


def test_the_evidence_says_so_instead_of_nought(cohort):
    whole = Cohort.objects.select_related("edition__programme__office", "edition__chamber").get(pk=cohort.pk)
    evidence = gather(whole, scenes.ISSUED_AT, "de")
    archive = zipfile.ZipFile(io.BytesIO(pack(evidence, b"%PDF")))
    people = json.loads(archive.read(f"{cohort.code}/evidence.json"))["people"]
    assert [(row["units_attended"], row["share"]) for row in people] == [(None, WORDS)] * 2
    [name] = [name for name in archive.namelist() if name.endswith("-people.csv")]
    rows = list(csv.reader(archive.read(name).decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[6] for row in rows[1:]] == [""] * 2 and [row[8] for row in rows[1:]] == [WORDS] * 2
    html = render_html(evidence)
    assert html.count(WORDS) == 2 and "0 %" not in html and "0\u00a0%" not in html
    assert html.count("sind die Ergebnisse aus seinen Unterlagen bekannt") == 1


def test_no_result_is_asked_for_that_would_change_nothing(cohort, office, client):
    """Papers stand in for results for good; what is left to the office is an exception."""
    client.force_login(office)
    page = client.get(f"/cohorts/{cohort.code}/certificates/").text
    assert "Lehrgangsinterner Test" in page and "Ergebnis eintragen" not in page and "Ausnahme erteilen" in page


def test_a_run_of_this_system_without_a_mark_stays_at_nought():
    cohort = scenes.finished_cohort(0)
    makers.make_enrolment(cohort, scenes.learner())
    whole = Cohort.objects.select_related("edition__programme__office", "edition__chamber").get(pk=cohort.pk)
    [person] = gather(whole, scenes.ISSUED_AT, "de").as_json()["people"]
    assert person["units_attended"] == 0 and WORDS not in person["share"]
    assert "aus seinen Unterlagen bekannt" not in render_html(gather(whole, scenes.ISSUED_AT, "de"))
