"""The evidence of a cohort: complete, with its sources, harmless in a spreadsheet, for office and chamber."""

import csv
import datetime as dt
import hashlib
import io
import json
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.issuing.actions import (
    ask_for_evidence,
    erase_name,
    grant_exception,
    issue_certificates,
    release_enrolments,
    replace_certificate,
)
from certificates.issuing.evidence import making
from certificates.issuing.evidence.gathering import gather
from certificates.issuing.evidence.printing import render_html, render_pdf
from certificates.issuing.models import EvidenceBundle, FileToDelete, private_storage
from certificates.issuing.tasks import delete_files, finish_evidence, forget, make_evidence
from courses.attendance.models import AbsenceReason, Correction, Mark
from courses.cohorts.models import Cohort
from courses.learning.models import Result
from lms.audit.models import Act
from lms.lib.csv_out import csv_bytes, defused
from lms.lib.paper import glyphs
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.document.papers import tool
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import print_all

pytestmark = pytest.mark.django_db
LATER = makers.at("2028-02-10")
FORMULA = '=HYPERLINK("http://evil.example";"Klick")'


@pytest.fixture
def chamber():
    return makers.make_chamber()


@pytest.fixture
def cohort(chamber):
    """Two people; one name is a formula, one mark was corrected, one test is failed, one person has an exception."""
    people = [scenes.learner(family_name=FORMULA), scenes.learner(given_name="Bo", family_name="Beispiel")]
    cohort = scenes.finished_cohort(people, chamber=chamber, chamber_certifies=True)
    test = makers.make_requirement(cohort.edition, "course_test", max_attempts=1)
    for enrolment in cohort.enrolments.all():
        Result.objects.create(
            enrolment=enrolment, requirement=test, attempt=1, percent=70, passed=enrolment.person == people[0],
            decided_on=dt.date(2027, 9, 1), recorded_at=scenes.ISSUED_AT,
        )  # fmt: skip
    mark = Mark.objects.filter(enrolment__person=people[1]).first()
    AbsenceReason.objects.create(mark=mark, text="Bandscheibe")
    Mark.objects.filter(pk=mark.pk).update(note="Notiz intern")
    Correction.objects.create(
        mark=mark, status_before="excused", units_before=0, status_after="present", units_after=8,
        reason="Unterschrift nachgereicht", at=scenes.ISSUED_AT,
    )  # fmt: skip
    return cohort


@pytest.fixture
def office(cohort):
    return scenes.manager(cohort)


def issued(cohort, office, chamber):
    bo = cohort.enrolments.get(person__given_name="Bo")
    grant_exception(enrolment=bo, actor=office, at=scenes.ISSUED_AT, reason="Mündlich nachgeholt")
    verifier = makers.make_verifier(chamber)
    release_enrolments(cohort=cohort, enrolments=list(cohort.enrolments.all()), actor=verifier, at=scenes.ISSUED_AT)
    found = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    print_all()
    return found


def whole(cohort):
    return Cohort.objects.select_related("edition__programme__office", "edition__chamber").get(pk=cohort.pk)


def bundle_of(cohort, actor):
    bundle = ask_for_evidence(cohort=cohort, actor=actor, at=timezone.now(), language="de")
    make_evidence(bundle.pk)
    return EvidenceBundle.objects.get(pk=bundle.pk)


def test_everything_is_in_it(cohort, office, chamber):
    certificates = issued(cohort, office, chamber)
    bundle = bundle_of(cohort, office)
    assert bundle.state == "done", bundle.last_error
    data = bundle.zip.read()
    assert bundle.sha256 == hashlib.sha256(data).hexdigest()
    archive = zipfile.ZipFile(io.BytesIO(data))
    names = [name.partition("/")[2] for name in archive.namelist()]
    assert archive.testzip() is None and len(names) == 15
    found = json.loads(archive.read(f"{cohort.code}/evidence.json"))
    assert {row["number"] for row in found["certificates"]} == {one.number for one in certificates}
    assert all(len(row["sha256"]) == 64 for row in found["certificates"])
    assert [row["units_presence"] for row in found["seminars"]] == [8, 8, 8] and len(found["sessions"]) == 3
    assert len(found["attendance"]) == 6 and all(row["recorded_at"] is not None for row in found["attendance"])
    [correction] = found["corrections"]
    assert correction["before"].startswith("0 ") and correction["after"].startswith("8 ")
    [exception] = found["exceptions"]
    assert "Test" in exception["missing"] and exception["reason"] == "Mündlich nachgeholt" and exception["granted_by"]
    assert len(found["releases"]) == 2 and found["releases"][0]["chamber"] == chamber.name
    assert {row["passed"] for row in found["results"]} == {"ja", "nein"}
    sums = dict(line.split("  ")[::-1] for line in archive.read(f"{cohort.code}/SHA256SUMS").decode().splitlines())
    assert set(sums) == set(names) - {"SHA256SUMS"}
    for name, value in sums.items():
        assert hashlib.sha256(archive.read(f"{cohort.code}/{name}")).hexdigest() == value
    assert archive.read(f"{cohort.code}/evidence.pdf") == bundle.pdf.read()


def test_a_name_that_is_a_formula_is_read_and_not_computed(cohort, office):
    archive = zipfile.ZipFile(io.BytesIO(bundle_of(cohort, office).zip.read()))
    for name in archive.namelist():
        if name.endswith(".csv"):
            rows = csv.reader(archive.read(name).decode("utf-8-sig").splitlines(), delimiter=";")
            assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))], name
    assert f"Ada {FORMULA}" in archive.read(f"{cohort.code}/evidence.json").decode().replace('\\"', '"')


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1", "\uff0b1"])
def test_each_beginning_of_a_formula_is_defused(cell):
    assert defused(cell) == "'" + cell
    assert defused("A-1") == "A-1" and defused(-5) == "-5" and defused(None) == ""
    assert csv_bytes([["ä;b", 1]]).startswith(b"\xef\xbb\xbf")


def test_reasons_of_absence_and_notes_stay_out(cohort, office):
    bundle = bundle_of(cohort, office)
    archive = zipfile.ZipFile(io.BytesIO(bundle.zip.read()))
    text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert "Bandscheibe" not in text and "Notiz intern" not in text


def test_a_number_that_ended_names_nobody(cohort, office, chamber):
    """E16 and E18: beside its successor it would tell of a former name; an erased one has none."""
    certificates = issued(cohort, office, chamber)
    bo = next(one for one in certificates if one.holding.enrolment.person.given_name == "Bo")
    new = replace_certificate(certificate=bo, actor=office, at=LATER, reason="Vornamensänderung geheim")
    other = next(one for one in certificates if one != bo)
    erase_name(enrolment=other.holding.enrolment, actor=office, at=LATER)
    found = gather(whole(cohort), LATER, "de").as_json()
    names = {row["number"]: row["name"] for row in found["certificates"]}
    assert names[bo.number] == "" and names[new.number] == "Bo Beispiel" and names[other.number] == ""
    text = json.dumps(found, ensure_ascii=False)
    assert "geheim" not in text and "HYPERLINK" not in text


def test_the_pdf_is_tagged_and_of_our_fonts(cohort, office, chamber, tmp_path):
    issued(cohort, office, chamber)
    path = tmp_path / "evidence.pdf"
    path.write_bytes(render_pdf(gather(whole(cohort), LATER, "de")))
    info = tool("pdfinfo", path)
    assert "Tagged:          yes" in info and "841.89 x 595.276" in info
    assert "Lehrgang" in tool("pdffonts", path)
    structure = tool("pdfinfo", "-struct", path)
    assert "H1" in structure and "Table" in structure and "TH" in structure
    text = tool("pdftotext", "-layout", path, "-")
    assert f"Nachweismappe {cohort.code}" in text and "Mündlich nachgeholt" in text and "Bo Beispiel" in text


@pytest.fixture
def from_everywhere():
    """A cohort of people whose names are in four scripts, and one letter that no font of ours has."""
    names = {"श्रीनिवास": "राजन", "நிலா": "செல்வன்", "さくら": "髙橋", "민준": "김", "שרה": "כהן", "𒀀na": "Berg"}
    return whole(scenes.finished_cohort([scenes.learner(given_name=a, family_name=b) for a, b in names.items()]))


def test_the_pdf_has_the_names_of_every_script_in_our_own_fonts(from_everywhere, tmp_path):
    path = tmp_path / "evidence.pdf"
    path.write_bytes(render_pdf(gather(from_everywhere, LATER, "de")))
    rows = tool("pdffonts", path).splitlines()[2:]
    assert rows and all("+Lehrgang-" in row for row in rows), rows
    text = tool("pdftotext", "-layout", path, "-")
    for name in ("श्रीनिवास", "செல்வன்", "さくら", "髙橋", "김", "민준", "שרה"):
        assert name in text, name
    assert "[U+12000]na" in text and text.count("[U+") == text.count("[U+12000]")


def test_no_letter_of_a_name_comes_into_the_log(from_everywhere, caplog, monkeypatch):
    monkeypatch.setattr(glyphs, "spelled", lambda text: text)
    monkeypatch.setattr(glyphs, "needs_the_world", lambda texts: False)
    render_pdf(gather(from_everywhere, LATER, "de"))
    assert not {"𒀀", "김", "श"} & set(caplog.text)


def test_it_speaks_the_language_of_whoever_asks(cohort):
    assert gather(whole(cohort), LATER, "en").tables[0].title == "The edition"
    assert gather(whole(cohort), LATER, "de").tables[0].title == "Die Fassung"


def test_three_and_thirty_people_cost_the_same():
    counts = []
    for people in (3, 30):
        cohort = whole(scenes.finished_cohort(people))
        issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
        gather(cohort, LATER, "de")
        with CaptureQueriesContext(connection) as captured:
            gather(whole(cohort), LATER, "de")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 36, counts


def test_office_and_certifying_chamber_take_it_and_each_time_is_noted(
    cohort, office, chamber, client, django_capture_on_commit_callbacks
):
    url = f"/cohorts/{cohort.code}/evidence/"
    for user in (office, makers.make_verifier(chamber)):
        client.force_login(user)
        with django_capture_on_commit_callbacks(execute=True):
            page = client.post(url, follow=True).content.decode()
        bundle = EvidenceBundle.objects.first()
        assert bundle.state == "done" and f"{url}{bundle.pk}/zip/" in client.get(url).content.decode(), page
        response = client.get(f"{url}{bundle.pk}/zip/")
        assert (
            b"".join(response.streaming_content) == bundle.zip.read()
            and response["Cache-Control"] == "private, no-store"
        )
        assert client.get(f"{url}{bundle.pk}/pdf/")["Content-Type"] == "application/pdf"
        assert client.get(f"{url}{bundle.pk}/exe/").status_code == 404
    assert Act.objects.filter(verb="evidence.taken").count() == 4
    assert Act.objects.filter(verb="evidence.asked").count() == 2


def test_nobody_else_may(cohort, office, client):
    bundle = bundle_of(cohort, office)
    other = makers.make_cohort(makers.make_edition(chamber=makers.make_chamber()))
    learner = makers.make_user(person=cohort.enrolments.first().person)
    only_verifies = makers.make_verifier(makers.make_chamber())
    for user in (learner, only_verifies, scenes.manager(other), makers.make_user()):
        client.force_login(user)
        assert client.get(f"/cohorts/{cohort.code}/evidence/").status_code == 404
        assert client.get(f"/cohorts/{cohort.code}/evidence/{bundle.pk}/zip/").status_code == 404
        with pytest.raises(NotAllowed):
            ask_for_evidence(cohort=cohort, actor=user, at=LATER, language="de")
    client.force_login(scenes.manager(other))
    assert client.get(f"/cohorts/{other.code}/evidence/{bundle.pk}/zip/").status_code == 404


def test_a_chamber_that_only_verifies_takes_nothing(chamber, client):
    cohort = scenes.finished_cohort(1, chamber=chamber, chamber_certifies=False)
    client.force_login(makers.make_verifier(chamber))
    assert client.get(f"/cohorts/{cohort.code}/evidence/").status_code == 404


def test_pressing_twice_makes_one(cohort, office):
    asked = {"cohort": cohort, "actor": office, "language": "de"}
    assert ask_for_evidence(at=LATER, **asked) == ask_for_evidence(at=LATER, **asked)
    assert finish_evidence(timezone.now()) == 1 and EvidenceBundle.objects.get().state == "done"


def test_a_bundle_is_deleted_in_time_with_its_files(cohort, office, settings):
    settings.EVIDENCE_DAYS = 30
    bundle = bundle_of(cohort, office)
    names = [bundle.zip.name, bundle.pdf.name]
    assert forget(timezone.now() + dt.timedelta(days=29)) == 0
    assert forget(timezone.now() + dt.timedelta(days=31)) == 1
    assert not EvidenceBundle.objects.exists() and FileToDelete.objects.count() >= 2
    assert delete_files(timezone.now()) >= 2
    assert not any(private_storage().exists(name) for name in names)


def test_an_erasure_takes_the_bundles_along(cohort, office, chamber):
    """They name everybody; a new one can be made, without the name."""
    [first, _second] = issued(cohort, office, chamber)
    bundle = bundle_of(cohort, office)
    name = bundle.zip.name
    erase_name(enrolment=first.holding.enrolment, actor=office, at=LATER)
    assert not EvidenceBundle.objects.exists() and FileToDelete.objects.filter(name=name).exists()


def test_the_page_says_why_bundles_are_gone(cohort, office, chamber, client):
    [first, _second] = issued(cohort, office, chamber)
    client.force_login(office)
    url, why = f"/cohorts/{cohort.code}/evidence/", "wurde ein Name gelöscht"
    assert why not in client.get(url).content.decode()
    bundle_of(cohort, office)
    erase_name(enrolment=first.holding.enrolment, actor=office, at=LATER)
    assert why in client.get(url).content.decode()


def test_what_a_killed_worker_left_is_deleted_too(cohort, office):
    bundle = ask_for_evidence(cohort=cohort, actor=office, at=timezone.now(), language="de")
    EvidenceBundle.objects.filter(pk=bundle.pk).update(attempts=2)
    bundle.refresh_from_db()
    assert len(making.files_left(bundle)) == 4


def test_days_on_paper_are_written_as_the_language_writes_them_and_in_tables_as_machines_do(cohort):
    html = render_html(gather(whole(cohort), LATER, "de"))
    assert "05.04.1990" in html and not re.search(r">\d{4}-\d\d-\d\d<", html)
    assert "1990-04-05" in str(gather(whole(cohort), LATER, "de").as_json())
