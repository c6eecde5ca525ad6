"""
However many book at once, each chair is sold once, and nobody is told "full" who was only too early.

Run on PostgreSQL with real locks and on SQLite, where one writer begins at a time. `test_race_unguarded` shows that
these tests can fail.
"""

import pytest

from courses.booking.actions import book_seats
from courses.booking.models import Booking, Seat, SeatEvent
from tests.courses.booking.crowd import all_at_once
from tests.makers import NOON, make_booking, make_cohort, make_company, make_edition, make_office_user

pytestmark = pytest.mark.django_db(transaction=True)


def crowd_books(cohort, people, count=1):
    companies = [make_company() for _ in range(people)]
    actor = make_office_user()
    return all_at_once(
        people,
        lambda n: book_seats(cohort=cohort, company=companies[n], count=count, actor=actor, at=NOON),
    )


def assert_consistent(cohort):
    """Every booking has exactly the chairs it was made for, and every chair was sold once."""
    for booking in Booking.objects.filter(booked_by__isnull=False):
        assert booking.seats.count() == booking.seat_count
    sold = SeatEvent.objects.filter(kind="booked").values_list("seat", flat=True)
    assert len(sold) == len(set(sold))
    assert Seat.objects.filter(cohort=cohort).count() == cohort.max_size


def test_twenty_at_fifteen_of_sixteen_one_gets_the_last():
    cohort = make_cohort(make_edition(max_group_size=16))
    make_booking(cohort, seats=15)
    assert crowd_books(cohort, 20) == {"done": 1, "cohort_full": 19}
    assert cohort.seats.taken().count() == 16
    assert_consistent(cohort)


def test_eight_who_want_three_of_ten_chairs_get_all_three_or_none():
    cohort = make_cohort(make_edition(max_group_size=10))
    assert crowd_books(cohort, 8, count=3) == {"done": 3, "cohort_full": 5}
    assert cohort.seats.free(NOON).count() == 1
    assert_consistent(cohort)


@pytest.mark.postgres
def test_fifty_at_the_last_chair_one_gets_it():
    cohort = make_cohort()
    make_booking(cohort, seats=4)
    outcome = crowd_books(cohort, 50)
    assert outcome["done"] == 1
    assert outcome["done"] + outcome["cohort_full"] + outcome["busy"] == 50
    assert_consistent(cohort)
