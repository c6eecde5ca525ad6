"""A calendar feed lists what its owner takes part in, teaches or is a guest of, in the right hour all year round."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from lms.accounts.actions import renew_feed
from lms.accounts.models import User
from tests.courses.cohorts.kit import make_room
from tests.makers import BERLIN, NOON, make_cohort, make_edition, make_enrolment, make_make_up, make_session, make_user

pytestmark = pytest.mark.django_db


def events(client, user):
    answer = client.get(f"/calendar/{renew_feed(user=user, at=NOON).token}.ics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_participants_and_lecturers_have_theirs_others_nothing(client):
    room = make_room()
    for user in (room.participant, room.lecturer):
        assert len(events(client, user)) == 1
    for user in (room.stranger, room.booker, room.host, room.office):
        assert events(client, user) == []


def test_a_guest_has_the_session_elsewhere(client):
    room = make_room()
    guest = make_enrolment(make_cohort(room.cohort.edition))
    make_make_up(guest, room.session.seminar, guest_of=room.session)
    assert [str(event["summary"])[:4] for event in events(client, make_user(guest.person))] == [room.cohort.code[:4]]


def test_only_sessions_within_the_time_somebody_takes_part(client):
    cohort = make_cohort(make_edition(seminars=3))
    for month in (2, 4, 6):
        make_session(cohort, date=dt.date(2027, month, 1))
    enrolment = make_enrolment(cohort)
    type(enrolment).objects.filter(pk=enrolment.pk).update(
        starts_on=dt.date(2027, 3, 1), ends_on=dt.date(2027, 6, 1), ending="withdrawn"
    )
    assert [event.decoded("dtstart").month for event in events(client, make_user(enrolment.person))] == [4]


@pytest.mark.parametrize(
    ("day", "hour"),
    [("2027-03-27", 8), ("2027-03-28", 7), ("2027-10-30", 7), ("2027-10-31", 8), ("2027-07-01", 7), ("2027-01-21", 8)],
)
def test_nine_in_the_morning_stays_nine_over_both_clock_changes(client, day, hour):
    cohort = make_cohort(starts_on=dt.date(2027, 1, 1))
    make_session(cohort, date=dt.date.fromisoformat(day))
    event = events(client, make_user(make_enrolment(cohort).person))[0]
    start = event.decoded("dtstart")
    assert start.utcoffset() == dt.timedelta(0) and start.hour == hour
    assert start.astimezone(BERLIN).hour == 9


def test_ids_are_stable_and_each_day_has_its_own(client):
    edition = make_edition(units=16)
    edition.seminars.update(days=2)
    cohort = make_cohort(edition)
    make_session(cohort, date=dt.date(2027, 2, 1))
    user = make_user(make_enrolment(cohort).person)
    first, second = ([str(event["uid"]) for event in events(client, user)] for _time in range(2))
    assert first == second and len(set(first)) == 2


def test_a_cancelled_session_says_so(client):
    room = make_room()
    type(room.session).objects.update(status="cancelled")
    assert str(events(client, room.participant)[0]["status"]) == "CANCELLED"


def test_a_closed_account_closes_its_feed_and_guesses_find_nothing(client):
    user = make_user()
    feed = renew_feed(user=user, at=timezone.now())
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(f"/calendar/{feed.token}.ics").status_code == 404
    for guess in ("x", "a" * 5000, feed.token[:-1], "%00", "..%2f"):
        assert client.get(f"/calendar/{guess}.ics").status_code == 404


@pytest.mark.parametrize("sessions", [3, 40])
def test_queries_do_not_depend_on_the_sessions(client, django_assert_num_queries, sessions):
    cohort = make_cohort(make_edition(seminars=sessions))
    for index in range(sessions):
        make_session(cohort, date=dt.date(2027, 2, 1) + dt.timedelta(weeks=index))
    token = renew_feed(user=make_user(make_enrolment(cohort).person), at=NOON).token
    with django_assert_num_queries(3):
        client.get(f"/calendar/{token}.ics")
