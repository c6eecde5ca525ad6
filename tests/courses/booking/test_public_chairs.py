"""The public programme page draws the chairs that stand in the room, and no other."""

import pytest

from courses.booking.facts import programme_facts
from courses.booking.models import Seat
from tests.makers import NOON, make_booking, make_cohort

pytestmark = pytest.mark.django_db


def test_a_chair_carried_out_is_not_drawn():
    cohort = make_cohort(size=4)
    make_booking(cohort, seats=1)
    Seat.objects.filter(cohort=cohort, number=4).update(removed_at=NOON)
    [*chairs] = programme_facts(cohort.edition.programme_id, NOON).next.chairs
    assert chairs == [
        {"number": 1, "state": "taken"},
        {"number": 2, "state": "free"},
        {"number": 3, "state": "free"},
    ]
