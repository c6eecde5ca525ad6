"""Seats given back are free at once; before the start they cost what the table says, later the whole price."""

import pytest

from courses.booking.actions import book_seats, cancel_booking, give_back_seat, withdraw
from courses.booking.models import Booking, Enrolment, SeatEvent
from courses.booking.refusals import AlreadyEnrolled, SeatTaken, TooLate
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, at, make_booker, make_company


@pytest.fixture
def booking(cohort, company, booker, ada, bob):
    for until, percent in [(28, 0), (14, 30), (1, 80), (0, 100)]:
        cohort.edition.cancellation_steps.create(until_days_before=until, fee_percent=percent)
    return book_seats(cohort=cohort, company=company, count=3, people=[ada, bob], actor=booker, at=NOON)


def test_the_whole_booking_frees_all_chairs(cohort, booking, booker):
    assert cancel_booking(booking=booking, actor=booker, at=NOON) == 0
    booking.refresh_from_db()
    assert booking.status == Booking.Status.CANCELLED
    assert cohort.seats.free(NOON).count() == 5
    assert set(Enrolment.objects.values_list("ending", flat=True)) == {"cancelled"}
    assert SeatEvent.objects.filter(kind="released", booking=booking).count() == 3


def test_the_fee_is_that_of_the_day_in_berlin_for_every_seat(booking, booker):
    # 1 February minus 9 days; a minute before midnight in Berlin it is still the 23rd.
    assert cancel_booking(booking=booking, actor=booker, at=at("2027-01-23", 23, 59)) == 3 * 96_000
    facts = Act.objects.get(verb="booking.cancelled").facts
    assert (facts["days_left"], facts["fee_percent"], facts["fee_cents"]) == (9, "80.00", 288_000)


def test_one_seat_goes_and_the_booking_stays_until_the_last(booking, booker):
    for left in (2, 1):
        give_back_seat(seat=booking.seats.first(), actor=booker, at=NOON)
        booking.refresh_from_db()
        assert (booking.seats.count(), booking.status) == (left, "active")
    give_back_seat(seat=booking.seats.first(), actor=booker, at=NOON)
    booking.refresh_from_db()
    assert booking.status == "cancelled"


def test_twice_is_refused(booking, booker):
    seat = booking.seats.first()
    give_back_seat(seat=seat, actor=booker, at=NOON)
    with pytest.raises(SeatTaken):
        give_back_seat(seat=seat, actor=booker, at=NOON)


def test_after_the_start_a_person_withdraws_and_the_chair_is_free(cohort, booking, booker):
    later = at("2027-02-02")
    seat = booking.seats.first()
    with pytest.raises(TooLate):
        cancel_booking(booking=booking, actor=booker, at=later)
    with pytest.raises(TooLate):
        give_back_seat(seat=seat, actor=booker, at=later)
    withdraw(seat=seat, actor=booker, at=later)
    ended = Enrolment.objects.get(ending="withdrawn")
    assert ended.ends_on == later.date()
    assert cohort.seats.free(NOON).count() == 3
    booking.refresh_from_db()
    assert booking.status == "active"


def test_who_left_on_the_way_does_not_come_back_as_if_never_gone(booking, booker, office, ada):
    """The old row would hand on what was attended before; another enrolment in the same cohort there cannot be."""
    seat, later = booking.seats.get(enrolment__person__given_name="Ada"), at("2027-03-02")
    withdraw(seat=seat, actor=booker, at=later)
    left = Enrolment.objects.get(ending="withdrawn")
    with pytest.raises(AlreadyEnrolled, match="left this cohort on the way"):
        book_seats(cohort=left.cohort, company=booking.company, count=1, people=[ada], actor=office, at=later)
    left.refresh_from_db()
    assert (left.ending, left.ends_on) == ("withdrawn", later.date())


def test_before_the_start_nobody_withdraws(booking, booker):
    with pytest.raises(TooLate, match="Cancel the seat instead"):
        withdraw(seat=booking.seats.first(), actor=booker, at=NOON)


def test_a_cancelled_chair_no_longer_counts_as_taken(cohort, booking, booker):
    give_back_seat(seat=booking.seats.first(), actor=booker, at=NOON)
    assert cohort.seats.taken().count() == 2


def test_another_company_is_refused(booking):
    stranger = make_booker(make_company())
    with pytest.raises(NotAllowed):
        cancel_booking(booking=booking, actor=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        give_back_seat(seat=booking.seats.first(), actor=stranger, at=NOON)
