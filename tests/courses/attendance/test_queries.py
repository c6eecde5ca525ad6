"""A class of three hundred asks the database as often as one of three."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.attendance.actions import call_roll, open_sheet
from courses.booking.models import Enrolment
from courses.cohorts.models import SeminarSession
from lms.accounts.models import Person
from tests.courses.attendance.kit import EVENING, everybody, filled_in, make_class

pytestmark = pytest.mark.django_db


def make_class_of(people, **fields):
    room = make_class(people=0, **fields)
    persons = Person.objects.bulk_create(Person(given_name="Ada", family_name=f"P {n:03}") for n in range(people))
    room.enrolments = Enrolment.objects.bulk_create(
        Enrolment(cohort=room.cohort, person=person, starts_on=room.cohort.starts_on, enrolled_at=EVENING)
        for person in persons
    )
    return room


def asked(do):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        do()
    return [query["sql"] for query in caught if "SAVEPOINT" not in query["sql"]]


def test_saving_a_class(django_assert_max_num_queries):
    counts = []
    for people in (3, 120):
        room = make_class_of(people)
        open_sheet(session=room.session, actor=room.lecturer, at=EVENING)
        session = SeminarSession.objects.get(pk=room.session.pk)
        actor = type(room.lecturer).objects.get(pk=room.lecturer.pk)
        marks = everybody(room)
        counts.append(len(asked(lambda: call_roll(session=session, marks=marks, actor=actor, at=EVENING))))  # noqa: B023
    assert counts[0] == counts[1] <= 6


def test_three_hundred_in_at_most_six_writes():
    room = make_class_of(300)
    marks = everybody(room)
    first = asked(lambda: call_roll(session=room.session, marks=marks, actor=room.lecturer, at=EVENING))
    again = [*everybody(room, [3, 4, 5, 6, 7, 8])]
    second = asked(lambda: call_roll(session=room.session, marks=again, actor=room.lecturer, at=EVENING))
    for sql in (first, second):
        assert sum(query.startswith(("INSERT", "UPDATE", "DELETE")) for query in sql) <= 6


@pytest.mark.parametrize("who", ["lecturer", "office"])
@pytest.mark.parametrize("name", ["roll_call", "print_sheet"])
def test_the_pages(client, who, name):
    counts = []
    for people in (3, 300):
        room = make_class_of(people, date=timezone.localdate() - dt.timedelta(days=1))
        client.force_login(getattr(room, who))
        url = reverse(name, args=[room.session.pk])
        client.get(url)
        counts.append(len(asked(lambda: client.get(url))))  # noqa: B023
    assert counts[0] == counts[1] <= 20


def test_saving_and_closing_the_page(client):
    counts = []
    for people in (3, 100):
        room = make_class_of(people, date=timezone.localdate() - dt.timedelta(days=1))
        client.force_login(room.lecturer)
        url = reverse("roll_call", args=[room.session.pk])
        client.post(url, filled_in(room.session, act=f"present-{room.day.pk}"))
        data = filled_in(room.session, act="close") | {"checked": "yes"}
        counts.append(len(asked(lambda: client.post(url, data))))  # noqa: B023
    assert counts[0] == counts[1]


def test_the_make_up_page(client):
    counts = []
    for others in (1, 6):
        room = make_class(people=1)
        SeminarSession.objects.filter(pk=room.session.pk).update(status="held")
        for n in range(others):
            make_class(
                people=2,
                date=timezone.localdate() + dt.timedelta(days=9 + n),
                programme=room.programme,
                label=f"F{n}",
            )
        client.force_login(room.office)
        url = reverse("make_up", args=[room.enrolments[0].pk])
        client.get(url)
        counts.append(len(asked(lambda: client.get(url))))  # noqa: B023
        assert len(client.get(url).context["forms"][0].missed.fitting) == others
    assert counts[0] == counts[1] <= 20
