"""What `./run test` runs on one database only is there, and no test is left out of both."""

from pathlib import Path

import pytest
from django.conf import settings

from tests import twice


class Item:
    """As much of a collected test as decides where it runs."""

    def __init__(self, nodeid, *markers, fixturenames=()):
        self.nodeid, self.markers, self.fixturenames = nodeid, markers, fixturenames

    def get_closest_marker(self, name):
        return name in self.markers


NAMED = [*twice.FIRST_ONLY, *twice.SECOND_ONLY, *twice.GROUND]


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_is_there(name):
    assert Path(settings.BASE_DIR, name).exists()


@pytest.mark.parametrize("name", [*NAMED, "tests/courses/booking/test_race.py", "tests/house/test_port.py"])
@pytest.mark.parametrize("markers", [(), ("django_db",), ("postgres", "django_db"), ("browser",)])
def test_every_test_runs_somewhere(name, markers):
    chosen = [twice.split([Item(f"{name}::test_it", *markers)], run)[0] for run in ("first", "second")]
    assert any(chosen)


def test_races_run_on_both():
    rush = Item("tests/courses/booking/test_rush.py::test_it", "django_db")
    assert all(twice.split([rush], run)[0] for run in ("first", "second"))
