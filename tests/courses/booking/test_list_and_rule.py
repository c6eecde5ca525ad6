"""What a list offers and what the rule allows are the same, for everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.booking.models import Booking, Seat
from courses.booking.permissions import (
    bookings_changed_by,
    cohorts_shown_to,
    companies_bookable_by,
    may_book_for,
    may_change,
    seats_changed_by,
)
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from lms.accounts.grants import grant
from lms.organisations.models import Company
from tests.makers import (
    NOON,
    make_administrator,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_office_user,
    make_user,
)


@pytest.fixture
def everyone(db):
    """People of two companies, an office with one of two programmes, an administrator, strangers."""
    first, second = make_company(), make_company()
    cohorts = [make_cohort(), make_cohort(status="running"), make_cohort(status="completed")]
    for cohort in cohorts:
        make_booking(cohort, first)
    make_booking(cohorts[0], second)
    manager = make_office_user()
    grant(manager, cohorts[1].edition.programme, "courses.manage_programme", "managers")
    return [
        AnonymousUser(),
        make_user(),
        make_user(is_active=False, is_superuser=True),
        make_booker(first),
        make_booker(second),
        make_office_user(),
        manager,
        make_administrator(),
    ]


def test_companies(everyone):
    for actor in everyone:
        assert set(companies_bookable_by(actor)) == {c for c in Company.objects.all() if may_book_for(actor, c)}, actor


def test_bookings_and_seats(everyone):
    for actor in everyone:
        allowed = {booking for booking in Booking.objects.all() if may_change(actor, booking)}
        assert set(bookings_changed_by(actor)) == allowed, actor
        assert set(seats_changed_by(actor)) == set(Seat.objects.filter(booking__in=allowed)), actor


def test_cohorts_open_for_booking_agree_with_the_cohort_itself(everyone):
    for actor in everyone:
        shown = set(cohorts_shown_to(actor, NOON))
        companies = set(companies_bookable_by(actor))
        for cohort in Cohort.objects.all():
            own = may_run(actor, cohort) or any(booking.company in companies for booking in cohort.bookings.all())
            expected = cohort.is_open(NOON) or (own and cohort.status in ("planned", "booking_open", "running"))
            assert (cohort in shown) == expected, (actor, cohort.status)
