"""When a session moves or its host changes, everybody is written to and every calendar entry is replaced (E05)."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from icalendar import Calendar

from courses.cohorts.actions import change_session
from courses.cohorts.refusals import AlreadyHeld, DatesWrong
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests.courses.cohorts.kit import make_room
from tests.makers import (
    make_cohort,
    make_enrolment,
    make_host_contact,
    make_make_up,
    make_marks,
    make_person,
    make_site,
)

pytestmark = pytest.mark.django_db


def change(room, **changes):
    facts = {
        "first_day": room.day,
        "host": room.site,
        "lecturers": [room.lecturer.person],
        "parallel_groups": 1,
        "actor": room.office,
        "at": timezone.now(),
    }
    return change_session(session=room.session, **{**facts, **changes})


def move(room, days=7, **changes):
    return change(room, **{"first_day": room.day + dt.timedelta(days=days), "reason": "Maschine kaputt", **changes})


def addresses():
    return sorted(Letter.objects.values_list("to", flat=True))


def test_everybody_is_told_once_with_old_and_new_date():
    room = make_room()
    guest = make_enrolment(make_cohort(room.cohort.edition))
    make_make_up(guest, room.session.seminar, guest_of=room.session)
    move(room)
    everybody = [*room.enrolments, guest]
    assert addresses() == sorted(
        [*(one.person.email for one in everybody), room.booker.email, room.lecturer.email, room.host.email]
    )
    letter = Letter.objects.get(to=room.enrolments[0].person.email)
    for day in (room.day, room.day + dt.timedelta(days=7)):
        assert f"{day.day}. " in letter.body and str(day.year) in letter.body
    assert "Maschine kaputt" in letter.body
    for one in (letter, Letter.objects.get(to=room.lecturer.email)):
        assert "kostenfrei" not in one.body


def test_in_the_readers_language():
    room = make_room()
    person = room.enrolments[0].person
    type(person).objects.filter(pk=person.pk).update(language="en")
    move(room)
    assert "date or place has changed" in Letter.objects.get(to=person.email).subject


def test_whoever_left_or_has_no_address_gets_none():
    room = make_room(people=3)
    left, silent = room.enrolments[1], room.enrolments[2].person
    type(left).objects.filter(pk=left.pk).update(starts_on="2020-01-01", ends_on="2020-02-01", ending="withdrawn")
    type(silent).objects.filter(pk=silent.pk).update(email="")
    move(room)
    assert left.person.email not in addresses() and "" not in addresses()


@pytest.mark.parametrize("ending", ["cancelled", "replaced"])
def test_whoever_left_before_the_start_gets_none(ending):
    room = make_room(days_ahead=30)
    left = room.enrolments[1]
    type(left).objects.filter(pk=left.pk).update(ends_on=left.starts_on, ending=ending)
    move(room)
    assert left.person.email not in addresses() and room.enrolments[0].person.email in addresses()


def test_a_company_is_written_to_in_the_language_of_whoever_reads_there():
    room = make_room()
    type(room.booker).objects.filter(pk=room.booker.pk).update(language="en")
    move(room)
    assert "date or place has changed" in Letter.objects.get(to=room.booker.email).subject


def test_the_old_and_the_new_host_are_told():
    room = make_room()
    site = make_site(max_visitors=5)
    contact = make_host_contact(site)
    change(room, host=site)
    assert {room.host.email, contact.email} <= set(addresses())
    assert "Geplant war" not in Letter.objects.first().body


def test_other_groups_alone_tell_nobody_and_leave_the_sequence():
    room = make_room()
    assert change(room, parallel_groups=2).sequence == 0
    assert addresses() == []


def test_of_another_lecturer_only_the_two_are_told():
    room = make_room()
    other = make_person("Ines", "Brückner")
    change(room, lecturers=[other])
    assert addresses() == sorted([other.email, room.lecturer.email])
    assert "Sie lehren dort nicht mehr" in Letter.objects.get(to=room.lecturer.email).subject


def test_the_entry_of_the_letter_replaces_the_old_one_and_names_nobody(client):
    room = make_room()
    client.force_login(room.participant)
    old = Calendar.from_ical(client.get(f"/sessions/{room.session.pk}/calendar.ics").content).walk("VEVENT")[0]
    client.logout()
    move(room)
    link = re.search(r"https://lehrgang\.example(/calendar/session/\S+)", Letter.objects.first().body)[1]
    answer = client.get(link)
    new = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert new["uid"] == old["uid"] and new["sequence"] == old["sequence"] + 1
    assert new.decoded("dtstart") - old.decoded("dtstart") in (
        dt.timedelta(days=7),
        dt.timedelta(days=7, hours=1),
        dt.timedelta(days=7, hours=-1),
    )
    assert "Person" not in answer.text and "Döhla" not in answer.text
    assert client.get("/calendar/session/1~forged.ics").status_code == 404


def test_it_moves_a_second_time_and_everybody_is_told_again():
    room = make_room(people=1)
    move(room)
    first = Letter.objects.count()
    session = move(room, days=14)
    assert Letter.objects.count() == 2 * first
    assert session.original_date == room.day


@pytest.mark.parametrize("changes", [{"reason": ""}, {"days": -60}, {"starts_at": dt.time(18)}])
def test_what_does_not_hold_together_is_refused_and_nobody_is_told(changes):
    room = make_room()
    with pytest.raises(DatesWrong):
        move(room, **changes)
    room.session.refresh_from_db()
    assert room.session.sequence == 0 and not Letter.objects.exists()
    assert room.session.days.get().date == room.day


def test_a_session_that_was_held_stays():
    room = make_room()
    make_marks(room.session, room.enrolments[0])
    with pytest.raises(AlreadyHeld):
        move(room)


def begun(room, days_ago=1):
    """The roll was called `days_ago`, the sheet is still open."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    room.session.days.update(date=day)
    room.day = day
    make_marks(room.session, room.enrolments[0], closed=False)
    type(room.session).objects.filter(pk=room.session.pk).update(status="planned")
    return room


def test_a_substitute_is_entered_while_the_sheet_is_open():
    room = begun(make_room(days_ahead=0))
    substitute = make_person("Ines", "Brückner")
    day = room.session.days.get()
    change(room, lecturers=[substitute], parallel_groups=2)
    assert list(room.session.lecturers.all()) == [substitute] and room.session.days.get() == day


@pytest.mark.parametrize("changes", [{"first_day": dt.date(2199, 1, 1)}, {"starts_at": dt.time(10)}])
def test_its_days_stay_once_the_roll_is_called(changes):
    room = begun(make_room(days_ahead=0))
    with pytest.raises(AlreadyHeld):
        change(room, reason="Maschine kaputt", **changes)


def test_the_form_takes_the_substitute_on_a_day_that_is_over(client):
    room = begun(make_room(days_ahead=0))
    client.force_login(room.office)
    typed = {"starts_at": "09:00", "ends_at": "16:30", "host": room.site.pk, "parallel_groups": 3}
    client.post(f"/sessions/{room.session.pk}/edit/", {**typed, "first_day": room.day})
    room.session.refresh_from_db()
    assert room.session.parallel_groups == 3
    past = room.day - dt.timedelta(days=1)
    page = client.post(f"/sessions/{room.session.pk}/edit/", {**typed, "first_day": past})
    assert page.context["form"].errors["first_day"]


def test_only_the_office_moves():
    room = make_room()
    for user in (room.lecturer, room.host, room.participant, room.booker):
        with pytest.raises(NotAllowed):
            move(room, actor=user)


def test_on_the_page_remedies_are_filled_in(client):
    room = make_room(people=5, limit=3)
    other = make_site(max_visitors=9)
    client.force_login(room.office)
    form = client.get(f"/sessions/{room.session.pk}/edit/?groups=2&host={other.pk}").context["form"]
    assert (form["parallel_groups"].value(), form["host"].value()) == (2, other.pk)
    for nonsense in ("?groups=x&host=-1", "?host=" + "9" * 40):
        assert client.get(f"/sessions/{room.session.pk}/edit/{nonsense}").status_code == 200
    typed = {"first_day": room.day, "starts_at": "09:00", "ends_at": "16:30", "host": other.pk, "parallel_groups": 1}
    client.post(f"/sessions/{room.session.pk}/edit/", typed)
    room.session.refresh_from_db()
    assert room.session.host == other
