"""A sheet that stays open is shown to its lecturer and to the office, with who is missing, and the office reminds."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from courses.attendance.actions import call_roll, close_sheet
from courses.attendance.overview import open_sheets
from courses.attendance.refusals import ReminderNotPossible
from courses.attendance.reminders import remind_lecturers
from courses.cohorts.models import SeminarSession
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests.courses.attendance.kit import everybody, make_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    room = make_class(people=3, date=timezone.localdate() - dt.timedelta(days=3))
    room.evening = timezone.now() - dt.timedelta(days=2)
    call_roll(session=room.session, marks=everybody(room)[:2], actor=room.lecturer, at=room.evening)
    return room


def start(client, user):
    client.force_login(user)
    return client.get(reverse("home")).text


def test_three_days_open_with_the_missing_name(room):
    (sheet,) = open_sheets(SeminarSession.objects.all(), timezone.now())
    assert (sheet.days_open, sheet.missing) == (3, ["Ada Person 002"])


def test_the_office_sees_it_and_can_remind(client, room):
    page = start(client, room.office)
    assert f"{room.cohort.code}, Seminar 1: Liste seit 3 Tagen offen" in page
    assert "Nicht unterschrieben: Ada Person 002" in page
    assert "Stefan Döhla erinnern" in page


def test_the_lecturer_sees_it(client, room):
    assert "seit 3 Tagen offen" in start(client, room.lecturer)


def test_others_see_nothing_of_it(client, room):
    other = make_class(people=0)
    for user in (other.lecturer, other.office):
        assert room.cohort.code not in start(client, user)


def test_closed_it_is_gone(client, room):
    close_sheet(
        session=room.session, actor=room.lecturer, at=timezone.now(), confirmed=[(room.day.pk, room.enrolments[2].pk)]
    )
    assert "Liste seit" not in start(client, room.office)
    assert open_sheets(SeminarSession.objects.all(), timezone.now()) == []
    with pytest.raises(ReminderNotPossible):
        remind_lecturers(session=SeminarSession.objects.get(), actor=room.office, at=timezone.now())


def test_one_letter_a_day_in_the_lecturers_language(client, room, django_capture_on_commit_callbacks):
    room.lecturer.person.language = "en"
    room.lecturer.person.save()
    client.force_login(room.office)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(reverse("remind_lecturers", args=[room.session.pk])).status_code == 302
    letter = Letter.objects.get()
    assert letter.to == room.lecturer.person.email
    assert "is still open" in letter.subject
    assert "Ada Person 002" in letter.body and reverse("roll_call", args=[room.session.pk]) in letter.body
    assert len(mail.outbox) == 1


def test_only_the_office_reminds(room):
    with pytest.raises(NotAllowed):
        remind_lecturers(session=room.session, actor=room.lecturer, at=timezone.now())


def test_not_of_a_session_to_come():
    room = make_class(people=1, date=timezone.localdate() + dt.timedelta(days=2))
    with pytest.raises(ReminderNotPossible):
        remind_lecturers(session=room.session, actor=room.office, at=timezone.now())
