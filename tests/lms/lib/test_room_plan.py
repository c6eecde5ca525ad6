"""The drawn room has exactly as many chairs as the group has seats, none on top of another."""

import pytest

from lms.lib.room_plan import plan


def seats(count):
    return [{"number": n, "state": "free"} for n in range(1, count + 1)]


@pytest.mark.parametrize("count", range(41))
def test_every_seat_has_a_place_of_its_own_inside_the_walls(count):
    room = plan(seats(count))
    places = {(chair["x"], chair["y"]) for chair in room["chairs"]}
    assert len(room["chairs"]) == len(places) == count
    assert all(x > 14 and x + 40 < room["width"] - 14 and y > 34 and y + 40 < room["height"] - 40 for x, y in places)


def test_sixteen_chairs_stand_as_in_the_drawing():
    room = plan(seats(16))
    assert (room["width"], room["height"]) == (440, 392)
    assert [(c["x"], c["y"]) for c in room["chairs"]][0] == (32, 290)
    assert [(c["x"], c["y"]) for c in room["chairs"]][-1] == (368, 290)
