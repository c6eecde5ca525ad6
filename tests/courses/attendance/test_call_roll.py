"""Calling the roll writes a whole class in one act, all or nothing."""

import pytest

from courses.attendance.actions import call_roll, close_sheet, open_sheet
from courses.attendance.models import Mark
from courses.attendance.refusals import LineUnreadable, SessionCancelled, SheetClosed, SheetNotDue, UnknownLine
from lms.audit.models import Act
from tests.courses.attendance.kit import EVENING, TODAY, entry, everybody, make_class
from tests.makers import at, make_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return make_class(people=3)


def test_six_of_eight(room):
    anna, *_others = room.enrolments
    marks = [*everybody(room)[1:], entry(room.day, anna, range(3, 9), note="Bahnausfall")]
    assert call_roll(session=room.session, marks=marks, actor=room.lecturer, at=EVENING) == 3
    mark = Mark.objects.get(enrolment=anna)
    assert (mark.status, mark.units, mark.note, mark.marked_by) == ("late", 6, "Bahnausfall", room.lecturer)
    assert Act.objects.filter(verb="roll.called", actor=room.lecturer).count() == 1


def test_refused_entry_is_zero(room):
    anna, *_others = room.enrolments
    call_roll(
        session=room.session,
        marks=[entry(room.day, anna, status="refused_entry", note="Geheimhaltungserklärung fehlt")],
        actor=room.lecturer,
        at=EVENING,
    )
    assert Mark.objects.get(enrolment=anna).units == 0


@pytest.mark.parametrize(
    "broken",
    [
        lambda day, who: entry(day, who, [1], status="excused"),
        lambda day, who: entry(day, who, [1], status="refused_entry"),
        lambda day, who: entry(day, who, status="online"),
        lambda day, who: entry(day, who, status="present"),
        lambda day, who: entry(day, who, status="excused", note="Grippe"),
        lambda day, who: entry(day, who, [1], status="nonsense"),
    ],
)
def test_a_line_that_means_nothing_saves_nothing(room, broken):
    anna, *_others = room.enrolments
    with pytest.raises(LineUnreadable) as caught:
        call_roll(
            session=room.session,
            marks=[*everybody(room)[1:], broken(room.day, anna)],
            actor=room.lecturer,
            at=EVENING,
        )
    assert list(caught.value.faults) == [(room.day.pk, anna.pk)]
    assert not Mark.objects.filter(units__gt=0).exists()


def test_units_above_the_plan_are_refused(room):
    anna = room.enrolments[0]
    too_many = entry(room.day, anna, range(1, 9))
    object.__setattr__(too_many.value, "punched", 0b1_1111_1111)
    with pytest.raises(LineUnreadable):
        call_roll(session=room.session, marks=[too_many], actor=room.lecturer, at=EVENING)


def test_nobody_of_another_cohort_gets_onto_the_list(room):
    stranger = make_class(people=1).enrolments[0]
    with pytest.raises(UnknownLine):
        call_roll(session=room.session, marks=[entry(room.day, stranger, [1])], actor=room.lecturer, at=EVENING)
    assert not Mark.objects.exists()


def test_not_before_the_day(room):
    with pytest.raises(SheetNotDue):
        call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=at("2026-11-18"))


def test_the_second_day_opens_on_the_second_day():
    room = make_class(people=1, units=16, days=2)
    marks = everybody(room)
    with pytest.raises(LineUnreadable):
        call_roll(session=room.session, marks=marks, actor=room.lecturer, at=EVENING)
    assert call_roll(session=room.session, marks=marks[:1], actor=room.lecturer, at=EVENING) == 1
    assert call_roll(session=room.session, marks=marks, actor=room.lecturer, at=at("2026-11-20", 18)) == 1
    assert sum(Mark.objects.values_list("units", flat=True)) == 16


def test_a_closed_sheet_refuses(room):
    call_roll(session=room.session, marks=everybody(room), actor=room.lecturer, at=EVENING)
    close_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    with pytest.raises(SheetClosed):
        call_roll(session=room.session, marks=everybody(room, [1]), actor=room.lecturer, at=EVENING)


def test_a_cancelled_session_has_no_sheet(room):
    room.session.status = "cancelled"
    room.session.save()
    with pytest.raises(SessionCancelled):
        open_sheet(session=room.session, actor=room.lecturer, at=EVENING)


def test_who_comes_later_joins_an_open_sheet(room):
    sheet = open_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    assert Mark.objects.filter(status="open").count() == 3
    late = make_enrolment(room.cohort, starts_on=TODAY)
    assert open_sheet(session=room.session, actor=room.lecturer, at=EVENING) == sheet
    assert late.marks.count() == 1


def test_only_who_had_a_seat_on_these_days_is_listed(room):
    import datetime as dt

    gone, later, last_day = room.enrolments
    type(gone).objects.filter(pk=gone.pk).update(ends_on=TODAY, ending="withdrawn")
    type(gone).objects.filter(pk=later.pk).update(starts_on=TODAY + dt.timedelta(days=1))
    type(gone).objects.filter(pk=last_day.pk).update(ends_on=TODAY + dt.timedelta(days=1), ending="withdrawn")
    open_sheet(session=room.session, actor=room.lecturer, at=EVENING)
    assert set(Mark.objects.values_list("enrolment", flat=True)) == {last_day.pk}
