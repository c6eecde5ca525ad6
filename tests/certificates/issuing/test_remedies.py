"""Beside everybody stands what is missing with one link to each remedy; the chamber is asked by letter, once a day."""

import datetime as dt

import pytest

from certificates.issuing.actions import ask_for_release, issue_transcripts
from certificates.issuing.refusals import NobodyToAsk, NotYourList
from certificates.issuing.register_totals import finished_without_paper
from courses.attendance.models import Mark, Sheet
from courses.cohorts.models import Cohort
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


def page_of(client, cohort):
    client.force_login(scenes.manager(cohort))
    return client.get(f"/cohorts/{cohort.code}/certificates/").content.decode()


def test_an_open_sheet_leads_to_its_roll_call(client):
    cohort = scenes.finished_cohort(1)
    session = cohort.sessions.first()
    Sheet.objects.filter(session=session).update(closed_at=None)
    assert f"/sessions/{session.pk}/roll-call/" in page_of(client, cohort)


def test_too_little_attendance_leads_to_make_ups_and_to_an_exception(client):
    cohort = scenes.finished_cohort(1, max_make_up_sessions=1)
    Mark.objects.filter(pk=Mark.objects.first().pk).update(status="excused", units=0, punched=0)
    page, enrolment = page_of(client, cohort), cohort.enrolments.get()
    assert f"/enrolments/{enrolment.pk}/make-up/" in page
    assert f"/cohorts/{cohort.code}/certificates/exceptions/{enrolment.pk}/" in page


def test_a_missing_result_leads_to_where_it_is_entered(client):
    cohort = scenes.finished_cohort(1)
    test = makers.make_requirement(cohort.edition, "course_test")
    assert f"/cohorts/{cohort.code}/results/{test.pk}/" in page_of(client, cohort)


def test_birth_data_lead_to_the_person_for_who_keeps_records(client):
    cohort = scenes.finished_cohort([scenes.learner(place_of_birth="")])
    client.force_login(makers.make_office_user())
    page = client.get(f"/cohorts/{cohort.code}/certificates/").content.decode()
    assert f"/office/data/people/{cohort.enrolments.get().person.pk}/" in page


@pytest.fixture
def certifying():
    chamber = makers.make_chamber()
    return chamber, scenes.finished_cohort(2, chamber=chamber, chamber_certifies=True)


def test_those_who_release_get_one_letter(client, certifying):
    chamber, cohort = certifying
    verifier = makers.make_verifier(chamber)
    assert "um Freigabe bitten" in page_of(client, cohort)
    page, again = [
        client.post(f"/cohorts/{cohort.code}/certificates/", {"act": "ask"}, follow=True).content.decode()
        for _press in range(2)
    ]
    assert "1 Brief ist unterwegs." in page and "1 Brief ist unterwegs." not in again
    letter = Letter.objects.get()
    assert letter.to == verifier.email and "2 Zertifikate warten auf Ihre Freigabe" in letter.subject
    assert f"/chambers/{chamber.code}/cohorts/{cohort.code}/" in letter.body and "Beispiel" not in letter.body


def test_why_nobody_is_asked(certifying):
    _chamber, cohort = certifying
    office = scenes.manager(cohort)
    with pytest.raises(NobodyToAsk):
        ask_for_release(cohort=cohort, actor=office, at=scenes.ISSUED_AT)
    with pytest.raises(NotAllowed):
        ask_for_release(cohort=cohort, actor=makers.make_user(), at=scenes.ISSUED_AT)
    other = scenes.finished_cohort(1)
    with pytest.raises(NotYourList):
        ask_for_release(cohort=other, actor=scenes.manager(other), at=scenes.ISSUED_AT)
    assert not Letter.objects.exists()


def test_a_transcript_leaves_the_cohort_on_the_offices_list():
    cohort = scenes.finished_cohort(1)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 12, 1))
    issue_transcripts(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    assert list(finished_without_paper(Cohort.objects.all(), scenes.ISSUED_AT)) == [cohort]
