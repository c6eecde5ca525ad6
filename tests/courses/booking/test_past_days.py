"""A day that has passed is not offered as a limit: what applies now is said instead."""

import datetime as dt
from decimal import Decimal

import pytest

from courses.booking.room import offer_for
from courses.curriculum.models import CancellationStep
from tests.makers import NOON, make_cohort, make_company

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days_before", "free_until", "fee_now"),
    [(20, dt.date(2026, 11, 28), Decimal(0)), (30, None, Decimal(40))],
)
def test_the_price_names_free_cancelling_only_while_it_is_free(days_before, free_until, fee_now):
    cohort = make_cohort(starts_on=dt.date(2026, 12, 18))
    CancellationStep.objects.filter(edition=cohort.edition).delete()
    for until, percent in ((days_before, 0), (10, 40)):
        CancellationStep.objects.create(edition=cohort.edition, until_days_before=until, fee_percent=percent)
    offer = offer_for(cohort, make_company(), 1, NOON)
    assert (offer["free_until"], offer["fee_now"]) == (free_until, fee_now)
