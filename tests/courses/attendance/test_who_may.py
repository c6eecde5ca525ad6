"""Lecturers of the session, the office and administrators keep the sheet; hosts, participants and others do not."""

import pytest
from django.urls import reverse

from courses.attendance import permissions as may
from courses.attendance.actions import call_roll, close_sheet, note_reason, open_sheet
from courses.attendance.models import Mark
from courses.booking.models import Enrolment
from courses.cohorts.models import SeminarSession
from lms.lib.refusals import NotAllowed
from tests.courses.attendance.kit import EVENING, entry, make_class
from tests.makers import make_administrator, make_booker, make_host_contact, make_make_up, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms():
    return [make_class(people=2), make_class(people=2)]


@pytest.fixture
def people(rooms):
    here, there = rooms
    guest = there.enrolments[1]
    make_make_up(guest, there.seminar, guest_of=here.session, evidence="")
    gone = make_user(here.lecturer.person.__class__.objects.create(family_name="Fort"), is_active=False)
    here.session.lecturers.add(gone.person)
    return {
        "lecturer": here.lecturer,
        "office": here.office,
        "administrator": make_administrator(),
        "other lecturer": there.lecturer,
        "other office": there.office,
        "host contact": make_host_contact(here.host),
        "booker": make_booker(here.enrolments[0].booking.company),
        "participant": make_user(here.enrolments[0].person),
        "other participant": make_user(there.enrolments[0].person),
        "guest": make_user(guest.person),
        "nobody": make_user(),
        "lecturer who left": gone,
    }


KEEPS = {"lecturer", "office", "administrator"}
KNOWS = {"host contact", "participant", "guest"}


def test_list_and_rule_agree_for_everyone(rooms, people):
    for name, actor in people.items():
        assert set(may.sessions_kept_by(actor)) == {
            session for session in SeminarSession.objects.all() if may.may_keep_sheet(actor, session)
        }, name
        assert set(may.enrolments_made_up_by(actor)) == {
            enrolment for enrolment in Enrolment.objects.all() if may.may_accept_make_up(actor, enrolment)
        }, name


def test_reasons_are_the_offices(rooms, people):
    here = rooms[0]
    open_sheet(session=here.session, actor=here.lecturer, at=EVENING)
    for name, actor in people.items():
        readable = {mark for mark in Mark.objects.all() if may.may_read_reason(actor, mark)}
        assert set(may.marks_with_reason_for(actor)) == readable, name
    assert not any(may.may_read_reason(people["lecturer"], mark) for mark in Mark.objects.all())


def test_only_keepers_act(rooms, people):
    here = rooms[0]
    for name, actor in people.items():
        acts = [
            lambda actor=actor: open_sheet(session=here.session, actor=actor, at=EVENING),
            lambda actor=actor: call_roll(
                session=here.session, marks=[entry(here.day, here.enrolments[0], [1])], actor=actor, at=EVENING
            ),
        ]
        for act in acts:
            if name in KEEPS:
                act()
            else:
                with pytest.raises(NotAllowed):
                    act()
    with pytest.raises(NotAllowed):
        close_sheet(session=here.session, actor=people["host contact"], at=EVENING)


def test_pages_say_403_to_who_knows_of_it_and_404_to_the_rest(client, rooms, people):
    here = rooms[0]
    open_sheet(session=here.session, actor=here.lecturer, at=EVENING)
    mark = Mark.objects.filter(enrolment=here.enrolments[0]).get()
    pages = [
        reverse("roll_call", args=[here.session.pk]),
        reverse("print_sheet", args=[here.session.pk]),
        reverse("correct_mark", args=[here.session.pk, mark.pk]),
    ]
    for name, actor in people.items():
        if not actor.is_active:
            continue
        client.force_login(actor)
        expected = 200 if name in KEEPS else 403 if name in KNOWS else 404
        for page in pages:
            assert client.get(page, follow=True).status_code == expected, (name, page)


def test_the_offices_pages(client, rooms, people):
    here = rooms[0]
    open_sheet(session=here.session, actor=here.lecturer, at=EVENING)
    mark = Mark.objects.filter(enrolment=here.enrolments[0]).get()
    own = {"participant"}
    for name, actor in people.items():
        if not actor.is_active:
            continue
        client.force_login(actor)
        office = name in {"office", "administrator"}
        made_up = client.get(reverse("make_up", args=[here.enrolments[0].pk]), follow=True).status_code
        assert made_up == (200 if office else 403 if name in own else 404), name
        reason = client.get(reverse("absence_reason", args=[here.session.pk, mark.pk]), follow=True).status_code
        assert reason == (200 if office else 403 if name in KNOWS | {"lecturer"} else 404), name
        reminded = client.post(reverse("remind_lecturers", args=[here.session.pk]), follow=True).status_code
        assert reminded == (200 if office else 403 if name in KNOWS | {"lecturer"} else 404), name


def test_strangers_sign_in_first(client, rooms):
    answer = client.get(reverse("roll_call", args=[rooms[0].session.pk]))
    assert answer.status_code == 302 and "login" in answer.url


def test_the_lecturer_does_not_write_reasons(rooms):
    here = rooms[0]
    call_roll(
        session=here.session,
        marks=[entry(here.day, here.enrolments[0], status="excused")],
        actor=here.lecturer,
        at=EVENING,
    )
    mark = Mark.objects.get(enrolment=here.enrolments[0])
    with pytest.raises(NotAllowed):
        note_reason(mark=mark, text="Grippe", actor=here.lecturer, at=EVENING)
    note_reason(mark=mark, text="Grippe", actor=here.office, at=EVENING)
    assert mark.absence_reason.text == "Grippe"
