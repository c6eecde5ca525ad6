"""Whatever a browser sends, the answer is a page with a sentence; nothing is saved and nothing breaks."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.attendance.actions import call_roll, close_sheet
from courses.attendance.models import Correction, MakeUp, Mark
from tests.courses.attendance.kit import everybody, filled_in, make_class
from tests.makers import make_marks

pytestmark = pytest.mark.django_db

BROKEN_LINES = {
    "units above the plan": ("ue", ["1", "9"]),
    "no number": ("ue", ["acht"]),
    "negative": ("ue", ["-1"]),
    "huge": ("ue", ["9" * 6000]),
    "zero byte": ("ue", ["\x00"]),
    "unknown status": ("status", "ill"),
    "online without units": ("status", "online"),
    "note too long": ("note", "x" * 301),
    "token missing": ("seen", ""),
    "token broken": ("seen", "a.b.c"),
    "token of numbers": ("seen", "1.2.3.4.5"),
}


@pytest.fixture
def room(client):
    room = make_class(people=2, date=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(room.lecturer)
    room.url = reverse("roll_call", args=[room.session.pk])
    room.key = (room.day.pk, room.enrolments[0].pk)
    return room


@pytest.mark.parametrize("what", BROKEN_LINES)
def test_a_broken_line(client, room, what):
    name, value = BROKEN_LINES[what]
    other = (room.day.pk, room.enrolments[1].pk)
    data = filled_in(room.session, **{"ue": {other: ["1"]}, name: {room.key: value}})
    if name == "ue":
        data["ue-{}-{}".format(*other)] = ["1"]
    answer = client.post(room.url, data)
    assert answer.status_code == 400
    assert "field__error" in answer.text
    assert not Mark.objects.filter(units__gt=0).exists()
    typed = answer.context["days"][0]["rows"][1]
    assert typed["attended"] == 1, "what was typed elsewhere stays"


def test_a_zero_byte_in_a_note_is_dropped(client, room):
    client.post(room.url, filled_in(room.session, ue={room.key: ["8"]}, note={room.key: "Ba\x00hn"}))
    assert Mark.objects.get(enrolment=room.enrolments[0]).note == "Bahn"


def test_somebody_of_another_cohort(client, room):
    stranger = make_class(people=1).enrolments[0]
    data = filled_in(room.session)
    data["line"].append(f"{room.day.pk}-{stranger.pk}")
    data |= {f"ue-{room.day.pk}-{stranger.pk}": ["1"], f"seen-{room.day.pk}-{stranger.pk}": "open.0.0"}
    assert client.post(room.url, data).status_code == 400
    assert not Mark.objects.filter(enrolment=stranger).exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"act": "save"},
        {"line": "1"},
        {"line": ["-", "a-b", "\x00", "é" * 500]},
        {"act": "present-x", "line": "0-0"},
        {"act": "\udcff".encode("utf-8", "replace").decode()},
    ],
)
def test_without_its_fields(client, room, data):
    assert client.post(room.url, data).status_code == 400
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "bulk",
    [
        {},
        {"bulk-who": ["1"], "bulk-when": ""},
        {"bulk-who": ["x"], "bulk-when": "x-from-3"},
        {"bulk-who": ["me"], "bulk-when": "day-from-99"},
        {"bulk-who": ["me"], "bulk-when": "day-until-0"},
        {"bulk-who": ["me"], "bulk-when": "day-sideways-2"},
        {"bulk-who": ["me"], "bulk-when": "day-from-²"},
        {"bulk-who": ["me", "999999"], "bulk-when": "day-from-3"},
        {"bulk-who": ["me"], "bulk-when": "day-from-3", "bulk-note": "x" * 301},
    ],
)
def test_several_at_once(client, room, bulk):
    me, day = str(room.enrolments[0].pk), str(room.day.pk)
    sent = {name: [v.replace("me", me) for v in value] if name == "bulk-who" else value for name, value in bulk.items()}
    if "bulk-when" in sent:
        sent["bulk-when"] = sent["bulk-when"].replace("day", day)
    answer = client.post(room.url, filled_in(room.session, act="bulk") | sent)
    assert answer.status_code == 400
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00garbage\x80", "application/x-www-form-urlencoded"),
        (b"\xff\xfe--x", "multipart/form-data; boundary=x"),
        (b"{", "application/json"),
        (b"line=%FF%FE&act=%80", "application/x-www-form-urlencoded"),
    ],
)
def test_garbage(client, room, body, content_type):
    assert client.post(room.url, body, content_type=content_type).status_code == 400
    assert not Mark.objects.exists()


def test_another_verb(client, room):
    assert client.delete(room.url).status_code == 405


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"units": ["1"], "reason": ""},
        {"units": ["9"], "reason": "x"},
        {"units": ["x"], "reason": "x"},
        {"units": ["1"], "status": "ill", "reason": "x"},
        {"units": ["1"], "reason": "x" * 301},
        {"units": ["1"], "reason": "x\x00"},
        {"units": ["1"], "reason": "x", "seen": "stale"},
        {"units": ["1"], "status": "excused", "reason": "x"},
    ],
)
def test_a_correction(client, room, data):
    call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=timezone.now())
    close_sheet(session=room.session, actor=room.lecturer, at=timezone.now())
    mark = Mark.objects.first()
    answer = client.post(reverse("correct_mark", args=[room.session.pk, mark.pk]), data)
    assert answer.status_code in (200, 400, 409)
    assert not Correction.objects.exists()


def test_a_mark_of_another_session(client, room):
    other = make_class(people=1, date=timezone.localdate() - dt.timedelta(days=1))
    make_marks(other.session, other.enrolments[0])
    url = reverse("correct_mark", args=[room.session.pk, Mark.objects.get().pk])
    assert client.get(url, follow=True).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"seminar": "x"},
        {"seminar": "999999999999999999999999"},
        {"seminar": "own"},
        {"seminar": "own", "way": "999999"},
        {"seminar": "own", "way": "evidence"},
        {"seminar": "own", "way": "evidence", "evidence": "x", "units": "99"},
        {"seminar": "own", "way": "evidence", "evidence": "x", "units": "acht"},
        {"seminar": "own", "way": "evidence", "evidence": "x", "units": "9" * 40},
        {"seminar": "own", "way": "evidence", "evidence": "\x00", "units": "8"},
    ],
)
def test_a_make_up(client, room, data):
    make_marks(room.session, room.enrolments[0], status="excused", units=0)
    client.force_login(room.office)
    sent = {name: str(room.seminar.pk) if value == "own" else value for name, value in data.items()}
    answer = client.post(reverse("make_up", args=[room.enrolments[0].pk]), sent)
    assert answer.status_code in (302, 400, 409)
    assert not MakeUp.objects.exists()
