"""What a call asks the database does not grow with seats, rows or sessions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.courses.booking.api.wishes import bookings_of, wish
from tests.courses.booking.test_booking_queries import BOOKKEEPING
from tests.lms.api.asking import Program
from tests.makers import make_booker, make_booking, make_cohort, make_company, make_edition, make_session, make_site

pytestmark = pytest.mark.django_db


def statements(ask, status):
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code == status, answer.text
    return [query["sql"] for query in captured if not query["sql"].startswith((*BOOKKEEPING, "ROLLBACK"))]


def booking_of(chairs, sessions, count, key=None, taken=2, status=201):
    cohort = make_cohort(make_edition(seminars=max(sessions, 1), max_group_size=chairs))
    for _ in range(sessions):
        make_session(cohort, host=make_site(max_visitors=500))
    make_booking(cohort, seats=taken)
    company = make_company()
    program = Program(make_booker(company))
    program.get("/cohorts")  # the first use of a token is noted
    return statements(lambda: program.post(bookings_of(cohort), wish(company, count), key=key), status)


def test_a_booking_takes_twelve_with_signing_in_and_one_more_with_a_key():
    booking_of(4, 0, 1)  # fills the caches of content types
    few, many, several = booking_of(4, 0, 1), booking_of(200, 11, 1), booking_of(200, 11, 90)
    assert len(few) <= 12, "\n".join(few)
    assert len(few) == len(many) == len(several)
    assert len(booking_of(200, 11, 90, key="once")) <= 13


def test_a_refusal_takes_three_and_one_more_where_the_hosts_are_to_be_asked_about_what_is_left():
    booking_of(4, 0, 1)
    assert len(booking_of(4, 0, 1, taken=4, status=409)) <= 3
    assert len(booking_of(200, 11, 90, taken=200, status=409)) <= 3
    assert len(booking_of(4, 0, 3, status=409)) <= 4
    assert len(booking_of(200, 11, 150, taken=100, status=409)) <= 4


@pytest.mark.parametrize("path", ["/programmes", "/cohorts", "/cohorts?open=true"])
def test_lists_cost_the_same_for_three_and_three_hundred(path):
    program = Program(make_booker(make_company()))
    program.get(path)

    def grow(count):
        for _ in range(count):
            make_cohort()

    grow(3)
    few = statements(lambda: program.get(path), 200)
    grow(97)
    many = statements(lambda: program.get(path), 200)
    assert len(few) == len(many) <= 10, "\n".join(many)


def test_reading_a_booking_costs_the_same_for_one_seat_and_ninety(company, booker):
    program = Program(booker)
    program.get("/cohorts")
    counts = []
    for seats in (1, 90):
        booking = make_booking(make_cohort(make_edition(max_group_size=100)), company, seats)
        counts.append(len(statements(lambda: program.get(f"/bookings/{booking.pk}"), 200)))  # noqa: B023
    assert counts[0] == counts[1] <= 12
