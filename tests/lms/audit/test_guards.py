"""A row of the log of acts can be added, but neither changed nor removed, not even past the model."""

import pytest
from django.db import DatabaseError, transaction

from lms.audit.log import record
from lms.audit.models import Act
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("attempt", [lambda: Act.objects.update(verb="other.verb"), lambda: Act.objects.all().delete()])
def test_the_database_refuses(attempt):
    record("booking.made", at=makers.NOON, seats=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        attempt()
    assert Act.objects.get().verb == "booking.made"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(RuntimeError):
        record("booking.made", at=makers.NOON)
