"""Whoever plans a session reads what else is planned on that day for the same people; the plan stands all the same."""

import datetime as dt

import pytest

from courses.cohorts.clashes import clashes_of
from tests.courses.cohorts.kit import make_room
from tests.makers import make_cohort, make_person, make_session, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return make_room(seminars=4)


def test_nothing_is_said_of_a_plan_without_clashes(room):
    make_session(make_cohort(), date=room.day, host=make_site())
    make_session(make_cohort(), date=room.day + dt.timedelta(days=30), host=room.site)
    make_session(room.cohort, date=room.day + dt.timedelta(days=30))
    assert clashes_of(room.session) == []


def test_the_same_group_host_or_lecturer_on_one_day(room):
    group = make_session(room.cohort, date=room.day)
    host = make_session(make_cohort(), date=room.day, host=room.site)
    teacher = make_session(make_cohort(), date=room.day)
    person = make_person("Stefan", "Krautblatter")
    for session in (teacher, room.session):
        session.lecturers.add(person)
    said = clashes_of(room.session)
    assert len(said) == 3, said
    for sentence, other, words in zip(
        said, (group, host, teacher), ("diese Gruppe", str(room.site), "Stefan Krautblatter"), strict=True
    ):
        assert other.spoken in sentence and words in sentence


def test_what_was_cancelled_is_in_nobodys_way(room):
    make_session(make_cohort(), date=room.day, host=room.site, status="cancelled")
    assert clashes_of(room.session) == []


def test_seminars_in_another_order_than_the_edition_has_them(room):
    later = make_session(room.cohort, date=room.day - dt.timedelta(days=30))
    assert later.seminar.position > room.session.seminar.position
    [said] = clashes_of(room.session)
    assert later.spoken in said and "vor diesem Termin" in said
    [said] = clashes_of(later)
    assert room.session.spoken in said and "nach diesem Termin" in said


def test_it_is_said_after_planning(client, room):
    other = make_session(make_cohort(), date=room.day, host=room.site)
    client.force_login(room.office)
    form = client.get(f"/sessions/{room.session.pk}/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {"reason": "x", "first_day": room.day.isoformat(), "host": room.site.pk}
    sent = {name: value for name, value in sent.items() if value is not None}
    page = client.post(f"/sessions/{room.session.pk}/edit/", sent, follow=True)
    assert other.spoken in page.text and "empfängt" in page.text
