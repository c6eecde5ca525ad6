"""Whoever pays alone is booked by the office as a consumer: fourteen days to withdraw, and no company sees anything."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from courses.booking.actions import accept_offer, book_privately, book_seats, cancel_booking, withdraw
from courses.booking.links import link_to
from courses.booking.models import Booking
from courses.booking.people import Attendee
from courses.booking.permissions import may_see_person
from courses.booking.prices import fee_for
from courses.cohorts.actions_of_cohort import cancel_cohort
from courses.cohorts.models import Cohort
from lms.accounts.models import User
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from lms.organisations.models import Employment
from tests.makers import NOON, at, make_cohort, make_instalments, make_offer, make_person, make_session


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


AGREED = (
    "one seat: 3 seminars, 24 teaching units of 45 minutes",
    "You pay in all: €1,200.00 taxes included; nothing is added",
    "- €600.00 with the booking\n- €600.00 for seminar 2 on 3 May 2027\n",
    "Cancelling is free until 4 January 2027. Write to us if you want to cancel.",
    "What cancelling costs, of the price:\n- until 28 days before the start: 0 %\n"
    "- until 7 days before the start: 40 %\n- later: 100 %\n",
    "Notice of withdrawal",
)  # fmt: skip


@pytest.fixture
def terms(cohort):
    """Two instalments and a table of cancelling."""
    make_instalments(cohort.edition, 50, 50)
    make_session(cohort, cohort.edition.seminars.get(position=2), date=dt.date(2027, 5, 3))
    for until, percent in ((28, 0), (7, 40)):
        cohort.edition.cancellation_steps.create(until_days_before=until, fee_percent=percent)
    return cohort


@pytest.mark.parametrize("by_link", [False, True])
def test_the_confirmation_repeats_all_that_was_agreed_to(terms, office, by_link):
    if by_link:
        person = make_person(email="ada@people.example", language="en")
        entry = make_offer(terms, private_payer=person)
        accept_offer(entry=entry, link=link_to(entry), agreed=("notice",), at=NOON)
    else:
        someone = Attendee("Ada", "Beispiel", "ada@people.example", language="en")
        book_privately(cohort=terms, attendee=someone, actor=office, at=NOON)
    body = Letter.objects.get(kind="booking.booked").body
    assert [part for part in AGREED if part not in body] == []


def test_a_companys_confirmation_has_none_of_it(terms, company, booker):
    book_seats(cohort=terms, company=company, count=1, actor=booker, at=NOON)
    body = Letter.objects.get(kind="booking.booked").body
    assert "Price: 1 × " in body and [part for part in AGREED if part in body] == []


def test_the_start_page_keeps_what_was_agreed_to(terms, office, client):
    day = timezone.localdate()
    Cohort.objects.update(starts_on=day + dt.timedelta(days=90), ends_on=day + dt.timedelta(days=400))
    someone = Attendee("Ada", "Beispiel", "ada@people.example", language="en")
    booking = book_privately(cohort=terms, attendee=someone, actor=office, at=timezone.now())
    client.force_login(User.objects.get(person=booking.private_payer))
    page = client.get(reverse("home")).text
    for part in (
        f"Your booking of {terms.code}", "€1,200.00", "taxes included", "€600.00 for seminar 2 on 3 May 2027",
        "without a reason", f"until {date_format(day + dt.timedelta(days=62), 'DATE_FORMAT')}",
        "7 days before the start", "later", "To cancel, write to the cluster office",
    ):  # fmt: skip
        assert part in page, part
    Cohort.objects.update(status="running", starts_on=day - dt.timedelta(days=30))
    Booking.objects.update(booked_at=timezone.now() - dt.timedelta(days=60))
    page = client.get(reverse("home")).text
    assert "the price stays due as agreed" in page and "without a reason" not in page
    cancel_cohort(cohort=terms, reason="Krank.", actor=office, at=timezone.now())
    assert f"Your booking of {terms.code}" not in client.get(reverse("home")).text


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
