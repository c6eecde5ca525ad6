"""An office that can invoice, a customer, a booking of three seats in two instalments."""

import pytest

from courses.invoicing.actions import issue_invoice
from tests import makers


@pytest.fixture
def cohort(db):
    return makers.make_priced_cohort(60, 40)


@pytest.fixture
def office(db):
    """Somebody of the office."""
    return makers.make_office_user()


@pytest.fixture
def company(db):
    return makers.make_customer(name="Zweifel & Söhne <GmbH>", vat_id="DE000000001")


@pytest.fixture
def booking(cohort, company):
    return makers.make_booking(cohort, company, seats=3, price_per_seat=100_001, purchase_order="4500-17")


@pytest.fixture
def invoice(booking, office):
    """The invoice over the first instalment: three times 600.01 euros."""
    return issue_invoice(booking=booking, position=1, actor=office, at=makers.NOON)
