"""A programme with other numbers, another certifier and other rules loads by the same format, beside the first."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from certificates.loading.actions import load
from courses.attendance.models import Mark
from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort
from courses.completion.standing import standings_of
from tests import makers

FILE = Path(__file__).parents[2] / "data" / "second_programme.yaml"
AT = makers.at("2027-03-01")

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    load(FILE.read_bytes(), at=AT)
    return Cohort.objects.get(code="HB-A")


@pytest.fixture
def standings(cohort):
    return {one.enrolment.person.reference: one for one in standings_of(cohort, AT)}


def test_its_rules_are_its_own(cohort):
    edition = cohort.edition
    assert (edition.label, edition.seminar_count, edition.unit_minutes) == ("2027", 3, 60)
    assert (edition.max_group_size, edition.min_group_size, cohort.seats.count()) == (5, 2, 5)
    assert (edition.attendance_threshold, edition.max_make_up_sessions) == (75, 1)
    assert (edition.chamber.code, edition.chamber_certifies) == ("hwk-oberland", True)
    assert (edition.price_member, edition.price_non_member, edition.currency) == (99_050, 120_000, "CHF")
    assert [one.percent for one in edition.instalments.all()] == [Decimal("33.4"), Decimal("66.6")]
    assert (edition.certificate_languages, edition.contents_on_back) == (["de"], False)
    assert (edition.interval_weeks, edition.duration_months, edition.retention_years) == (3, 4, 20)
    assert edition.consent_from.code == "HB-03"
    assert edition.requirements.get().pass_percent == Decimal("55.5")
    assert cohort.decision_on == cohort.starts_on - dt.timedelta(days=21)


def test_units_of_two_days_are_halved_and_the_odd_one_is_the_first_days(cohort):
    days = cohort.sessions.get(seminar__code="HB-02").days.all()
    assert [(day.date.isoformat(), day.units) for day in days] == [("2027-02-01", 4), ("2027-02-03", 3)]


@pytest.mark.parametrize(
    ("person", "punched"),
    [("HP1", [0b1111, 0b001]), ("HP2", [0b1100, 0b111]), ("HP3", [0b1111, 0b111])],
    ids=["left early", "came late", "was there"],
)
def test_who_left_early_misses_the_end_and_who_came_late_the_beginning(cohort, person, punched):
    marks = Mark.objects.filter(enrolment__person__reference=person, day__session__seminar__code="HB-02")
    assert list(marks.order_by("day__date").values_list("punched", flat=True)) == punched


def test_figures_come_from_its_own_numbers(standings):
    first, second, third = (standings[reference] for reference in ("HP1", "HP2", "HP3"))
    assert (first.now, first.best, first.make_up_needed) == (Fraction(10, 12), Fraction(14, 16), False)
    assert (second.now, second.best, second.make_up_needed) == (Fraction(5, 12), Fraction(9, 16), True)
    # Joined at the second seminar: all of what was held since, but eleven of sixteen units at best.
    assert (third.now, third.best, third.make_up_needed) == (1, Fraction(11, 16), True)


def test_prices_follow_membership(cohort):
    prices = {one.person.reference: one.booking.price_per_seat for one in Enrolment.objects.filter(cohort=cohort)}
    assert prices == {"HP1": 99_050, "HP2": 120_000, "HP3": 99_050}


def test_it_stands_beside_the_first(demo, cohort):
    assert cohort.edition.programme.office != demo.cohort("PK-5").edition.programme.office
    assert demo.cohort("PK-5").edition.attendance_threshold == 80
