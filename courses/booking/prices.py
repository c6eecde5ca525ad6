"""What a seat costs and what giving it back costs, read for the rules: page, letter and act ask the same."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, Max, Min, OuterRef, Subquery
from django.utils import timezone

from courses.booking.given_up import CONSUMER, MOVED, ORGANISER
from courses.booking.rules import (
    cancellation_fee,
    consumer_agrees_to,
    fee_percent,
    free_until_days_before,
    instalments_of,
    names_due,
    next_instalment,
    price_per_seat,
    seats_returned_from,
    withdrawal_ends,
)
from courses.cohorts.models import SeminarSession
from courses.cohorts.rules import free_after_move
from lms.lib.public_holidays import is_working_day, last_day_with_working_days, working_days_until
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
    """The same question of a company (or its key) as an expression over cohorts."""
    office = OuterRef("edition__programme__office")
    return Exists(Membership.objects.on(day).filter(company=company, office=office))


@dataclass(frozen=True)
class Fee:
    """
    The cost of giving back one seat: whole cents, the percentage behind them and what it is of, days left.

    `free_because` is ORGANISER (called off), MOVED (a date; free until `moved_until`), CONSUMER or "" (by the table).
    """

    cents: int
    percent: Decimal
    days_left: int
    base: int = 0
    of_next_instalment: bool = False
    in_working_days: bool = False
    free_because: str = ""
    moved_until: dt.date | None = None


def fee_for(booking, at):
    """
    Return the Fee for one seat of this booking, given back at `at`.

    By the table of the cohort's own edition, its way of counting days and its base; free when the organiser has called
    the cohort off, for a consumer within the legal term, and for some days after a date was moved.
    """
    cohort, day = booking.cohort, timezone.localdate(at)
    edition, left = cohort.edition, days_left(cohort, day)
    working = edition.cancellation_days == edition.CancellationDays.WORKING
    if cohort.status == cohort.Status.CANCELLED:
        return Fee(0, Decimal(0), left, in_working_days=working, free_because=ORGANISER)
    # Before a moved date: a consumer within the term owes nothing at all, after a move what was due before stays.
    if within_the_term(booking, day):
        return fee_of_withdrawal(cohort, at)
    moved_until = free_after_move_until(booking)
    if moved_until is not None and day <= moved_until:
        # Where the table is as kind for longer, that is the day by which to decide.
        until = max(moved_until, free_until(cohort) or moved_until)
        return Fee(0, Decimal(0), left, in_working_days=working, free_because=MOVED, moved_until=until)
    steps, next_only = steps_of(edition), edition.cancellation_base == edition.CancellationBase.NEXT_INSTALMENT
    base = _next_instalment(booking, day) if next_only else booking.price_per_seat
    return Fee(cancellation_fee(base, steps, left), fee_percent(steps, left), left, base, next_only, working)


def fee_of_withdrawal(cohort, at):
    """Return the Fee of a seat whose contract a consumer withdraws from at `at`: nothing, whatever the table says."""
    working = cohort.edition.cancellation_days == cohort.edition.CancellationDays.WORKING
    left = days_left(cohort, timezone.localdate(at))
    return Fee(0, Decimal(0), left, in_working_days=working, free_because=CONSUMER)


def days_left(cohort, day):
    """Return the days from `day` to the start as the cohort's edition counts them; past the start, calendar days."""
    edition = cohort.edition
    if edition.cancellation_days == edition.CancellationDays.CALENDAR or day >= cohort.starts_on:
        return (cohort.starts_on - day).days
    return working_days_until(day, cohort.starts_on, *edition.programme.office.calendar)


def free_after_move_until(booking):
    """The last day on which this booking is withdrawn freely because a date was moved after it was made, or None."""
    days = booking.cohort.edition.free_withdrawal_days_after_move
    if not days:
        return None
    moves = SeminarSession.objects.filter(cohort=booking.cohort_id, moved_at__gt=booking.booked_at)
    return _free_after(moves.aggregate(last=Max("moved_at"))["last"], days)


def last_move_after_booking():
    """When a date was last moved after a booking was made, as an expression over bookings; see `free_until_of`."""
    moves = SeminarSession.objects.filter(cohort=OuterRef("cohort"), moved_at__gt=OuterRef("booked_at"))
    return Subquery(moves.order_by("-moved_at").values("moved_at")[:1])


def free_until_of(booking):
    """`free_after_move_until` of a booking that was read with its `last_move` (`last_move_after_booking`)."""
    return _free_after(booking.last_move, booking.cohort.edition.free_withdrawal_days_after_move)


def _free_after(moved_at, days):
    return moved_at and free_after_move(timezone.localdate(moved_at), days)


def moved_lately(booking, at):
    """Whether a date was moved after this booking was made, so lately that its seats are given up freely at `at`."""
    until = free_after_move_until(booking)
    return until is not None and timezone.localdate(at) <= until


def within_the_term(booking, day):
    """Whether whoever booked is a consumer and may still withdraw from the contract, without a reason."""
    if booking.company_id is not None:
        return False
    return day <= term_of(booking)


def term_of(booking):
    """Return the last day on which a private payer withdraws from this booking, without a reason."""
    return term_of_withdrawal(booking.cohort, timezone.localdate(booking.booked_at))


def term_of_withdrawal(cohort, day):
    """Return the last day on which a consumer withdraws freely who books a seat of this cohort on `day`."""
    calendar = cohort.edition.programme.office.calendar
    return withdrawal_ends(day, lambda one: is_working_day(one, *calendar))


def agreements_for(cohort, day):
    """Return the words (see `rules.consumer_agrees_to`) for a consumer who books a seat of this cohort on `day`."""
    return consumer_agrees_to(term_of_withdrawal(cohort, day), cohort.starts_on)


def free_on_the_way(booking, at):
    """
    Return why somebody who stops at `at`, while the cohort runs, owes nothing for what lies ahead; "" if they do.

    CONSUMER (the contract is off; what was taught is paid for, § 357a BGB) or MOVED (what was due before stays).
    """
    if within_the_term(booking, timezone.localdate(at)):
        return CONSUMER
    return MOVED if moved_lately(booking, at) else ""


def _next_instalment(booking, day):
    """The part of the price per seat that falls due next, in cents."""
    rows = list(booking.cohort.edition.instalments.order_by("position"))
    days = SeminarSession.objects.filter(cohort=booking.cohort_id).exclude(status=SeminarSession.Status.CANCELLED)
    first = dict(days.values_list("seminar").annotate(first=Min("days__date")))
    dues = [
        timezone.localdate(booking.booked_at) if row.due_at_id is None else first.get(row.due_at_id) for row in rows
    ]
    parts = instalments_of(booking.price_per_seat, [row.percent for row in rows])
    # Without instalments the whole price is one, and it has not fallen due while the cohort has not begun.
    return next_instalment(zip(dues or [None], parts, strict=True), day)


@dataclass(frozen=True)
class UnnamedReturn:
    """Seats without a name go back by themselves after `until`, each at `percent` by the table of the day after."""

    until: dt.date
    percent: Decimal
    of_next_instalment: bool


def return_of_unnamed(cohort, day, told=None):
    """
    Return what becomes of seats without a name as an UnnamedReturn; None where they stay booked.

    `told` is the last day that the payer was told already; else the one that would be told from `day` on. Nothing goes
    back from the start on.
    """
    if cohort.unnamed_seats != cohort.UnnamedSeats.RETURN or cohort.naming_deadline is None:
        return None
    until = max(cohort.naming_deadline, told) if told else names_due(cohort.naming_deadline, day)
    returned = seats_returned_from(cohort.naming_deadline, until)
    if returned > cohort.starts_on:
        return None
    edition = cohort.edition
    percent = fee_percent(steps_of(edition), days_left(cohort, returned))
    return UnnamedReturn(until, percent, edition.cancellation_base == edition.CancellationBase.NEXT_INSTALMENT)


def steps_of(edition):
    """The edition's cancellation table as pairs (until_days_before, percent)."""
    return [(step.until_days_before, step.fee_percent) for step in edition.cancellation_steps.all()]


def free_until(cohort):
    """The last day on which giving a seat back costs nothing, or None if it always costs something."""
    edition = cohort.edition
    steps = steps_of(edition)
    if not steps:
        return cohort.starts_on
    days = free_until_days_before(steps)
    if days is None:
        return None
    if edition.cancellation_days == edition.CancellationDays.WORKING:
        return last_day_with_working_days(cohort.starts_on, days, *edition.programme.office.calendar)
    return cohort.starts_on - dt.timedelta(days=days)
