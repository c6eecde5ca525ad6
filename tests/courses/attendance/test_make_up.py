"""A missed seminar is made up once, as guest or by evidence: credited at home, and the host counts one head more."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from courses.attendance.actions import call_roll, close_sheet
from courses.attendance.make_ups import accept_make_up, withdraw_make_up
from courses.attendance.models import MakeUp, Mark
from courses.attendance.refusals import MakeUpNotPossible
from courses.attendance.roster import expected_at, lines_of
from courses.booking.models import Enrolment, Seat
from courses.completion.standing import standing_of
from lms.lib.refusals import NotAllowed
from tests.courses.attendance.kit import EVENING, TODAY, entry, everybody, make_class
from tests.makers import (
    at,
    make_booking,
    make_enrolment,
    make_make_up,
    make_marks,
    make_person,
    make_session,
    make_site,
)

pytestmark = pytest.mark.django_db
LATER = TODAY + dt.timedelta(days=30)


@pytest.fixture
def room():
    """A class in which one missed the seminar, and a second cohort that has it a month later."""
    room = make_class(people=2)
    room.missed = room.enrolments[0]
    make_marks(room.session, room.missed, status="excused", units=0)
    make_marks(room.session, room.enrolments[1])
    room.other = make_class(people=0, date=LATER, programme=room.programme, label="2027")
    edition = room.edition
    room.other_cohort = type(room.cohort).objects.create(
        edition=edition, code="X-2", number=99, max_size=16, starts_on=LATER, ends_on=LATER + dt.timedelta(days=300)
    )
    Seat.objects.bulk_create(Seat(cohort=room.other_cohort, number=n) for n in range(1, 17))
    room.elsewhere = make_session(
        room.other_cohort, room.seminar, LATER, make_site(max_visitors=16), [room.lecturer.person]
    )
    return room


def accept(room, **fields):
    given = {"enrolment": room.missed, "seminar": room.seminar, "actor": room.office, "at": EVENING}
    return accept_make_up(**{**given, **fields})


def refused(room, **fields):
    with pytest.raises(MakeUpNotPossible) as caught:
        accept(room, **fields)
    return caught.value.code


def test_a_guest_is_credited_at_home_when_the_sheet_is_closed(room):
    made = accept(room, guest_of=room.elsewhere)
    assert made.units == 0
    line = lines_of(room.elsewhere)[-1]
    assert (line.enrolment, line.guest) == (room.missed, True)
    evening = at(LATER, 18)
    day = room.elsewhere.days.get()
    call_roll(session=room.elsewhere, marks=[entry(day, room.missed, range(3, 9))], actor=room.lecturer, at=evening)
    close_sheet(session=room.elsewhere, actor=room.lecturer, at=evening)
    made.refresh_from_db()
    standing = standing_of(room.missed, evening)
    assert (made.units, standing.units_attended, standing.now) == (6, 6, Fraction(6, 8))


def test_it_counts_once(room):
    accept(room, evidence="Technikum", units=8)
    assert refused(room, evidence="Technikum", units=8) == "made_up_already"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_make_up(room.missed, room.seminar)
    assert standing_of(room.missed, EVENING).units_attended == 8


def test_evidence_must_say_what_it_is(room):
    assert refused(room, evidence="  ", units=8) == "not_shown"


@pytest.mark.parametrize("units", [0, -1, 9, None, 10**9])
def test_no_more_than_is_missing(room, units):
    assert refused(room, evidence="Technikum", units=units) == "units_out_of_range"


def test_only_what_was_missed(room):
    assert refused(room, enrolment=room.enrolments[1], evidence="x", units=8) == "nothing_missed"
    second = room.edition.seminars.last()
    assert refused(room, seminar=second, evidence="x", units=8) == "nothing_missed"


def test_no_more_often_than_the_edition_allows(room):
    assert room.edition.max_make_up_sessions == 1
    second = make_session(room.cohort, room.edition.seminars.last(), TODAY - dt.timedelta(days=3))
    make_marks(second, room.missed, status="unexcused", units=0)
    accept(room, evidence="Technikum", units=8)
    assert refused(room, seminar=second.seminar, evidence="Technikum", units=8) == "limit_reached"


def test_only_the_same_seminar_of_another_cohort(room):
    own = make_session(room.cohort, room.edition.seminars.last(), LATER)
    foreign = make_class(people=1, date=LATER).session
    cancelled = make_session(room.other_cohort, room.edition.seminars.last(), LATER)
    for session in (own, foreign, cancelled, room.session):
        assert refused(room, guest_of=session) == "other_seminar"


def test_the_same_position_of_another_edition_will_do(room):
    assert room.other.seminar.pk != room.seminar.pk
    assert accept(room, guest_of=room.other.session).guest_of == room.other.session


def test_fifteen_of_sixteen_at_the_host(room):
    """Fourteen with a seat and one guest are 15 heads; two more seats without a name, and the next guest is refused."""
    for _ in range(14):
        make_enrolment(room.other_cohort)
    accept(room, guest_of=room.elsewhere)
    assert expected_at([room.elsewhere], EVENING)[room.elsewhere.pk] == 15
    taken = room.other_cohort.seats.taken().count()
    assert taken == 14
    make_booking(room.other_cohort, seats=1)
    assert expected_at([room.elsewhere], EVENING)[room.elsewhere.pk] == 16
    late = make_enrolment(room.cohort, make_person("Zoë", "Zuletzt"))
    make_marks(room.session, late, status="excused", units=0)
    assert refused(room, enrolment=late, guest_of=room.elsewhere) == "host_full"
    room.elsewhere.parallel_groups = 2
    room.elsewhere.save()
    assert accept(room, enrolment=late, guest_of=room.elsewhere)


def test_who_has_left_makes_up_nothing(room):
    Enrolment.objects.filter(pk=room.missed.pk).update(ends_on=TODAY + dt.timedelta(days=1), ending="withdrawn")
    assert refused(room, evidence="Technikum", units=8) == "enrolment_ended"


def test_who_came_late_makes_up_what_was_before(room):
    newcomer = make_enrolment(room.cohort, starts_on=TODAY + dt.timedelta(days=2))
    assert accept(room, enrolment=newcomer, evidence="Technikum", units=8).units == 8


def test_a_planned_one_can_be_taken_back(room):
    made = accept(room, guest_of=room.elsewhere)
    withdraw_make_up(make_up=made, actor=room.office, at=EVENING)
    assert not MakeUp.objects.exists()
    assert lines_of(room.elsewhere) == []
    counted = accept(room, evidence="Technikum", units=8)
    with pytest.raises(MakeUpNotPossible):
        withdraw_make_up(make_up=counted, actor=room.office, at=EVENING)


def test_the_office_alone_decides(room):
    with pytest.raises(NotAllowed):
        accept(room, actor=room.lecturer, evidence="Technikum", units=8)


def test_marks_of_a_guest_are_not_attendance_of_the_other_cohort(room):
    accept(room, guest_of=room.elsewhere)
    own = make_enrolment(room.other_cohort)
    room.cohort, room.session, room.enrolments = room.other_cohort, room.elsewhere, [own, room.missed]
    call_roll(session=room.elsewhere, marks=everybody(room), actor=room.lecturer, at=at(LATER, 18))
    assert Mark.objects.filter(day__session=room.elsewhere).count() == 2
    assert standing_of(own, at(LATER, 18)).units_attended == 8
