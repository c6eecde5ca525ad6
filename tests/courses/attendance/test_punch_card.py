"""A punch card counts the teaching units that were attended: six of eight is 75 % of the session, not "came"."""

from fractions import Fraction

import pytest

from courses.attendance.rules import (
    CardUnreadable,
    Value,
    card_from,
    card_of,
    card_until,
    credited,
    missing,
    numbers_of,
    read_line,
    status_of,
    units_of,
    whole_card,
)


def test_six_of_eight_is_three_quarters():
    card = card_from(3, units=8)
    assert units_of(card) == 6
    assert Fraction(units_of(card), 8) == Fraction(3, 4)
    assert numbers_of(card) == [3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        ([], "open"),
        (range(1, 9), "present"),
        (range(3, 9), "late"),
        (range(1, 8), "left_early"),
        ([1, 2, 8], "present"),
        ([4], "late"),
    ],
)
def test_the_card_says_late_or_gone_early(numbers, status):
    assert status_of(card_of(numbers, 8), 8) == status


@pytest.mark.parametrize("numbers", [[9], [0], [-1], [1, 10**9]])
def test_no_unit_beyond_the_plan(numbers):
    with pytest.raises(CardUnreadable):
        card_of(numbers, 8)


@pytest.mark.parametrize("card", [card_from, card_until])
@pytest.mark.parametrize("number", [0, 9, -3])
def test_nobody_comes_or_goes_outside_the_day(card, number):
    with pytest.raises(CardUnreadable):
        card(number, 8)


def test_units_count_at_most_as_planned():
    assert credited(8, 6, 8) == 8
    assert missing(8, 6, 8) == 0
    assert missing(8, 6) == 2
    assert credited(16, 8, 4) == 12


UNTOUCHED = Value()


def read(chosen, numbers, before=UNTOUCHED, note=""):
    return read_line(chosen=chosen, punched=card_of(numbers, 8), note=note, before=before, units=8)


ALL = Value("present", whole_card(8))


def test_excused_strikes_out_what_was_ticked_before():
    assert read("excused", range(1, 9), before=ALL) == Value("excused", 0)


def test_ticking_somebody_excused_means_that_they_came():
    assert read("excused", range(3, 9), before=Value("excused")) == Value("late", card_from(3, 8))


def test_excused_and_newly_ticked_is_a_contradiction():
    with pytest.raises(CardUnreadable) as caught:
        read("excused", [1, 2], before=Value())
    assert caught.value.code == "contradiction"


def test_online_needs_its_units():
    with pytest.raises(CardUnreadable):
        read("online", [])
    assert read("online", range(1, 9)).status == "online"


def test_an_untouched_line_keeps_its_status():
    before = Value("late", card_of([1, 2, 3], 8))
    assert read("", [1, 2, 3], before=before).status == "late"
