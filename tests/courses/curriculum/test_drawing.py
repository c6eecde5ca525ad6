"""The way is drawn to scale where it fits, the map puts no two names over each other, and every size has a picture."""

import datetime as dt

import pytest

from courses.curriculum import drawing

START = dt.date(2027, 9, 23)


def every(weeks, count):
    return [START + dt.timedelta(weeks=weeks * n) for n in range(count)]


def test_columns_are_weeks():
    scale = drawing.to_scale(every(9, 11))
    assert scale.starts == [1 + 9 * n for n in range(11)]
    assert (scale.span, scale.columns) == (18, 108)
    assert [one["year"] for one in scale.years] == [2028, 2029]
    assert len(scale.months) == 21


def test_longer_gap_takes_more_room():
    dates = every(9, 5)
    dates[3:] = [date + dt.timedelta(weeks=4) for date in dates[3:]]
    starts = drawing.to_scale(dates).starts
    assert starts[3] - starts[2] == 13


@pytest.mark.parametrize("dates", [[], [START], [START, None], [START, START], [*every(9, 6), *every(9, 6)]])
def test_what_cannot_be_drawn_to_scale_is_drawn_evenly(dates):
    assert drawing.to_scale(dates) is None


@pytest.mark.parametrize("count", [1, 3, 11, 24])
def test_tree_has_a_part_for_each_seminar_inside_the_frame(count):
    parts = drawing.tree(count)
    assert [part["number"] for part in parts] == list(range(1, count + 1))
    assert all(0 <= float(part[name]) <= drawing.TREE for part in parts for name in ("x", "y"))
    assert all("," not in part["x"] for part in parts)


def place(town, latitude, longitude, *numbers):
    return {"town": town, "latitude": latitude, "longitude": longitude, "numbers": list(numbers)}


def test_map_keeps_dots_apart_and_inside():
    towns = [place("Kulmbach", 50.10, 11.45, 1, 4), place("Kronach", 50.24, 11.33, 2), place("Hof", 50.31, 11.91, 3)]
    drawn = drawing.host_map(towns)
    assert [dot["label"] for dot in drawn["dots"]] == ["1, 4", "2", "3"]
    assert all(0 < float(dot["x"]) < drawn["width"] and 0 < float(dot["y"]) < drawn["height"] for dot in drawn["dots"])
    assert drawn["route"].count("L") == 3


def test_one_place_is_no_map():
    assert drawing.host_map([place("Hof", 50.3, 11.9, 1), place("Nirgends", None, None, 2)]) is None


def test_two_hosts_in_one_town_still_draw():
    assert drawing.host_map([place("Hof", 50.3, 11.9, 1), place("Hof", 50.3, 11.9, 2)])
