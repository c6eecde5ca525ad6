"""The demo file's edge cases about seats: E10, E14, E21."""

import datetime as dt

import pytest

from courses.booking.actions import book_seats
from courses.booking.company_seats import seat_groups
from courses.booking.models import Enrolment
from courses.booking.prices import fee_for
from courses.booking.refusals import CohortFull
from courses.cohorts.models import Cohort
from lms.organisations.models import Company, Employment
from tests.makers import NOON, at, make_administrator


def of(reference):
    return Enrolment.objects.select_related("booking__cohort__edition", "person").get(person__reference=reference)


def test_e10_the_former_employer_sees_until_the_day_of_the_change(demo):
    enrolment = of("P15")
    left = Employment.objects.get(person=enrolment.person, company__code="C14").until
    company = Company.objects.get(code="C14")

    def people_on(day):
        return {row.person for group in seat_groups(company, at(day)) for row in group.rows}

    assert enrolment.person in people_on(left - dt.timedelta(days=1))
    assert enrolment.person not in people_on(left)
    assert enrolment.booking.company == company


def test_e14_nine_days_before_the_start_costs_80_percent(demo):
    booking = of("P57").booking
    nine_before = booking.cohort.starts_on - dt.timedelta(days=9)
    assert nine_before == dt.date(2027, 9, 14)
    fee = fee_for(booking, at(nine_before))
    assert (fee.cents, fee.percent, fee.days_left) == (476_000, 80, 9)


def test_e21_the_seventeenth_of_sixteen_is_refused(demo):
    cohort = Cohort.objects.get(code="PK-5")
    company = Company.objects.get(code="C04")
    with pytest.raises(CohortFull):
        book_seats(
            cohort=cohort,
            company=company,
            count=1,
            purchase_order="B-1",
            despite_host="test",
            actor=make_administrator(),
            at=NOON,
        )
    assert cohort.seats.taken().count() == 16
