"""Too many people for a host are found from seats and guests, shown with remedies, and gone once solved (E04, E25)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from courses.attendance.host_limits import crowds, hosts_with_room, sessions_ahead
from courses.attendance.roster import expected_at
from courses.booking.models import Seat
from courses.cohorts.models import SeminarSession
from tests.courses.cohorts.kit import make_room
from tests.makers import NOON, make_booking, make_cohort, make_enrolment, make_make_up, make_session, make_site

pytestmark = pytest.mark.django_db


def found(room):
    return crowds(sessions_ahead([room.cohort.pk], timezone.now()), timezone.now())


def test_named_and_unnamed_seats_and_guests_are_counted():
    room = make_room(people=2, max_group_size=5)
    make_booking(room.cohort, seats=1)
    guest = make_enrolment(make_cohort(room.cohort.edition))
    make_make_up(guest, room.session.seminar, guest_of=room.session)
    sessions = list(SeminarSession.objects.filter(pk=room.session.pk).prefetch_related("days"))
    assert expected_at(sessions, NOON) == {room.session.pk: 4}


@pytest.mark.parametrize(("limit", "over"), [(5, None), (4, 1), (3, 2), (None, None)])
def test_over_by_how_many(limit, over):
    room = make_room(people=5, limit=limit)
    assert [crowd.over for crowd in found(room)] == ([over] if over else [])


def test_a_full_cohort_would_not_fit_is_a_warning_only():
    room = make_room(people=2, limit=3)
    [crowd] = found(room)
    assert not crowd.expected and crowd.people == 5


def test_seats_that_are_only_held_count_but_are_no_people():
    room = make_room(people=3, limit=4)
    Seat.objects.filter(pk__in=room.cohort.seats.free(NOON)[:2]).update(
        held_until=timezone.now() + dt.timedelta(minutes=10), held_by=room.office, hold_key="form"
    )
    [crowd] = found(room)
    assert (crowd.expected, crowd.people, crowd.booked, crowd.held, crowd.over) == (True, 5, 3, 2, 1)
    with translation.override("de"):
        assert "3 Personen und 2 freigehaltene Plätze, beim Gastgeber passen 4" in crowd.title


def test_groups_solve_it():
    room = make_room(people=5, limit=3)
    SeminarSession.objects.update(parallel_groups=2)
    assert found(room) == []


def test_whoever_has_left_is_not_counted():
    room = make_room(people=5, limit=4)
    one = room.enrolments[0]
    type(one).objects.filter(pk=one.pk).update(ends_on=room.day, ending="withdrawn")
    assert [crowd.expected for crowd in found(room)] == [False]


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_what_is_over_is_no_matter(status):
    room = make_room(people=5, limit=4)
    SeminarSession.objects.update(status=status)
    assert found(room) == []


def test_hosts_offered_admit_all_and_are_free():
    room = make_room(people=5, limit=4)
    make_site(max_visitors=4)
    make_site(max_visitors=9, can_host=False)
    busy, free = make_site(max_visitors=5), make_site(max_visitors=6)
    make_session(make_cohort(), date=room.day, host=busy)
    assert hosts_with_room(found(room)) == {room.session.pk: [free]}


def test_the_office_sees_it_with_remedies_others_do_not(client):
    room = make_room(people=5, limit=3)
    other = make_site(max_visitors=5, town="Selb")
    client.force_login(room.office)
    start = client.get("/start/").text
    assert f"{room.cohort.code}, Seminar 1: 5 Personen, beim Gastgeber passen 3" in start and "Lösung wählen" in start
    page = client.get(f"/cohorts/{room.cohort.code}/").text
    assert f"/sessions/{room.session.pk}/edit/?groups=2" in page
    assert f"/sessions/{room.session.pk}/edit/?host={other.pk}" in page and "Selb" in page
    for user in (room.lecturer, room.host, room.participant, room.booker):
        client.force_login(user)
        assert "beim Gastgeber passen" not in client.get("/start/").text


@pytest.mark.parametrize("sessions", [3, 30])
def test_queries_do_not_depend_on_the_sessions(sessions):
    rooms = [make_room(people=1, limit=0) for _index in range(sessions)]
    with CaptureQueriesContext(connection) as asked:
        ahead = sessions_ahead([room.cohort.pk for room in rooms], NOON)
        assert len(crowds(ahead, NOON)) == sessions
    assert len(asked) == 5


def test_the_demo_has_one_open_conflict_and_two_solved_ones(demo):
    everything = list(
        SeminarSession.objects.filter(host__max_visitors__isnull=False)
        .select_related("cohort", "seminar", "host__company")
        .prefetch_related("days")
    )
    planned = crowds(sessions_ahead({session.cohort_id for session in everything}, demo.at), demo.at)
    assert [(str(one.session), one.people, one.fits) for one in planned if one.expected] == [("PK-5/PK-09", 16, 14)]
    # Without their parallel groups the two at the tool shop would not fit either.
    split = [session for session in everything if session.parallel_groups > 1]
    assert {str(session) for session in split} == {"PK-5/PK-04", "SP-4/SP-06"}
    assert not [one for one in crowds(split, demo.at) if one.expected]
    for session in split:
        session.parallel_groups = 1
    assert len([one for one in crowds(split, demo.at) if one.expected]) == 2
