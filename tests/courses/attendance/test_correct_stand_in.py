"""What a stand-in attended is corrected after closing like any line: with a reason, both values, author and time."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.attendance.actions import call_roll, close_sheet
from courses.attendance.models import Mark, StandInCorrection
from courses.attendance.refusals import LineUnreadable, NothingToCorrect, SheetChanged, SheetOpen
from courses.attendance.stand_in_corrections import correct_stand_in
from courses.booking.actions import call_off_stand_in
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.courses.attendance.kit import EVENING, everybody, make_class
from tests.makers import at, make_stand_in, make_user

pytestmark = pytest.mark.django_db
NEXT_DAY = at("2026-11-20", 9)


@pytest.fixture
def room():
    """A session of eight units, closed; for the first of two somebody came, entered with six units."""
    room = make_class(people=2)
    room.stand_in = make_stand_in(room.session, room.enrolments[0])
    units = {room.stand_in.pk: 6}
    call_roll(session=room.session, marks=everybody(room)[1:], stand_ins=units, actor=room.lecturer, at=EVENING)
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    room.stand_in.refresh_from_db()
    return room


def correct(room, units=8, reason="war bis zum Ende da", **fields):
    arguments = {"actor": room.office, "at": NEXT_DAY, **fields}
    return correct_stand_in(stand_in=room.stand_in, units=units, reason=reason, **arguments)


def units_of(room):
    room.stand_in.refresh_from_db()
    return room.stand_in.units


def test_both_values_stay_with_reason_author_and_time(room):
    made = correct(room)
    assert units_of(room) == 8
    assert (made.units_before, made.units_after, made.reason) == (6, 8, "war bis zum Ende da")
    assert (made.author, made.at) == (room.office, NEXT_DAY)
    assert Act.objects.get(verb="stand_in.corrected").facts["units"] == [6, 8]


def test_the_absent_person_keeps_nothing(room):
    correct(room)
    mark = Mark.objects.get(enrolment=room.enrolments[0])
    assert (mark.status, mark.units) == ("excused", 0)


def test_what_was_forgotten_is_entered_later(room):
    type(room.stand_in).objects.update(units=None)
    assert (correct(room, seen="").units_before, units_of(room)) == (None, 8)


def test_somebody_who_did_not_come_after_all(room):
    correct(room, units=0)
    assert units_of(room) == 0


def test_a_correction_cannot_be_made_to_vanish(room):
    made = correct(room)
    for spoil in (lambda: StandInCorrection.objects.filter(pk=made.pk).update(reason="anders"), made.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_needs_its_reason(room, reason):
    with pytest.raises(NothingToCorrect):
        correct(room, reason=reason)


def test_what_stands_already_is_no_correction(room):
    with pytest.raises(NothingToCorrect):
        correct(room, units=6)


@pytest.mark.parametrize("units", [-1, 9])
def test_more_than_was_taught_cannot_be(room, units):
    with pytest.raises(LineUnreadable):
        correct(room, units=units)
    assert units_of(room) == 6


def test_nothing_is_overwritten_unseen(room):
    with pytest.raises(SheetChanged):
        correct(room, seen="5")
    correct(room, seen="6")


def test_an_open_sheet_is_entered_not_corrected():
    room = make_class(people=1)
    room.stand_in = make_stand_in(room.session, room.enrolments[0])
    with pytest.raises(SheetOpen):
        correct(room)


def test_nobody_came_who_was_called_off():
    room = make_class(people=2)
    room.stand_in = make_stand_in(room.session, room.enrolments[0])
    call_off_stand_in(stand_in=room.stand_in, actor=room.office, at=EVENING)
    call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=EVENING)
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    with pytest.raises(NothingToCorrect):
        correct(room)


def test_only_who_keeps_the_sheet_corrects_it(room):
    with pytest.raises(NotAllowed):
        correct(room, actor=make_user())
    assert correct(room, actor=room.lecturer)


def test_the_page_leads_from_the_sheet_and_back(room, client):
    client.force_login(room.office)
    sheet, page = reverse("roll_call", args=[room.session.pk]), None
    page = reverse("correct_stand_in", args=[room.session.pk, room.stand_in.pk])
    assert page in client.get(sheet).content.decode()
    assert "6" in client.get(page).content.decode()
    without = client.post(page, {"units": "8", "reason": "", "seen": "6"})
    assert without.status_code == 200 and units_of(room) == 6
    late = client.post(page, {"units": "8", "reason": "x", "seen": "5"})
    assert late.status_code == 409 and units_of(room) == 6
    done = client.post(page, {"units": "8", "reason": "war bis zum Ende da", "seen": "6"}, follow=True)
    text = done.content.decode()
    assert units_of(room) == 8
    assert "war bis zum Ende da" in text and "6 → 8" in text


def test_the_page_of_a_stranger_or_of_another_session_is_not_found(room, client):
    other = make_class(people=1)
    page = reverse("correct_stand_in", args=[other.session.pk, room.stand_in.pk])
    client.force_login(other.office)
    assert client.get(page).status_code == 404
    client.force_login(make_user())
    assert client.get(reverse("correct_stand_in", args=[room.session.pk, room.stand_in.pk])).status_code == 404
