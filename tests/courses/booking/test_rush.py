"""
A rush on sixteen seats, from threads and from processes: sixteen are sold, everybody else is told why not.

There are more workers than free seats. After each rush the audit finds nothing. The same rush with the guards taken
away sells seats twice, so these tests can fail.
"""

import time

import pytest

from courses.booking.actions import book_seats
from courses.booking.audit import Scope, find
from courses.booking.models import Booking, Seat, SeatEvent
from tests.courses.booking.crowd import many_in_processes, many_in_threads
from tests.makers import NOON, make_cohort, make_company, make_edition, make_office_user

pytestmark = pytest.mark.django_db(transaction=True)

ATTEMPTS, WORKERS, SEATS = 200, 20, 16
CROWDS = pytest.mark.parametrize("crowd", [many_in_threads, many_in_processes])


@pytest.fixture
def rush():
    """Let everybody want one seat of a cohort, in the name of ten companies; returns the Counter of what came of it."""
    companies, actor = [make_company() for _ in range(10)], make_office_user()

    def rush(crowd, cohort, attempts):
        def book(n):
            book_seats(cohort=cohort, company=companies[n % 10], count=1, actor=actor, at=NOON)

        return crowd(attempts, WORKERS, book)

    return rush


def assert_sold(outcome, seats, *, of):
    """Everybody else is told that it is full; nobody waits for the lock in vain."""
    assert outcome == {"done": seats, "cohort_full": of - seats}


@CROWDS
def test_sixteen_of_two_hundred_five_times_in_a_row(crowd, rush):
    for cohort in [make_cohort(make_edition(max_group_size=SEATS)) for _run in range(5)]:
        assert_sold(rush(crowd, cohort, ATTEMPTS), SEATS, of=ATTEMPTS)
        assert cohort.seats.taken().count() == SEATS
        assert find(Scope(NOON)) == []


@CROWDS
def test_one_of_forty_gets_the_last_seat(crowd, rush):
    cohort = make_cohort(make_edition(max_group_size=SEATS))
    book_seats(cohort=cohort, company=make_company(), count=SEATS - 1, actor=make_office_user(), at=NOON)
    assert_sold(rush(crowd, cohort, 40), 1, of=40)
    assert find(Scope(NOON)) == []


@CROWDS
def test_without_the_guards_seats_are_sold_twice(crowd):
    """Looking, then taking, with neither lock nor a second look: the rush finds it and the audit names it."""
    cohort = make_cohort(make_edition(max_group_size=SEATS))
    company = make_company()

    def book(_n):
        chair = cohort.seats.free(NOON).first()
        time.sleep(0.01)  # what is computed between the two on a busy day
        if chair is not None:
            booking = Booking.objects.create(
                cohort=cohort, company=company, seat_count=1, price_per_seat=1, booked_at=NOON
            )
            Seat.objects.filter(pk=chair.pk).update(booking=booking)
            SeatEvent.objects.create(seat=chair, kind="booked", booking=booking, at=NOON)

    crowd(60, WORKERS, book)
    assert SeatEvent.objects.filter(kind="booked").count() > SEATS
    found = {finding.code for finding in find(Scope(NOON))}
    assert {"booking_without_chairs", "history_is_broken"} <= found
