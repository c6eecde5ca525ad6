"""The pages of planning ask the database as often for three rows as for many, and at most twenty times."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.courses.cohorts.kit import make_room
from tests.makers import make_cohort, make_edition, make_office_user, make_session, make_site

pytestmark = pytest.mark.django_db


def count(client, user, page):
    client.force_login(user)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def same_for(client, build, page_of, most=20):
    small, large = build(3), build(30)
    figures = [count(client, room.office, page_of(room)) for room in (small, large)]
    assert figures[0] == figures[1] <= most, figures


def test_a_cohort(client):
    same_for(client, full_room, lambda room: f"/cohorts/{room.cohort.code}/", most=43)


@pytest.mark.parametrize("page", ["", "edit/"])
def test_a_session(client, page):
    same_for(client, lambda n: make_room(people=n), lambda room: f"/sessions/{room.session.pk}/{page}")


def test_a_new_session(client):
    same_for(client, full_room, lambda room: f"/cohorts/{room.cohort.code}/sessions/new/")


def test_the_list_of_cohorts(client):
    office, edition = make_office_user(), make_edition()
    figures = []
    for _round in range(2):
        for _index in range(3 if not figures else 40):
            make_cohort(edition)
        figures.append(count(client, office, "/cohorts/"))
    assert figures[0] == figures[1] <= 20, figures


def test_the_hosts_page(client):
    room = make_room()
    figures = []
    for sessions in (3, 20):
        for index in range(sessions):
            make_session(make_cohort(), date=room.day + dt.timedelta(days=index), host=room.site)
        figures.append(count(client, room.host, "/hosting/"))
    assert figures[0] == figures[1] <= 20, figures


def full_room(n):
    """As many people as sessions, each of which is too crowded."""
    room = make_room(people=n, limit=1, seminars=max(n, 3))
    for index in range(1, max(n, 3)):
        make_session(room.cohort, date=room.day + dt.timedelta(days=index), host=make_site(max_visitors=1))
    return room
