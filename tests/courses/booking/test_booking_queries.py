"""Booking one seat takes at most twelve statements, however many chairs, sessions and seats there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.booking.actions import book_seats
from lms.accounts.models import User
from tests.makers import (
    NOON,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_edition,
    make_session,
    make_site,
)

BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN")


def statements(act):
    """Return the SQL statements of an act, without those that only open and close transactions."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return [query["sql"] for query in captured if not query["sql"].startswith(BOOKKEEPING)]


def booking_of(chairs, sessions, count):
    edition = make_edition(seminars=max(sessions, 1), max_group_size=chairs)
    cohort = make_cohort(edition)
    for _ in range(sessions):
        make_session(cohort, host=make_site(max_visitors=500))
    make_booking(cohort, seats=2)
    company = make_company()
    # As a request has it: signed in, nothing about rights known yet.
    actor = User.objects.get(pk=make_booker(company).pk)
    return statements(lambda: book_seats(cohort=cohort, company=company, count=count, key="once", actor=actor, at=NOON))


@pytest.mark.django_db
def test_at_most_twelve_and_always_the_same():
    booking_of(4, 0, 1)  # fills the caches of content types
    few = booking_of(4, 0, 1)
    many = booking_of(200, 11, 1)
    several = booking_of(200, 11, 90)
    assert len(few) <= 12, "\n".join(few)
    assert len(few) == len(many) == len(several)
