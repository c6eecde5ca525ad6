"""What a consumer is shown before a seat is booked from afar: what it is, what it costs, how to get out of it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min
from django.utils import timezone

from courses.booking.links import withdrawal_url
from courses.booking.prices import agreements_for
from courses.booking.room import offer_for
from courses.booking.rules import CONSUMER_WITHDRAWAL_DAYS, instalments_of
from courses.cohorts.models import SeminarSession
from courses.curriculum.models import Seminar


@dataclass(frozen=True)
class Part:
    """A part of the price in cents, due with the booking (no seminar), or for a seminar that begins on `day`."""

    cents: int
    seminar: Seminar | None = None
    day: dt.date | None = None


def shown_to_consumer(cohort, at):
    """
    Return what stands above the button by which a consumer books a seat of this cohort at `at`; four queries.

    A dict: `offer` (see `offer_for`; the price of a consumer is gross), `parts` in which it is paid, and what the
    notice of withdrawal needs.
    """
    offer = offer_for(cohort, None, 1, at)
    return {"offer": offer, "parts": parts_of(cohort, offer["total"]), **notice_of_withdrawal(cohort, at)}


def agreed_with_consumer(booking, at):
    """
    Return what the confirmation of a private payer's booking repeats of what they have agreed to; six queries.

    As `shown_to_consumer` did, at the price of the contract; the notice's address is that of this booking.
    """
    cohort = booking.cohort
    parts = parts_of(cohort, booking.price_per_seat)
    return {"offer": offer_for(cohort, None, 1, at), "parts": parts, **notice_of_withdrawal(cohort, at, booking)}


def notice_of_withdrawal(cohort, at, booking=None):
    """
    Return what letters/withdrawal.txt needs for a contract concluded at `at`, on the page as in the letter.

    A dict: `withdrawal_days`, `contact` (the office with its ways to be reached), `withdrawal_url` (the function that
    § 356a BGB demands; of a `booking` its own address), `early` (teaching begins while the right of withdrawal holds).
    """
    office = cohort.edition.programme.office
    return {
        "withdrawal_days": CONSUMER_WITHDRAWAL_DAYS,
        "contact": ", ".join(part for part in (office.name, office.address, office.phone, office.email) if part),
        "withdrawal_url": withdrawal_url(booking),
        "early": "early_start" in agreements_for(cohort, timezone.localdate(at)),
    }


def parts_of(cohort, price):
    """Return the Parts in which a price of cents is paid; without instalments in one, with the booking."""
    rows = list(cohort.edition.instalments.select_related("due_at").order_by("position"))
    held = SeminarSession.objects.filter(cohort=cohort).exclude(status=SeminarSession.Status.CANCELLED)
    first = dict(held.values_list("seminar").annotate(first=Min("days__date"))) if rows else {}
    cents = instalments_of(price, [row.percent for row in rows])
    if not rows:
        return [Part(price)]
    return [Part(one, row.due_at, first.get(row.due_at_id)) for row, one in zip(rows, cents, strict=True)]
