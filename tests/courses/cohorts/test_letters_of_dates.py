"""Where a new session moves a cohort's own dates, whoever takes part or pays is told once, and nobody else."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import transaction

from courses.booking.prices import fee_for
from courses.cohorts.actions import change_session, plan_session
from courses.cohorts.models import Cohort
from courses.cohorts.refusals import DatesDiffer
from lms.messages.models import Letter
from tests import makers

pytestmark = pytest.mark.django_db
NOW = makers.at("2027-01-12", 9)
FIRST, LAST = dt.date(2027, 3, 15), dt.date(2027, 9, 20)
WEEK = dt.timedelta(days=7)
RIGHT = "können bis 26. Januar 2027 kostenfrei von Ihrer Buchung zurücktreten"
RIGHT_OF_COMPANY = "können Sie bis 26. Januar 2027 kostenfrei zurücktreten"


@pytest.fixture
def office():
    return makers.make_office_user()


@pytest.fixture
def cohort():
    edition = makers.make_edition(seminars=3, max_group_size=8, min_group_size=4)
    cohort = makers.make_cohort(edition, status="booking_open", starts_on=FIRST, ends_on=LAST)
    edition.cancellation_steps.create(until_days_before=0, fee_percent=80)
    return cohort


def book(cohort, moment=NOW - WEEK):
    """A company, a private payer and somebody of the company who takes part, all of whom can be written to."""
    company = makers.make_company(billing_email="rechnung@firma.example")
    booking = makers.make_booking(cohort, company, booked_at=moment)
    makers.make_enrolment(cohort, makers.make_person(email="teil@nehmerin.example"), company, booking=booking)
    payer = makers.make_person(email="selbst@zahlerin.example")
    private = makers.make_booking(cohort, company=None, private_payer=payer, booked_at=moment)
    return booking, private


def plan(cohort, office, day=FIRST - WEEK, dates="move", at=NOW, n=0):
    seminar = cohort.edition.seminars.all()[n]
    lecturer = makers.make_person(email=f"dozentin{n}@hochschule.example")
    return plan_session(
        cohort=cohort, seminar=seminar, first_day=day, lecturers=[lecturer], dates=dates, actor=office, at=at
    )


def bodies():
    return {letter.to: " ".join(letter.body.split()) for letter in Letter.objects.all()}


def test_companies_payers_and_participants_are_told_each_once(cohort, office):
    book(cohort)
    makers.make_wait_entry(cohort, makers.make_company(billing_email="wartet@firma.example"))
    plan(cohort, office)
    told = sorted(Letter.objects.values_list("to", flat=True))
    assert told == ["rechnung@firma.example", "selbst@zahlerin.example", "teil@nehmerin.example"]
    for body in bodies().values():
        assert f"{cohort.code} dauert jetzt vom 8. März 2027 bis zum 20. September 2027." in body
        assert "Bisher war 15. März 2027 bis 20. September 2027 geplant." in body
        assert re.search(r"Seminar 1, „.*“, hat jetzt einen Termin: Montag, 8. März 2027", body)


def test_a_second_act_is_told_again(cohort, office):
    book(cohort)
    plan(cohort, office)
    plan(cohort, office, LAST + WEEK, n=1)
    assert Letter.objects.filter(kind="cohorts.dates_moved").count() == 2 * 3


@pytest.mark.parametrize(("day", "dates"), [(FIRST + WEEK, "ask"), (FIRST - WEEK, "keep")])
def test_where_the_dates_stay_nobody_is_told_and_nothing_is_free(cohort, office, day, dates):
    booking, _private = book(cohort)
    plan(cohort, office, day, dates)
    assert not Letter.objects.exists()
    assert fee_for(booking, NOW + WEEK).free_because == ""


def test_of_a_cohort_that_is_only_planned_nobody_is_told(cohort, office):
    Cohort.objects.update(status="planned")
    makers.make_wait_entry(cohort, makers.make_company(billing_email="wartet@firma.example"))
    plan(cohort, office)
    assert not Letter.objects.exists()
    with pytest.raises(DatesDiffer) as said:
        plan(Cohort.objects.get(), office, LAST + WEEK, "ask", n=1)
    assert said.value.consequences == []


def test_the_letters_leave_after_the_act_and_never_if_it_is_undone(cohort, office, django_capture_on_commit_callbacks):
    book(cohort)
    with pytest.raises(LookupError), django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        plan(cohort, office)
        raise LookupError
    assert not Letter.objects.exists() and not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):
        plan(cohort, office)
    assert len(mail.outbox) == 3


def test_who_had_booked_reads_of_the_right_and_has_it(cohort, office):
    booking, private = book(cohort)
    plan(cohort, office)
    read = bodies()
    assert RIGHT_OF_COMPANY in read["rechnung@firma.example"] and RIGHT in read["selbst@zahlerin.example"]
    assert "zurücktreten" not in read["teil@nehmerin.example"]
    for row in (booking, private):
        row.cohort = Cohort.objects.get()
        assert fee_for(row, makers.at("2027-01-26")).free_because == "moved"
        assert fee_for(row, makers.at("2027-01-27")).free_because != "moved"


def test_who_has_no_such_right_reads_nothing_of_it(cohort, office):
    booking, _private = book(cohort, NOW + dt.timedelta(seconds=1))
    plan(cohort, office)
    assert not any("zurücktreten" in body for body in bodies().values())
    assert fee_for(booking, NOW + WEEK).free_because == ""
    Letter.objects.all().delete()
    type(cohort.edition).objects.update(free_withdrawal_days_after_move=0)
    plan(Cohort.objects.get(), office, LAST + WEEK, at=NOW + WEEK, n=1)
    assert len(bodies()) == 3 and not any("zurücktreten" in body for body in bodies().values())


def test_the_question_says_who_is_told_and_until_when_withdrawing_is_free(cohort, office):
    with pytest.raises(DatesDiffer) as said:
        plan(cohort, office, dates="ask")
    assert "wird angeschrieben" in said.value.consequences[0]
    assert "bis 26. Januar 2027 kostenfrei zurücktreten" in said.value.consequences[1]


def test_a_moved_session_tells_of_the_cohorts_new_dates_in_its_own_letter(cohort, office):
    book(cohort)
    session = makers.make_session(cohort, date=FIRST)
    change_session(
        session=session, first_day=FIRST - WEEK, host=None, lecturers=[], parallel_groups=1, reason="Messe",
        dates="move", actor=office, at=NOW,
    )  # fmt: skip
    assert len(bodies()) == Letter.objects.count() == 3
    for body in bodies().values():
        assert f"{cohort.code} dauert jetzt vom 8. März 2027 bis zum 20. September 2027." in body
    assert RIGHT in bodies()["selbst@zahlerin.example"]


def test_a_session_at_other_hours_with_which_the_dates_move_after_all_gives_the_right_too(cohort, office):
    booking, _private = book(cohort)
    session = plan(cohort, office, dates="keep", at=NOW - 2 * WEEK)
    change_session(
        session=session, first_day=FIRST - WEEK, host=None, lecturers=[], parallel_groups=1, starts_at=dt.time(8),
        dates="move", actor=office, at=NOW,
    )  # fmt: skip
    assert RIGHT in bodies()["selbst@zahlerin.example"]
    booking.cohort = Cohort.objects.get()
    assert fee_for(booking, NOW + WEEK).free_because == "moved"
