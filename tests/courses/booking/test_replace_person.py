"""A substitute takes a chair over in one step; attendance is not inherited, and later the office has to agree."""

import datetime as dt

import pytest
from django.core import mail

from courses.booking.actions import book_seats, replace_person
from courses.booking.models import Booking, Enrolment, SeatEvent
from courses.booking.refusals import ConsentNeeded, SeatTaken
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, at, make_company, make_member, make_session

STARTED = at("2027-02-10")


@pytest.fixture
def seat(cohort, company, booker, ada):
    booking = book_seats(cohort=cohort, company=company, count=1, people=[ada], actor=booker, at=NOON)
    return booking.seats.get()


def test_before_the_start_the_seat_simply_changes_hands(seat, booker, bob):
    after = replace_person(seat=seat, attendee=bob, actor=booker, at=NOON)
    seat.refresh_from_db()
    before = Enrolment.objects.get(ending="replaced")
    assert seat.enrolment == after
    assert after.starts_on == before.starts_on == before.ends_on == seat.cohort.starts_on
    event = SeatEvent.objects.get(kind="replaced")
    assert (event.enrolment_before, event.enrolment_after) == (before, after)


def test_later_the_old_enrolment_ends_and_a_new_one_starts_that_day(seat, booker, bob):
    after = replace_person(seat=seat, attendee=bob, actor=booker, at=STARTED)
    before = Enrolment.objects.get(ending="replaced")
    assert before.ends_on == after.starts_on == dt.date(2027, 2, 10)
    assert seat.cohort.seats.free(NOON).count() == 4


def test_the_office_is_told_when_a_company_replaces_somebody_later(
    seat, booker, bob, django_capture_on_commit_callbacks
):
    office = seat.cohort.edition.programme.office
    type(office).objects.filter(pk=office.pk).update(email="office@net.example")
    with django_capture_on_commit_callbacks(execute=True):
        replace_person(seat=seat, attendee=bob, actor=booker, at=STARTED)
    told = {letter.to[0] for letter in mail.outbox}
    assert told == {"ada@people.example", "bob@people.example", "office@net.example"}


@pytest.fixture
def consent(cohort):
    """From the second seminar on, held on 1 April 2027, a substitute needs consent."""
    make_session(cohort)
    session = make_session(cohort, date=dt.date(2027, 4, 1))
    cohort.edition.consent_from = session.seminar
    cohort.edition.save()


def test_from_the_seminar_of_the_edition_on_only_the_office_replaces(consent, seat, booker, office, bob):
    with pytest.raises(ConsentNeeded, match="write to it"):
        replace_person(seat=seat, attendee=bob, actor=booker, at=at("2027-04-01"))
    assert replace_person(seat=seat, attendee=bob, actor=office, at=at("2027-04-01"))


def test_the_day_before_it_is_still_free(consent, seat, booker, bob):
    assert replace_person(seat=seat, attendee=bob, actor=booker, at=at("2027-03-31", 23, 59))


def test_passed_to_another_company_the_seat_gets_its_price(seat, company, office, bob):
    heir = make_member(seat.cohort.edition.programme.office)
    after = replace_person(
        seat=seat, attendee=bob, company=heir, reason="left after two seminars", actor=office, at=STARTED
    )
    assert (after.booking.company, after.booking.price_per_seat, after.booking.member_price) == (heir, 100_000, True)
    assert Booking.objects.get(company=company).price_per_seat == 120_000
    assert SeatEvent.objects.get(kind="taken_over").reason == "left after two seminars"


def test_a_booker_does_not_pass_seats_to_others(seat, booker, bob):
    with pytest.raises(NotAllowed):
        replace_person(seat=seat, attendee=bob, company=make_company(), actor=booker, at=NOON)


def test_an_unnamed_seat_is_named_and_not_replaced(cohort, company, booker, bob):
    booking = book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON)
    with pytest.raises(SeatTaken):
        replace_person(seat=booking.seats.get(), attendee=bob, actor=booker, at=NOON)
