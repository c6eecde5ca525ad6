"""What a seat costs and what giving it back costs, read for the rules: page, letter and act ask the same."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from courses.booking.rules import (
    cancellation_fee,
    fee_percent,
    free_until_days_before,
    may_withdraw_freely,
    price_per_seat,
)
from lms.organisations.models import Membership


def price_for(edition, company, day):
    """Return (cents per seat, whether that is the member price) for `company` on `day`; None is a private payer."""
    office = edition.programme.office_id
    member = company is not None and Membership.objects.on(day).filter(company=company, office=office).exists()
    return price_of(edition, member), member


def price_of(edition, member):
    """Return the price of a seat in cents for a member or somebody else."""
    return price_per_seat(edition.price_member, edition.price_non_member, member)


def is_member(company, day):
    """The same question as an expression over cohorts; a private payer (None) is no member."""
    office = OuterRef("edition__programme__office")
    held = Membership.objects.on(day).filter(company=company, office=office)
    return Exists(held if company is not None else held.none())


@dataclass(frozen=True)
class Fee:
    """The cost of giving back one seat: whole cents, the percentage behind them, and days left until the start."""

    cents: int
    percent: Decimal
    days_left: int


def fee_for(booking, at):
    """
    Return the Fee for one seat of this booking, given back at `at`.

    By the table of the cohort's own edition; free for a consumer within the legal term, and free when the organiser
    has called the cohort off.
    """
    cohort, day = booking.cohort, timezone.localdate(at)
    days_left = (cohort.starts_on - day).days
    consumer = booking.company_id is None
    if cohort.status == cohort.Status.CANCELLED or may_withdraw_freely(
        consumer, (day - timezone.localdate(booking.booked_at)).days
    ):
        return Fee(0, Decimal(0), days_left)
    steps = steps_of(cohort.edition)
    return Fee(cancellation_fee(booking.price_per_seat, steps, days_left), fee_percent(steps, days_left), days_left)


def steps_of(edition):
    """The edition's cancellation table as pairs (until_days_before, percent)."""
    return [(step.until_days_before, step.fee_percent) for step in edition.cancellation_steps.all()]


def free_until(cohort):
    """The last day on which giving a seat back costs nothing, or None if it always costs something."""
    steps = steps_of(cohort.edition)
    if not steps:
        return cohort.starts_on
    days = free_until_days_before(steps)
    return None if days is None else cohort.starts_on - dt.timedelta(days=days)
