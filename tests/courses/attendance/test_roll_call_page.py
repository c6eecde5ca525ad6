"""The list works as plain checkboxes: ticked, saved, closed; whatever is wrong is said, and what was typed stays."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.attendance.actions import call_roll, open_sheet
from courses.attendance.models import Mark, Sheet
from tests.courses.attendance.kit import entry, everybody, filled_in, make_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(client):
    room = make_class(people=3, date=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(room.lecturer)
    room.url = reverse("roll_call", args=[room.session.pk])
    room.keys = [(room.day.pk, enrolment.pk) for enrolment in room.enrolments]
    return room


def units(room):
    marks = dict(Mark.objects.filter(day__session=room.session).values_list("enrolment", "units"))
    return [marks.get(enrolment.pk, 0) for enrolment in room.enrolments]


def test_looking_at_it_writes_nothing(client, room):
    page = client.get(room.url)
    assert page.status_code == 200
    assert "Ada Person 002" in page.text
    assert not Sheet.objects.exists()


def test_ticked_is_saved(client, room):
    first, second, _third = room.keys
    data = filled_in(room.session, ue={first: list(range(1, 9)), second: [3, 4, 5, 6, 7, 8]}, note={second: "Bahn"})
    answer = client.post(room.url, data, follow=True)
    assert units(room) == [8, 6, 0]
    assert answer.redirect_chain
    assert "Bahn" in answer.text
    assert "14 von 24 UE" in answer.text


def test_one_button_for_everybody_without_entry(client, room):
    client.post(room.url, filled_in(room.session, status={room.keys[0]: "excused"}))
    client.post(room.url, filled_in(room.session, act=f"present-{room.day.pk}"))
    assert units(room) == [0, 8, 8]
    assert Mark.objects.get(enrolment=room.enrolments[0]).status == "excused"


def test_several_late_with_one_reason(client, room):
    client.post(room.url, filled_in(room.session, act=f"present-{room.day.pk}"))
    who = [str(enrolment.pk) for enrolment in room.enrolments[:2]]
    data = filled_in(room.session, act="bulk")
    data |= {"bulk-who": who, "bulk-when": f"{room.day.pk}-from-3", "bulk-note": "Bahnausfall"}
    client.post(room.url, data)
    assert units(room) == [6, 6, 8]
    late = Mark.objects.filter(status="late")
    assert set(late.values_list("note", flat=True)) == {"Bahnausfall"} and late.count() == 2


def test_closing_needs_the_tick_and_then_closes(client, room):
    data = filled_in(room.session, act="close", ue={key: list(range(1, 9)) for key in room.keys})
    client.post(room.url, data)
    assert units(room) == [8, 8, 8]
    assert not Sheet.objects.get().closed_at
    client.post(room.url, filled_in(room.session, act="close") | {"checked": "yes"})
    assert Sheet.objects.get().closed_at
    page = client.get(room.url)
    assert "geschlossen" in page.text
    assert '<form method="post" action="' + room.url not in page.text


def test_closing_names_who_is_unsigned(client, room):
    first, second, third = room.keys
    data = filled_in(room.session, act="close", ue={first: [1], second: [1]}) | {"checked": "yes"}
    answer = client.post(room.url, data)
    assert answer.status_code == 409
    assert "Nicht unterschrieben: Ada Person 002" in answer.text
    assert not Sheet.objects.get().closed_at
    told = filled_in(room.session, act="close") | {"checked": "yes", "unsigned": ["{}-{}".format(*third)]}
    client.post(room.url, told)
    assert Sheet.objects.get().closed_at
    assert units(room) == [1, 1, 0]


def test_a_clash_shows_both_and_keeps_what_was_typed(client, room):
    first, *_rest = room.keys
    mine = filled_in(room.session, ue={first: [3, 4, 5, 6, 7, 8]}, note={first: "meine Notiz"})
    marks = [entry(room.day, room.enrolments[0], [1, 2])]
    call_roll(session=room.session, marks=marks, actor=room.office, at=timezone.now())
    answer = client.post(room.url, mine)
    assert answer.status_code == 409
    assert "Monika Fröba" in answer.text and "meine Notiz" in answer.text
    assert units(room) == [2, 0, 0]
    row = next(row for row in answer.context["days"][0]["rows"] if row["enrolment"] == room.enrolments[0].pk)
    assert row["attended"] == 6
    client.post(room.url, mine | {f"seen-{first[0]}-{first[1]}": row["seen"]})
    assert units(room) == [6, 0, 0]


def test_a_session_to_come_shows_names_but_no_fields(client):
    room = make_class(people=2, date=timezone.localdate() + dt.timedelta(days=3))
    client.force_login(room.lecturer)
    page = client.get(reverse("roll_call", args=[room.session.pk]))
    assert page.status_code == 200
    assert "Ada Person 001" in page.text and 'name="ue-' not in page.text


def test_nobody_enrolled(client):
    room = make_class(people=0, date=timezone.localdate())
    client.force_login(room.lecturer)
    url = reverse("roll_call", args=[room.session.pk])
    assert "Niemand ist eingeschrieben" in client.get(url).text
    assert client.post(url, {"act": "save"}).status_code in (200, 302)


def test_each_day_has_its_fields(client):
    room = make_class(people=2, units=16, days=2, date=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(room.lecturer)
    page = client.get(reverse("roll_call", args=[room.session.pk]))
    assert len(page.context["days"]) == 2
    assert page.text.count('name="line"') == 4


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_paper_has_names_but_no_address(client, room, language):
    room.lecturer.language = language
    room.lecturer.save()
    person = room.enrolments[0].person
    open_sheet(session=room.session, actor=room.lecturer, at=timezone.now())
    call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=timezone.now())
    paper = client.get(reverse("print_sheet", args=[room.session.pk])).text
    assert person.full_name in paper
    assert person.email not in paper
    assert room.enrolments[0].booking.company.name not in paper
