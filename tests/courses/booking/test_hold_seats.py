"""Nobody loses a seat while typing names: chairs are kept for a form for a quarter of an hour, by the clock alone."""

import datetime as dt
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from courses.booking.actions import (
    book_seats,
    hold_seats,
    join_waiting_list,
    let_go,
    set_capacity,
)
from courses.booking.refusals import AlreadyBooked, CohortFull, HostTooSmall, SeatsInUse
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, make_booker, make_booking, make_company, make_session, make_site, make_user

QUARTER = dt.timedelta(minutes=15)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def held(cohort, company, booker):
    """All five chairs kept for a form of the booker."""
    hold_seats(cohort=cohort, company=company, count=5, key="form", actor=booker, at=NOON)
    return cohort


def other_books(cohort, at, count=1):
    company = make_company()
    return book_seats(cohort=cohort, company=company, count=count, actor=make_booker(company), at=at)


def test_nobody_else_gets_what_is_held(held):
    with pytest.raises(CohortFull):
        other_books(held, NOON + QUARTER - SECOND)


def test_a_hold_is_over_by_the_clock_without_any_job(held):
    assert other_books(held, NOON + QUARTER, count=5).seat_count == 5


def test_who_holds_books_under_the_same_key(held, company, booker):
    booking = book_seats(cohort=held, company=company, count=5, key="form", actor=booker, at=NOON + QUARTER - SECOND)
    assert booking.seats.count() == 5
    assert not held.seats.filter(held_until__isnull=False).exists()


def test_another_form_of_the_same_person_uses_it_where_there_are_not_enough(cohort, company, booker):
    hold_seats(cohort=cohort, company=company, count=2, key="form", actor=booker, at=NOON)
    book = partial(book_seats, cohort=cohort, company=company, actor=booker, at=NOON)
    assert [chair.number for chair in book(count=3, key="other form").chairs] == [3, 4, 5]
    assert cohort.seats.filter(hold_key="form").count() == 2
    # As a program, which has no form; what it is told of is what it gets.
    with pytest.raises(CohortFull) as refused:
        book(count=3)
    assert refused.value.seats_left == 2
    assert book(count=2).seat_count == 2


def test_what_is_booked_keeps_nothing_more(cohort, company, booker):
    keep = partial(hold_seats, cohort=cohort, company=company, key="form", actor=booker, at=NOON)
    keep(count=4)
    book_seats(cohort=cohort, company=company, count=1, key="form", actor=booker, at=NOON)
    assert not cohort.seats.filter(held_until__isnull=False).exists()
    with pytest.raises(AlreadyBooked):
        keep(count=1)


def test_what_is_kept_beyond_the_booking_is_offered_to_who_waits(held, company, booker, office):
    waiting = make_company()
    entry = join_waiting_list(cohort=held, company=waiting, seats=2, actor=make_booker(waiting), at=NOON)
    book_seats(cohort=held, company=company, count=3, key="form", actor=booker, at=NOON)
    entry.refresh_from_db()
    assert entry.seats_offered == 2


def test_another_person_does_not_use_the_key(held):
    company = make_company()
    with pytest.raises(CohortFull):
        book_seats(cohort=held, company=company, count=1, key="form", actor=make_booker(company), at=NOON)


def test_a_further_hold_replaces_the_first(held, company, booker):
    hold_seats(cohort=held, company=company, count=2, key="form", actor=booker, at=NOON)
    assert held.seats.held(NOON).count() == 2
    hold_seats(cohort=held, company=company, count=3, key="another form", actor=booker, at=NOON)
    assert held.seats.held(NOON).count() == 3


def test_what_is_let_go_is_offered_to_who_waits(held, booker, office):
    entry = join_waiting_list(cohort=held, company=make_company(), seats=2, actor=office, at=NOON)
    assert let_go(cohort=held, key="form", actor=booker, at=NOON) == 5
    entry.refresh_from_db()
    assert entry.state == "offered"


def test_too_many_leave_the_earlier_hold_as_it_is(cohort, company, booker):
    make_booking(cohort, seats=3)
    hold_seats(cohort=cohort, company=company, count=2, key="form", actor=booker, at=NOON)
    with pytest.raises(CohortFull) as refusal:
        hold_seats(cohort=cohort, company=company, count=3, key="form", actor=booker, at=NOON)
    assert refusal.value.seats_left == 2
    assert cohort.seats.held(NOON).count() == 2


def test_a_stranger_holds_nothing(cohort, company):
    with pytest.raises(NotAllowed):
        hold_seats(cohort=cohort, company=company, count=1, key="form", actor=make_user(), at=NOON)


def test_held_chairs_count_at_the_host(cohort, company, booker):
    make_session(cohort, host=make_site(max_visitors=3))
    hold_seats(cohort=cohort, company=company, count=2, key="form", actor=booker, at=NOON)
    assert other_books(cohort, NOON).seat_count == 1
    with pytest.raises(HostTooSmall):
        other_books(cohort, NOON)


def test_held_chairs_are_not_carried_out(held, office):
    with pytest.raises(SeatsInUse):
        set_capacity(cohort=held, size=4, actor=office, at=NOON)


def test_the_table_refuses_a_hold_without_a_reason(cohort):
    with pytest.raises(IntegrityError), transaction.atomic():
        cohort.seats.update(held_until=NOON)
