"""While the sheet of a session is open, its days after today are still to come, not missed (R4)."""

import datetime as dt
from fractions import Fraction

import pytest

from courses.attendance.models import Mark, Sheet
from courses.completion.standing import next_session, standing_of
from tests import makers

pytestmark = pytest.mark.django_db
FIRST = dt.date(2027, 3, 4)


@pytest.fixture
def begun():
    """Two seminars of 16 UE on two days each; of the first the roll of the first day is called, nothing closed."""
    edition = makers.make_edition(seminars=2, units=16, max_make_up_sessions=0)
    edition.seminars.update(days=2)
    cohort = makers.make_cohort(edition, status="running")
    enrolment = makers.make_enrolment(cohort)
    session = makers.make_session(cohort, date=FIRST)
    makers.make_session(cohort, date=FIRST + dt.timedelta(weeks=8))
    Sheet.objects.create(session=session)
    Mark.objects.create(
        day=session.days.first(), enrolment=enrolment, status="present", units=8, punched=255, marked_at=makers.NOON
    )
    return enrolment


def test_the_second_day_is_still_to_come(begun):
    standing = standing_of(begun, makers.at(FIRST, 18))
    assert (standing.units_attended, standing.units_held, standing.units_to_come) == (8, 8, 24)
    assert standing.now == standing.best == 1
    assert standing.provisional and not standing.make_up_needed and not standing.forecast.missed
    assert next_session(standing, makers.at(FIRST, 18)).session.days.first().date == FIRST


def test_on_the_second_day_it_counts_as_held(begun):
    standing = standing_of(begun, makers.at(FIRST + dt.timedelta(days=1), 0))
    assert (standing.units_held, standing.units_to_come) == (16, 16)
    assert standing.make_up_needed is False and standing.best == Fraction(24, 32)


def test_a_closed_sheet_is_settled(begun):
    Sheet.objects.update(closed_at=makers.NOON)
    assert standing_of(begun, makers.at(FIRST, 18)).units_to_come == 16
