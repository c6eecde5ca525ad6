"""An exception has a reason and a name, is seen by whoever answers for the list, and the paper does not claim it."""

import datetime as dt

import pytest

from certificates.document.pdf import render_html
from certificates.document.record import DocumentRecord
from certificates.issuing.actions import (
    grant_exception,
    issue_certificates,
    release_enrolments,
    replace_certificate,
    replace_copy,
)
from certificates.issuing.models import Certificate, ExceptionGranted
from certificates.issuing.refusals import NotEarned, NothingToExcept, ReasonMissing
from courses.attendance.models import Mark
from courses.learning.models import Result
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.design.designs import make_design

pytestmark = pytest.mark.django_db
LATER, LATEST = makers.at("2028-02-10"), makers.at("2028-03-10")
REASON = "Vorkenntnisse aus der Meisterschule nachgewiesen"


@pytest.fixture
def chamber():
    return makers.make_chamber()


@pytest.fixture
def cohort(chamber):
    """One person missed a session of three: 66.7 %, and failed the course test for good."""
    cohort = scenes.finished_cohort(1, chamber=chamber, chamber_certifies=True)
    requirement = makers.make_requirement(cohort.edition, "course_test", max_attempts=1)
    enrolment = cohort.enrolments.get()
    Result.objects.create(
        enrolment=enrolment, requirement=requirement, attempt=1, percent=40, passed=False,
        decided_on=dt.date(2027, 9, 1), recorded_at=scenes.ISSUED_AT,
    )  # fmt: skip
    first = Mark.objects.filter(enrolment=enrolment).first()
    Mark.objects.filter(pk=first.pk).update(status="excused", units=0, punched=0)
    return cohort


@pytest.fixture
def office(cohort):
    user = scenes.manager(cohort)
    user.first_name, user.last_name = "Franziska", "Reuth"
    user.save()
    return user


def grant(cohort, office, at=scenes.ISSUED_AT, reason=REASON):
    return grant_exception(enrolment=cohort.enrolments.get(), actor=office, at=at, reason=reason)


def pass_test(cohort):
    Result.objects.create(
        enrolment=cohort.enrolments.get(), requirement=cohort.edition.requirements.get(), attempt=2,
        passed=True, decided_on=dt.date(2027, 10, 1), recorded_at=scenes.ISSUED_AT,
    )  # fmt: skip


def release(cohort, chamber, at=LATER):
    verifier = makers.make_verifier(chamber)
    return release_enrolments(cohort=cohort, enrolments=[cohort.enrolments.get()], actor=verifier, at=at)


def test_what_was_missing_is_kept_as_data(cohort, office):
    granted = grant(cohort, office)
    assert granted.missing == [
        {
            "kind": "attendance",
            "state": "endangered",
            "units_attended": 16,
            "units_total": 24,
            "threshold_percent": "75.00",
        },
        {"kind": "course_test", "state": "impossible"},
    ]
    assert granted.reason == REASON and granted.granted_by == office
    assert Act.objects.get(verb="exception.granted").facts["missing"] == ["attendance", "course_test"]


def test_without_it_nothing_is_earned_and_with_it_the_chamber_still_releases(cohort, office, chamber):
    with pytest.raises(NotEarned):
        release(cohort, chamber)
    grant(cohort, office)
    assert not issue_certificates(cohort=cohort, actor=office, at=LATER).certificates
    assert release(cohort, chamber) == 1
    assert len(issue_certificates(cohort=cohort, actor=office, at=LATER).certificates) == 1


def test_an_exception_after_the_release_needs_another(cohort, office, chamber):
    """The chamber released on better facts; what was corrected since it has not seen."""
    Mark.objects.update(status="present", units=8, punched=255)
    pass_test(cohort)
    assert release(cohort, chamber, scenes.ISSUED_AT) == 1
    Mark.objects.filter(pk=Mark.objects.first().pk).update(status="excused", units=0, punched=0)
    grant(cohort, office, LATER)
    assert not issue_certificates(cohort=cohort, actor=office, at=LATER).certificates
    assert release(cohort, chamber, LATEST) == 1
    assert issue_certificates(cohort=cohort, actor=office, at=LATEST).certificates


def paper(cohort, office, chamber):
    grant(cohort, office)
    release(cohort, chamber)
    [issued] = issue_certificates(cohort=cohort, actor=office, at=LATER).certificates
    return issued, DocumentRecord.from_json(issued.copies.get().content.snapshot)


def test_the_paper_does_not_claim_what_was_not_met(cohort, office, chamber):
    makers.make_requirement(cohort.edition, "project_work")
    Result.objects.create(
        enrolment=cohort.enrolments.get(), requirement=cohort.edition.requirements.get(kind="project_work"), attempt=1,
        passed=True, decided_on=dt.date(2027, 9, 1), recorded_at=scenes.ISSUED_AT,
    )  # fmt: skip
    _issued, record = paper(cohort, office, chamber)
    assert record.requirements == ("Bestanden: Projektarbeit.",)
    html = render_html(record)
    assert "regelmäßig" not in html and "teilgenommen" in html
    assert "Mindestens" not in html and "lehrgangsinterner" not in html
    assert REASON not in html, "why is nobody's business but the register's"


def test_nor_do_the_offices_own_words_claim_it_also_on_a_replacement_copy(cohort, office, chamber):
    """Attendance was enough, the course test was not; the template says of everybody that they passed it."""
    Mark.objects.update(status="present", units=8, punched=255)
    words = ["mit {units} vom {start} bis {end}.", "{requirements}", "Der Abschlusstest wurde geschafft."]
    make_design(cohort.edition.programme, opening={"de": "hat alles geschafft im Lehrgang"}, closing={"de": words})
    issued, record = paper(cohort, office, chamber)
    copy = replace_copy(certificate=issued, actor=office, at=LATEST)
    assert record.attended_regularly
    for each in (record, DocumentRecord.from_json(copy.content.snapshot)):
        html = render_html(each)
        assert "geschafft" not in html and "regelmäßig" in html and "lehrgangsinterner" not in html


def test_what_was_met_since_is_claimed_again(cohort, office, chamber):
    grant(cohort, office)
    pass_test(cohort)
    release(cohort, chamber)
    [issued] = issue_certificates(cohort=cohort, actor=office, at=LATER).certificates
    assert issued.copies.get().content.snapshot["requirements"] == ["Bestanden: lehrgangsinterner Test."]


def test_a_correction_keeps_to_it(cohort, office, chamber):
    issued, _record = paper(cohort, office, chamber)
    new = replace_certificate(certificate=issued, actor=office, at=LATEST, reason="Tippfehler")
    snapshot = new.copies.get().content.snapshot
    assert snapshot["requirements"] == [] and snapshot["attended_regularly"] is False


def test_reason_and_right_are_needed(cohort, office, chamber):
    with pytest.raises(ReasonMissing):
        grant(cohort, office, reason="  ")
    for actor in (makers.make_verifier(chamber), makers.make_user(), scenes.manager(scenes.finished_cohort(1))):
        with pytest.raises(NotAllowed):
            grant(cohort, actor)
    assert not ExceptionGranted.objects.exists()


def test_there_must_be_something_to_except():
    cohort = scenes.finished_cohort(1)
    with pytest.raises(NothingToExcept):
        grant(cohort, scenes.manager(cohort))


def test_a_second_press_grants_nothing_more(cohort, office):
    grant(cohort, office)
    with pytest.raises(NothingToExcept):
        grant(cohort, office)
    assert ExceptionGranted.objects.count() == 1


def test_while_a_sheet_is_open_nothing_is_excepted(cohort, office):
    cohort.sessions.first().sheet.__class__.objects.update(closed_at=None)
    with pytest.raises(NothingToExcept):
        grant(cohort, office)


def test_office_chamber_and_register_show_it(cohort, office, chamber, client):
    client.force_login(office)
    url = f"/cohorts/{cohort.code}/certificates/"
    form = f"{url}exceptions/{cohort.enrolments.get().pk}/"
    assert form in client.get(url).content.decode()
    page = client.get(form).content.decode()
    assert "Anwesenheit" in page and "16 von 24" in page
    assert client.post(form, {"reason": ""}).status_code == 200 and not ExceptionGranted.objects.exists()
    page = client.post(form, {"reason": REASON}, follow=True).content.decode()
    assert "mit Ausnahme" in page and REASON in page and "Franziska Reuth" in page
    client.force_login(makers.make_verifier(chamber))
    page = client.get(f"/chambers/{chamber.code}/cohorts/{cohort.code}/").content.decode()
    assert REASON in page and "Franziska Reuth" in page and "lehrgangsinterner Test" in page
    release(cohort, chamber)
    [issued] = issue_certificates(cohort=cohort, actor=office, at=makers.at("2099-01-01")).certificates
    client.force_login(office)
    assert REASON in client.get(f"/certificates/{issued.number}/").content.decode()


def test_strangers_and_the_holder_read_no_word_of_it(cohort, office, chamber, client):
    issued, _record = paper(cohort, office, chamber)
    code = issued.copies.get().code
    assert "Vorkenntnisse" not in client.get(f"/v/{code}").content.decode()
    client.force_login(makers.make_user(person=cohort.enrolments.get().person))
    assert "Vorkenntnisse" not in client.get("/my/certificates/").content.decode()
    assert Certificate.objects.count() == 1


def test_the_page_says_what_was_granted_instead_of_offering_it_again(cohort, office, chamber, client):
    client.force_login(office)
    form = f"/cohorts/{cohort.code}/certificates/exceptions/{cohort.enrolments.get().pk}/"
    assert "<textarea" in client.get(form).content.decode()
    issued, _record = paper(cohort, office, chamber)
    for response in (client.get(form), client.post(form, {"reason": "noch eine"})):
        page = response.content.decode()
        assert REASON in page and "Franziska Reuth" in page and issued.number in page
        assert "Schon erteilt" in page and "<textarea" not in page
    assert ExceptionGranted.objects.count() == 1


def test_only_what_is_missing_since_is_offered_beside_what_was_granted(cohort, office, client):
    Mark.objects.update(status="present", units=8, punched=255)
    grant(cohort, office)
    client.force_login(office)
    form = f"/cohorts/{cohort.code}/certificates/exceptions/{cohort.enrolments.get().pk}/"
    page = client.get(form).content.decode()
    assert REASON in page and "<textarea" not in page and "Sonst fehlt nichts" in page
    Mark.objects.filter(pk=Mark.objects.first().pk).update(status="excused", units=0, punched=0)
    page = client.get(form).content.decode()
    asked = page.partition('<form class="panel form"')[2]
    assert REASON in page and "16 von 24" in asked and "Test" not in asked.partition("</form>")[0]
