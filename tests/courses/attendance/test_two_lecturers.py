"""Two people who save the same sheet never overwrite each other unseen; lines that they did not touch stay."""

import pytest

from courses.attendance.actions import call_roll
from courses.attendance.models import Mark
from courses.attendance.refusals import SheetChanged
from courses.attendance.roster import lines_of
from tests.courses.attendance.kit import EVENING, entry, everybody, make_class

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return make_class(people=2)


def seen(room, enrolment):
    return next(line.value.token for line in lines_of(room.session) if line.enrolment == enrolment)


def call(room, *marks, actor=None):
    return call_roll(session=room.session, marks=marks, actor=actor or room.lecturer, at=EVENING)


def test_lines_that_were_not_touched_are_left_alone(room):
    anna, boris = room.enrolments
    before = {who: seen(room, who) for who in room.enrolments}
    call(room, entry(room.day, anna, range(1, 9), seen=before[anna]))
    # The other one still has the empty list before them, and enters Boris only.
    call(
        room,
        entry(room.day, anna, seen=before[anna]),
        entry(room.day, boris, range(3, 9), seen=before[boris]),
        actor=room.office,
    )
    assert dict(Mark.objects.values_list("enrolment", "units")) == {anna.pk: 8, boris.pk: 6}


def test_a_clash_is_shown_and_nothing_is_written(room):
    anna, boris = room.enrolments
    before = {who: seen(room, who) for who in room.enrolments}
    call(room, entry(room.day, anna, range(1, 9), seen=before[anna]))
    with pytest.raises(SheetChanged) as caught:
        call(
            room,
            entry(room.day, anna, range(3, 9), seen=before[anna]),
            entry(room.day, boris, range(1, 9), seen=before[boris]),
            actor=room.office,
        )
    assert caught.value.clashes[room.day.pk, anna.pk].units == 8
    assert dict(Mark.objects.values_list("enrolment", "units")) == {anna.pk: 8, boris.pk: 0}


def test_the_same_entry_twice_is_no_clash(room):
    anna, _boris = room.enrolments
    before = seen(room, anna)
    call(room, entry(room.day, anna, range(1, 9), seen=before))
    assert call(room, entry(room.day, anna, range(1, 9), seen=before), actor=room.office) == 0


def test_who_has_seen_it_may_change_it(room):
    call(room, *everybody(room))
    anna, _boris = room.enrolments
    assert call(room, entry(room.day, anna, range(3, 9), seen=seen(room, anna)), actor=room.office) == 1
