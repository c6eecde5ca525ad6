"""After closing only a correction changes a line, and it keeps both values, author, time and reason."""

import pytest
from django.db import IntegrityError, transaction

from courses.attendance.actions import call_roll, close_sheet, correct_mark
from courses.attendance.models import Correction, Mark
from courses.attendance.refusals import LineUnreadable, NothingToCorrect, SheetChanged, SheetOpen
from courses.attendance.rules import Value, whole_card
from lms.lib.refusals import NotAllowed
from tests.courses.attendance.kit import EVENING, entry, everybody, make_class
from tests.makers import at

pytestmark = pytest.mark.django_db
NEXT_DAY = at("2026-11-20", 9)
ALL = Value("present", whole_card(8))


@pytest.fixture
def room():
    room = make_class(people=2)
    missed = entry(room.day, room.enrolments[0], status="unexcused")
    call_roll(session=room.session, marks=[*everybody(room)[1:], missed], actor=room.lecturer, at=EVENING)
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    room.mark = Mark.objects.get(enrolment=room.enrolments[0])
    return room


def correct(room, value=ALL, reason="irrtümlich fehlend erfasst", **fields):
    return correct_mark(mark=room.mark, value=value, reason=reason, **{"actor": room.office, "at": NEXT_DAY, **fields})


def test_both_values_stay(room):
    made = correct(room)
    room.mark.refresh_from_db()
    assert (room.mark.status, room.mark.units) == ("present", 8)
    assert (made.status_before, made.units_before) == ("unexcused", 0)
    assert (made.status_after, made.units_after) == ("present", 8)
    assert (made.author, made.at, made.reason) == (room.office, NEXT_DAY, "irrtümlich fehlend erfasst")


def test_a_correction_cannot_be_made_to_vanish(room):
    made = correct(room)
    for spoil in (lambda: Correction.objects.filter(pk=made.pk).update(reason="anders"), made.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_needs_its_reason(room, reason):
    with pytest.raises(NothingToCorrect):
        correct(room, reason=reason)


def test_it_must_change_something(room):
    with pytest.raises(NothingToCorrect):
        correct(room, value=Value("unexcused"))


def test_it_cannot_exceed_the_day(room):
    with pytest.raises(LineUnreadable):
        correct(room, value=Value("present", whole_card(9)))


def test_it_counts_what_was_seen(room):
    with pytest.raises(SheetChanged):
        correct(room, seen=ALL.token)


def test_an_open_sheet_needs_none():
    room = make_class(people=1)
    call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=EVENING)
    room.mark = Mark.objects.get()
    with pytest.raises(SheetOpen):
        correct(room, value=Value("excused"))


def test_not_everybody_corrects(room):
    with pytest.raises(NotAllowed):
        correct(room, actor=make_class(people=0).lecturer)
    assert not Correction.objects.exists()
