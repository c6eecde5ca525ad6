"""Who sees a session: list and rule agree for everybody, and the list of names is for those who work there."""

import pytest

from courses.attendance.names import may_see_names
from courses.cohorts.models import SeminarSession
from courses.cohorts.permissions import (
    cohorts_run_by,
    may_run,
    own_sessions,
    receives,
    sessions_received_by,
    sessions_seen_by,
    sessions_taught_by,
    teaches,
)
from lms.accounts.models import User
from tests.courses.cohorts.kit import make_room
from tests.makers import make_administrator, make_cohort, make_enrolment, make_make_up, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms():
    rooms = [make_room(), make_room()]
    guest = make_enrolment(make_cohort(rooms[0].cohort.edition))
    make_make_up(guest, rooms[0].session.seminar, guest_of=rooms[0].session)
    make_user(guest.person)
    make_administrator()
    make_user(rooms[1].enrolments[1].person, is_active=False)
    return rooms


def test_lists_and_rules_agree_for_everyone(rooms):
    sessions = list(SeminarSession.objects.all())
    for user in User.objects.all():
        assert set(sessions_taught_by(user)) == {one for one in sessions if teaches(user, one)}, user
        assert set(sessions_received_by(user)) == {one for one in sessions if receives(user, one)}, user
        assert set(cohorts_run_by(user)) >= {one.cohort for one in sessions if may_run(user, one.cohort)}, user
        worked = {one for one in sessions if may_see_names(user, one)}
        assert set(sessions_seen_by(user)) == worked | set(own_sessions(user)), user


def test_pages_and_lists_agree_for_everyone(client, rooms):
    for user in User.objects.filter(is_active=True):
        client.force_login(user)
        seen = set(sessions_seen_by(user))
        for session in SeminarSession.objects.all():
            expected = 200 if session in seen else 404
            assert client.get(f"/sessions/{session.pk}/").status_code == expected, user
            assert client.get(f"/sessions/{session.pk}/calendar.ics").status_code == expected, user


def test_hosts_and_lecturers_read_names_and_nothing_else(client, rooms):
    room = rooms[0]
    person = room.enrolments[1].person
    type(person).objects.filter(pk=person.pk).update(date_of_birth="1990-03-07", place_of_birth="Kronach")
    for user in (room.host, room.lecturer, room.office):
        client.force_login(user)
        page = client.get(f"/sessions/{room.session.pk}/").text
        assert "Linh Person 001" in page and "Gast aus" in page
        assert person.email not in page and "Kronach" not in page and "1990" not in page


def test_participants_see_no_list_of_the_others(client, rooms):
    room = rooms[0]
    client.force_login(room.participant)
    page = client.get(f"/sessions/{room.session.pk}/").text
    assert "Linh Person 001" not in page and "Wer kommt" not in page


def test_the_hosts_page_lists_what_comes(client, rooms):
    room = rooms[0]
    client.force_login(room.host)
    page = client.get("/hosting/").text
    assert str(room.session.seminar.title) in page and rooms[1].cohort.code not in page
    client.force_login(room.participant)
    assert client.get("/hosting/").status_code == 404


def test_the_host_reads_how_many_come_and_that_they_are_too_many(client):
    room = make_room(people=3, limit=3)
    client.force_login(room.host)
    page = client.get("/hosting/").text
    assert "3 werden erwartet" in page and "nehmen aber nur" not in page
    room.site.max_visitors = 2
    room.site.save()
    assert "Es werden 3 Personen erwartet, Sie nehmen aber nur 2 je Gruppe auf" in client.get("/hosting/").text


def test_the_anonymous_are_asked_to_sign_in(client, rooms):
    for page in (f"/sessions/{rooms[0].session.pk}/", "/hosting/"):
        assert client.get(page)["Location"].startswith("/account/login/")
