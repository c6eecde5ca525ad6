"""
Without lock and backstop a chair is sold twice; either of them alone prevents it.

The variants below are `book_seats` reduced to its core: look for a free chair, then take it. `both_looked` makes the
threads meet between looking and taking, which is what a busy day does by chance.
"""

import threading

import pytest
from django.db import transaction

from courses.booking.actions.book import claim_chairs
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Seat, SeatEvent
from tests.courses.booking.crowd import all_at_once
from tests.makers import NOON, make_booking, make_cohort, make_company

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def cohort():
    """One chair is left."""
    cohort = make_cohort()
    make_booking(cohort, seats=4)
    return cohort


def contract(cohort, company):
    return Booking.objects.create(cohort=cohort, company=company, seat_count=1, price_per_seat=1, booked_at=NOON)


def take_without_asking_again(booking, chair):
    """The backstop removed: the UPDATE no longer asks whether the chair is free."""
    Seat.objects.filter(pk=chair.pk).update(booking=booking)
    SeatEvent.objects.create(seat=chair, kind="booked", booking=booking, at=NOON)


def sold(cohort):
    """How often the last chair was sold."""
    return SeatEvent.objects.filter(seat__cohort=cohort, kind="booked").count()


def test_neither_guard_sells_the_chair_twice(cohort):
    companies, both_looked = [make_company(), make_company()], threading.Barrier(2)

    @transaction.atomic
    def book(n):
        chair = cohort.seats.free(NOON).first()
        both_looked.wait(timeout=20)
        take_without_asking_again(contract(cohort, companies[n]), chair)

    assert all_at_once(2, book) == {"done": 2}
    assert sold(cohort) == 2
    assert cohort.seats.taken().count() == 5


def test_the_backstop_alone_sells_it_once(cohort):
    companies, both_looked = [make_company(), make_company()], threading.Barrier(2)

    @transaction.atomic
    def book(n):
        chair = cohort.seats.free(NOON).first()
        both_looked.wait(timeout=20)
        claim_chairs(contract(cohort, companies[n]), [chair], actor=None, at=NOON)

    assert all_at_once(2, book) == {"done": 1, "cohort_full": 1}
    assert sold(cohort) == 1


def test_the_lock_alone_sells_it_once(cohort):
    companies = [make_company() for _ in range(8)]

    @in_one_go
    def book(n):
        lock_cohort(cohort.pk)
        chair = cohort.seats.free(NOON).first()
        if chair is not None:
            take_without_asking_again(contract(cohort, companies[n]), chair)

    all_at_once(8, book)
    assert sold(cohort) == 1
