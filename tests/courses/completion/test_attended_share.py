"""The decision rests on the exact fraction of the whole programme; only the display is rounded, and never upwards over a limit."""

from fractions import Fraction

import pytest

from courses.completion.rules import attended_share, reaches
from lms.lib.text import percent


def test_exactly_the_threshold_is_enough():
    assert reaches(attended_share(80, 100), 80)


@pytest.mark.parametrize(("attended", "planned"), [(79, 100), (15999, 20000), (79_999_999, 100_000_000)])
def test_a_hair_below_is_not(attended, planned):
    assert not reaches(attended_share(attended, planned), 80)


def test_units_beyond_the_plan_do_not_count():
    assert attended_share(12, 8) == 1


@pytest.mark.parametrize(("attended", "planned"), [(1, 0), (1, -8), (-1, 8)])
def test_nonsense_is_an_error(attended, planned):
    with pytest.raises(ValueError, match="teaching units"):
        attended_share(attended, planned)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(84, 104), "80,8 %"),
        (Fraction(79995, 100_000), "79,9 %"),
        (Fraction(9999, 10_000), "99,9 %"),
        (Fraction(4, 5), "80 %"),
        (Fraction(0), "0 %"),
        (Fraction(2, 3), "66,7 %"),
    ],
)
def test_display_never_lifts_a_figure_onto_a_whole_number(share, shown):
    assert percent(share) == shown


def test_display_never_lifts_a_figure_over_a_broken_threshold():
    assert percent(Fraction(8246, 10_000), threshold="82.5") == "82,4 %"
    assert percent(Fraction(8246, 10_000)) == "82,5 %"
