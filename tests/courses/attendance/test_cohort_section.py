"""The office's page of a cohort shows how each seminar was attended; open sheets are provisional."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.attendance.actions import call_roll, close_sheet
from courses.attendance.overview import attended_by_session
from courses.booking.models import Enrolment
from tests.courses.attendance.kit import entry, everybody, make_class
from tests.makers import make_marks, make_session

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def room():
    room = make_class(people=2, date=timezone.localdate() - dt.timedelta(days=1))
    late = entry(room.day, room.enrolments[1], range(3, 9))
    call_roll(session=room.session, marks=[everybody(room)[0], late], actor=room.lecturer, at=NOW)
    return room


def test_the_share_is_exact_and_provisional_until_closed(room):
    (one,) = attended_by_session(room.cohort)
    assert (one.share, one.provisional) == (Fraction(14, 16), True)
    close_sheet(session=room.session, actor=room.lecturer, at=timezone.now())
    (one,) = attended_by_session(room.cohort)
    assert (one.share, one.provisional) == (Fraction(14, 16), False)


def test_guests_do_not_count_here(room):
    guest = make_class(people=1).enrolments[0]
    make_marks(room.session, guest, closed=False)
    assert attended_by_session(room.cohort)[0].planned == 16


def test_who_left_before_is_not_missing(room):
    gone = room.enrolments[1]
    gone.marks.update(status="open", units=0, punched=0)
    Enrolment.objects.filter(pk=gone.pk).update(starts_on=room.day.date, ends_on=room.day.date, ending="withdrawn")
    assert attended_by_session(room.cohort)[0].share == 1


def test_on_the_page(client, room):
    make_session(room.cohort, room.edition.seminars.last(), timezone.localdate() + dt.timedelta(days=50), room.host)
    client.force_login(room.office)
    page = client.get(reverse("cohort", args=[room.cohort.code])).text
    assert "87,5" in page and "vorläufig" in page
    assert "heat__cell--none" in page


def test_as_many_queries_for_many(client):
    counts = []
    for people in (3, 40):
        room = make_class(people=people, date=timezone.localdate() - dt.timedelta(days=1))
        call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=NOW)
        with CaptureQueriesContext(connection) as caught:
            attended_by_session(room.cohort)
        counts.append(len(caught))
    assert counts == [2, 2]


def test_the_page_of_a_session_leads_to_its_sheet(client, room):
    address = reverse("roll_call", args=[room.session.pk])
    client.force_login(room.lecturer)
    assert address in client.get(reverse("session", args=[room.session.pk])).text
