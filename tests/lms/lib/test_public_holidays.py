"""Working days are Monday to Friday without the public holidays of the whole Land."""

import datetime as dt

import pytest

from lms.lib.public_holidays import (
    LAENDER,
    easter,
    holidays,
    is_working_day,
    last_day_with_working_days,
    working_days_until,
)


def days(*texts):
    return {dt.date.fromisoformat(text) for text in texts}


@pytest.mark.parametrize(
    "day",
    # The earliest and the latest Easter there can be are among them.
    ["1818-03-22", "2008-03-23", "2026-04-05", "2027-03-28", "2028-04-16", "2030-04-21", "2038-04-25", "2100-03-28"],
)
def test_easter(day):
    day = dt.date.fromisoformat(day)
    assert easter(day.year) == day


def test_bavaria_2027():
    assert holidays(2027, "BY") == days(
        "2027-01-01", "2027-01-06", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-05-27",
        "2027-10-03", "2027-11-01", "2027-12-25", "2027-12-26",
    )  # fmt: skip


def test_each_land_has_its_own():
    # Counted in the laws: nine everywhere, besides what is a Land's own.
    numbers = {"BW": 12, "BY": 12, "BE": 10, "BB": 10, "HB": 10, "HH": 10, "HE": 10, "MV": 11, "NI": 10, "NW": 11,
               "RP": 11, "SL": 12, "SN": 11, "ST": 11, "SH": 10, "TH": 11}  # fmt: skip
    assert {land: len(holidays(2027, land)) for land, _name in LAENDER} == numbers


def test_repentance_day_in_saxony():
    assert dt.date(2026, 11, 18) in holidays(2026, "SN")
    assert dt.date(2028, 11, 22) in holidays(2028, "SN")
    assert dt.date(2023, 11, 22) in holidays(2023, "SN") and dt.date(2022, 11, 16) in holidays(2022, "SN")


def test_what_only_some_towns_have_is_a_working_day():
    assert is_working_day(dt.date(2028, 8, 15), "BY")
    assert not is_working_day(dt.date(2028, 8, 15), "SL")


def test_the_day_itself_counts_the_start_does_not():
    monday = dt.date(2027, 2, 1)
    left = {
        dt.date(2027, 1, 28): 2,
        dt.date(2027, 1, 29): 1,
        dt.date(2027, 1, 30): 0,
        monday: 0,
        dt.date(2027, 2, 9): 0,
    }
    assert {day: working_days_until(day, monday, "BY") for day in left} == left


def test_epiphany_is_left_out_where_it_is_a_holiday():
    day, start = dt.date(2027, 1, 4), dt.date(2027, 1, 11)
    assert working_days_until(day, start, "BY") == 4
    assert working_days_until(day, start, "HE") == 5


@pytest.mark.parametrize("land", ["BY", "SN"])
def test_the_last_day_is_the_last_on_which_so_many_are_left(land):
    start = dt.date(2027, 4, 5)  # the Easter holidays lie before it
    for wanted in range(1, 40):
        last = last_day_with_working_days(start, wanted, land)
        assert working_days_until(last, start, land) == wanted
        assert working_days_until(last + dt.timedelta(days=1), start, land) == wanted - 1
    assert last_day_with_working_days(start, 0, land) == start
