"""Whatever is done about seats and invoices, in whatever order: the documents of a booking come to what it owes."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from courses.invoicing.actions import credit
from tests.courses.invoicing.books import Books

# A night of searching: MACHINE_EXAMPLES=2000.
SEARCH = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "10")),
    stateful_step_count=15,
    deadline=None,
    database=None,
    derandomize="MACHINE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_the_documents_come_to_what_is_owed():
    run_state_machine_as_test(Books, settings=SEARCH)


@pytest.mark.django_db
def test_it_would_find_an_invoice_that_is_forgotten(monkeypatch):
    careful = credit.credits_for
    monkeypatch.setattr(credit, "credits_for", lambda *given: careful(*given)[1:])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Books, settings=settings(SEARCH, phases=[Phase.generate], max_examples=50))
