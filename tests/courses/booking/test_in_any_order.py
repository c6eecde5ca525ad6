"""Whatever is done to a cohort, in whatever order and at whatever time, its tables agree. See `machine`."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from courses.booking.models import Seat
from tests.courses.booking.machine import Room

# A night of searching: MACHINE_EXAMPLES=2000.
EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "8"))
SEARCH = settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    deadline=None,
    database=None,
    derandomize="MACHINE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_the_audit_finds_nothing_after_any_step():
    run_state_machine_as_test(Room, settings=SEARCH)


class Careless(Room):
    """A room in which giving a seat back forgets the person: to see that the machine would find it."""

    def attempt_on(self, name, rows, which, act, **arguments):
        outcome = super().attempt_on(name, rows, which, act, **arguments)
        if act.__name__ == "name_seat":
            Seat.objects.filter(cohort=self.cohort).update(enrolment=None)
        return outcome


@pytest.mark.django_db
def test_it_would_find_a_careless_act():
    with pytest.raises(AssertionError, match="person_without_chair"):
        run_state_machine_as_test(Careless, settings=settings(SEARCH, phases=[Phase.generate], max_examples=50))
