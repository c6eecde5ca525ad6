"""Every attendance figure that the demo file expects comes out of its records, exactly."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from courses.completion.standing import standings_of
from tests.demo import parsed

EXPECTED = [
    (cohort, person, figures)
    for cohort, people in parsed()["attendance"]["expected"].items()
    if cohort != "as_of"
    for person, figures in people.items()
]


def per_cent(share):
    """Per cent with two decimals, as the file gives them."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture
def standings(demo):
    def of(cohort):
        return {one.enrolment.person.reference: one for one in standings_of(demo.cohort(cohort), demo.at)}

    return of


def test_the_file_expects_something_of_everybody_with_records():
    assert len(EXPECTED) == 39
    assert {person for _cohort, person, _figures in EXPECTED} == {
        record["participant"] for record in parsed()["attendance"]["records"]
    }


@pytest.mark.parametrize("cohort", ["PK-5", "SP-4", "SP-3"])
def test_figures_are_those_of_the_file(standings, cohort):
    found = standings(cohort)
    for code, person, figures in EXPECTED:
        if code != cohort:
            continue
        standing = found[person]
        assert standing.units_held == figures["ue_scheduled_so_far"], person
        assert standing.units_attended == figures["ue_present"], person
        assert per_cent(standing.now) == Decimal(str(figures["percent"])), person
        if "best_possible_final_percent" in figures:
            assert per_cent(standing.best) == Decimal(str(figures["best_possible_final_percent"])), person
            assert standing.make_up_needed == figures["make_up_needed"], person
        if "attendance_ok" in figures:
            assert standing.attendance_met == figures["attendance_ok"], person
            assert standing.enrolment.cohort.edition.attendance_threshold == figures["threshold_percent"]
        if "percent_before_make_up" in figures:
            made_up = sum(one.seen.made_up for one in standing.seminars)
            before = standing.units_attended - made_up
            assert Decimal(before * 100) / standing.units_total == Decimal(str(figures["percent_before_make_up"]))
