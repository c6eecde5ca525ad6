"""Closing makes figures final: not before the session, and not while somebody is unsigned unnoticed."""

import pytest

from courses.attendance.actions import call_roll, close_sheet
from courses.attendance.models import Mark, Sheet
from courses.attendance.refusals import SheetClosed, SheetNotDue, UnsignedLeft
from courses.completion.standing import standing_of
from tests.courses.attendance.kit import EVENING, TODAY, everybody, make_class
from tests.makers import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    room = make_class(people=3)
    call_roll(session=room.session, marks=everybody(room)[:2], actor=room.lecturer, at=EVENING)
    return room


def test_not_before_it_has_begun(room):
    with pytest.raises(SheetNotDue):
        close_sheet(session=room.session, actor=room.lecturer, at=at(TODAY, 8, 59))
    assert not Sheet.objects.filter(closed_at__isnull=False).exists()


def test_not_before_the_last_day_has_begun():
    room = make_class(people=1, units=16, days=2)
    call_roll(session=room.session, marks=everybody(room)[:1], actor=room.lecturer, at=EVENING)
    with pytest.raises(SheetNotDue):
        close_sheet(session=room.session, actor=room.lecturer, at=EVENING)


def test_the_unsigned_must_be_confirmed(room):
    unsigned = room.enrolments[2]
    with pytest.raises(UnsignedLeft) as caught:
        close_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    assert [line.enrolment for line in caught.value.lines] == [unsigned]
    assert unsigned.person.full_name in str(caught.value)


def test_unsigned_counts_zero_and_the_session_is_held(room):
    unsigned = room.enrolments[2]
    sheet = close_sheet(session=room.session, actor=room.lecturer, at=EVENING, confirmed=[(room.day.pk, unsigned.pk)])
    room.session.refresh_from_db()
    assert (sheet.closed_at, sheet.closed_by, room.session.status) == (EVENING, room.lecturer, "held")
    mark = Mark.objects.get(enrolment=unsigned)
    assert (mark.status, mark.units) == ("open", 0)
    with pytest.raises(SheetClosed):
        close_sheet(session=room.session, actor=room.lecturer, at=EVENING)


def test_figures_are_provisional_until_then(room):
    signed, unsigned = room.enrolments[0], room.enrolments[2]
    standing = standing_of(signed, EVENING)
    assert standing.provisional
    assert (standing.units_attended, standing.units_held) == (8, 8)
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING, confirmed=[(room.day.pk, unsigned.pk)])
    assert not standing_of(signed, EVENING).provisional
    assert standing_of(unsigned, EVENING).now == 0
