"""Whoever pays alone is booked by the office as a consumer: fourteen days to withdraw, and no company sees anything."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from courses.booking.actions import book_privately, cancel_booking, withdraw
from courses.booking.permissions import may_see_person
from courses.booking.prices import fee_for
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.organisations.models import Employment
from tests.makers import NOON, at, make_cohort, make_session


@pytest.fixture
def near(cohort):
    """Starts ten days after the booking, so that the table would already cost 100 per cent."""
    type(cohort).objects.filter(pk=cohort.pk).update(starts_on=NOON.date() + dt.timedelta(days=10))
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=100)
    cohort.refresh_from_db()
    return cohort


def test_pays_the_price_of_non_members_and_works_for_nobody(cohort, office, ada):
    booking = book_privately(cohort=cohort, attendee=ada, actor=office, at=NOON)
    assert (booking.company, booking.private_payer.email) == (None, ada.email)
    assert booking.price_per_seat == 120_000
    assert booking.seats.get().enrolment.person == booking.private_payer
    assert not Employment.objects.exists()


def test_the_confirmation_tells_of_the_right_of_withdrawal(cohort, office, ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        book_privately(cohort=cohort, attendee=ada, actor=office, at=NOON)
    confirmation = next(letter for letter in mail.outbox if "gebucht" in letter.subject or "booked" in letter.subject)
    assert "14" in confirmation.body


def test_within_fourteen_days_withdrawing_is_free_whatever_the_table_says(near, office, ada):
    booking = book_privately(cohort=near, attendee=ada, actor=office, at=NOON)
    assert fee_for(booking, NOON + dt.timedelta(days=9)).cents == 0
    assert cancel_booking(booking=booking, actor=office, at=NOON + dt.timedelta(days=9)) == 0


def test_within_both_terms_it_is_the_consumers_right_and_after_it_that_of_the_moved_date(near, office, ada):
    booking = book_privately(cohort=near, attendee=ada, actor=office, at=NOON)
    make_session(near, moved_at=NOON + dt.timedelta(days=3))
    # The fourteenth day is a Sunday: the term ends with the Monday.
    reasons = [fee_for(booking, NOON + dt.timedelta(days=days)).free_because for days in (4, 15, 16, 17, 18)]
    assert reasons == ["consumer", "consumer", "moved", "moved", ""]


def test_after_that_the_table_holds(office, ada, cohort):
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=100)
    booking = book_privately(cohort=cohort, attendee=ada, actor=office, at=NOON)
    # The fourteenth day is a Sunday: the term ends with the Monday.
    assert fee_for(booking, NOON + dt.timedelta(days=15)).cents == 0
    assert fee_for(booking, NOON + dt.timedelta(days=16)).cents == 120_000


@pytest.fixture
def begun(cohort, office, ada):
    """Booked two days before the start by somebody who pays alone; the cohort runs."""
    booking = book_privately(cohort=cohort, attendee=ada, actor=office, at=at("2027-01-30"))
    type(cohort).objects.filter(pk=cohort.pk).update(status="running")
    return booking


@pytest.mark.parametrize(("day", "why"), [("2027-02-15", "consumer"), ("2027-02-16", "")])
def test_within_the_term_the_contract_is_off_also_while_the_cohort_runs(begun, office, day, why):
    withdraw(seat=begun.seats.get(), actor=office, at=at(day))
    assert Act.objects.get(verb="seat.withdrawn").facts["free_because"] == why


def test_the_right_of_a_consumer_goes_before_that_after_a_moved_date(begun, office, cohort):
    cohort.edition.free_withdrawal_days_after_move = 30
    cohort.edition.save()
    make_session(cohort, moved_at=at("2027-02-02"))
    withdraw(seat=begun.seats.get(), actor=office, at=at("2027-02-03"))
    assert Act.objects.get(verb="seat.withdrawn").facts["free_because"] == "consumer"


def test_the_letter_and_the_page_say_what_is_paid_then(
    client, begun, office, cohort, django_capture_on_commit_callbacks, monkeypatch
):
    now = at("2027-02-03")
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client.force_login(office)
    page = client.get(reverse("give_back_seat", args=[begun.seats.get().pk]), headers={"Accept-Language": "en"}).text
    assert "Nothing more falls due." in page and "The price stays due." not in page
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(seat=begun.seats.get(), actor=office, at=now)
    letter = next(letter for letter in mail.outbox if "ausgeschieden" in letter.subject or "Platz" in letter.subject)
    assert "Sie haben den Vertrag widerrufen" in letter.body


def test_no_company_sees_the_person(cohort, office, ada, company):
    booking = book_privately(cohort=cohort, attendee=ada, actor=office, at=NOON)
    assert not may_see_person(company, booking.seats.get().enrolment, NOON.date())


def test_only_the_office_books_so(cohort, booker, office, ada):
    with pytest.raises(NotAllowed):
        book_privately(cohort=cohort, attendee=ada, actor=booker, at=NOON)
    with pytest.raises(NotAllowed):
        book_privately(cohort=make_cohort(), attendee=ada, actor=booker, at=NOON)
