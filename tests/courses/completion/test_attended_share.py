"""The decision rests on the exact fraction of the whole programme; rounding is for the display only."""

import pytest

from courses.completion.rules import attended_share, reaches


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
