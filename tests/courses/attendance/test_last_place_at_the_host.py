"""Guests and the cohort share the host's places: held and offered chairs count, in both directions, also at once."""

import datetime as dt

import pytest

from courses.attendance.host_limits import crowds, sessions_ahead
from courses.attendance.make_ups import accept_make_up
from courses.attendance.models import MakeUp
from courses.attendance.refusals import MakeUpNotPossible
from courses.attendance.roster import expected_at
from courses.booking.actions import book_seats, hold_seats, join_waiting_list, settle_cohort
from courses.booking.models import Enrolment, Seat
from courses.booking.refusals import HostTooSmall
from lms.organisations.models import Site
from tests.courses.booking.crowd import all_at_once
from tests.makers import (
    NOON,
    make_booking,
    make_cohort,
    make_company,
    make_edition,
    make_enrolment,
    make_marks,
    make_office_user,
    make_session,
    make_site,
)

LATER = NOON + dt.timedelta(hours=1)


def make_scene(limit, size=18):
    """A cohort whose first session is at a host that admits `limit`, and somebody elsewhere who missed that seminar."""
    edition = make_edition(max_group_size=size, seminars=2, max_make_up_sessions=2)
    cohort = make_cohort(edition)
    site = make_site(max_visitors=limit)
    session = make_session(cohort, edition.seminars.first(), host=site)
    home = make_cohort(edition, starts_on=dt.date(2026, 9, 1))
    missed = make_enrolment(home)
    make_marks(make_session(home, session.seminar, dt.date(2026, 10, 1)), missed, units=0, status="excused")
    return cohort, session, missed, make_office_user()


def come_as_guest(missed, session, office, at=NOON):
    return accept_make_up(enrolment=missed, seminar=session.seminar, guest_of=session, actor=office, at=at)


def book(cohort, office, count=1):
    return book_seats(cohort=cohort, company=make_company(), count=count, actor=office, at=NOON)


@pytest.mark.django_db
def test_a_chair_held_for_a_form_counts_until_the_hold_is_over():
    cohort, session, missed, office = make_scene(limit=1)
    until = hold_seats(cohort=cohort, company=make_company(), count=1, key="form", actor=office, at=NOON)
    assert expected_at([session], NOON)[session.pk] == 1
    with pytest.raises(MakeUpNotPossible) as refused:
        come_as_guest(missed, session, office)
    assert refused.value.code == "host_full"
    assert expected_at([session], until)[session.pk] == 0
    assert come_as_guest(missed, session, office, at=until)


@pytest.mark.django_db
def test_a_chair_offered_to_the_waiting_list_counts():
    cohort, session, missed, office = make_scene(limit=3, size=2)
    booking = book(cohort, office, 2)
    join_waiting_list(cohort=cohort, company=make_company(), seats=1, actor=office, at=NOON)
    Seat.objects.filter(pk=booking.seats.last().pk).update(booking=None)
    settle_cohort(cohort.pk, NOON)
    assert Seat.objects.held(NOON).count() == 1
    assert expected_at([session], NOON)[session.pk] == 2
    Site.objects.update(max_visitors=2)
    with pytest.raises(MakeUpNotPossible):
        come_as_guest(missed, session, office)


@pytest.mark.django_db
def test_once_held_the_session_expects_no_held_chairs():
    cohort, session, _missed, office = make_scene(limit=5)
    hold_seats(cohort=cohort, company=make_company(), count=2, key="form", actor=office, at=NOON)
    session.status = "held"
    assert expected_at([session], NOON)[session.pk] == 0


@pytest.mark.django_db
def test_a_guest_takes_the_place_from_the_next_booking_and_the_other_way_round():
    cohort, session, missed, office = make_scene(limit=1)
    guest = come_as_guest(missed, session, office)
    with pytest.raises(HostTooSmall):
        book(cohort, office)
    guest.delete()
    book(cohort, office)
    with pytest.raises(MakeUpNotPossible):
        come_as_guest(missed, session, office)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(5))
def test_guest_and_booking_at_once_one_gets_the_last_place(_again):
    cohort, session, missed, office = make_scene(limit=1)
    acts = [lambda: come_as_guest(missed, session, office), lambda: book(cohort, office)]
    outcome = all_at_once(2, lambda n: acts[n]())
    assert outcome["done"] == 1
    assert outcome["host_full"] + outcome["host_too_small"] == 1
    assert MakeUp.objects.count() + cohort.seats.taken().count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_guests_and_many_bookings_never_overfill_the_host():
    cohort, session, _missed, office = make_scene(limit=6)
    home = make_cohort(cohort.edition, starts_on=dt.date(2026, 9, 1), size=8)
    held = make_session(home, session.seminar, dt.date(2026, 10, 1))
    missed = [make_enrolment(home) for _ in range(6)]
    for one in missed:
        make_marks(held, one, units=0, status="excused")
    all_at_once(12, lambda n: come_as_guest(missed[n // 2], session, office) if n % 2 else book(cohort, office))
    assert MakeUp.objects.count() + cohort.seats.taken().count() == 6


@pytest.mark.django_db
def test_a_host_that_lowers_its_limit_is_a_conflict_and_nobody_is_dropped():
    """16 booked, the host then admits 14: shown, no guests, no further bookings until solved; nobody loses a seat."""
    cohort, session, missed, office = make_scene(limit=16)
    booking = book(cohort, office, 15)
    make_enrolment(cohort, booking=make_booking(cohort))
    Site.objects.update(max_visitors=14)
    [crowd] = crowds(sessions_ahead([cohort.pk], NOON), NOON)
    assert (crowd.expected, crowd.people, crowd.fits, crowd.over) == (True, 16, 14, 2)
    settle_cohort(cohort.pk, LATER)
    assert (cohort.seats.taken().count(), booking.seats.count()) == (16, 15)
    assert Enrolment.objects.filter(cohort=cohort, ending="").count() == 1
    with pytest.raises(MakeUpNotPossible):
        come_as_guest(missed, session, office)
    with pytest.raises(HostTooSmall):
        book(cohort, office)
    with pytest.raises(HostTooSmall):
        hold_seats(cohort=cohort, company=make_company(), count=1, key="form", actor=office, at=NOON)
    # Two groups solve it, and both doors open again.
    type(session).objects.filter(pk=session.pk).update(parallel_groups=2)
    assert [one.expected for one in crowds(sessions_ahead([cohort.pk], NOON), NOON)] == []
    assert book(cohort, office) and come_as_guest(missed, session, office)


@pytest.mark.django_db
def test_while_the_conflict_lasts_the_waiting_list_is_offered_nothing():
    cohort, _session, _missed, office = make_scene(limit=18, size=16)
    bookings = [book(cohort, office, 8), book(cohort, office, 8)]
    join_waiting_list(cohort=cohort, company=make_company(), seats=1, actor=office, at=NOON)
    Site.objects.update(max_visitors=14)
    Seat.objects.filter(pk=bookings[0].seats.first().pk).update(booking=None)
    settle_cohort(cohort.pk, NOON)
    assert not Seat.objects.held(NOON).exists(), "15 come, 14 fit"
    Site.objects.update(max_visitors=16)
    settle_cohort(cohort.pk, NOON)
    assert Seat.objects.held(NOON).count() == 1
