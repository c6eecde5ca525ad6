"""What is to be invoiced now, read for the rules: instalments that fell due, and seats that were given up."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone

from courses.booking.models import Booking
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.invoicing.invoiced import seats_invoiced
from courses.invoicing.models import SeatsGiven
from courses.invoicing.rules import falls_due, shared_out

# What was not invoiced so long after the end of a cohort is nobody's slip any more.
FORGOTTEN_AFTER = dt.timedelta(days=730)


@dataclass(frozen=True)
class Due:
    """An instalment of a booking that is to be invoiced: over so many seats, so many cents for each."""

    booking: Booking
    position: int
    count: int
    seats: int
    cents_each: int
    event: dt.date
    version: int = 1

    @property
    def cents(self):
        """All seats together, before VAT for a company."""
        return self.seats * self.cents_each


@dataclass(frozen=True)
class Part:
    """An instalment of an edition: its seminar (None: at booking) and its percentage."""

    position: int
    seminar_id: int | None
    percent: object


def parts_of(edition):
    """Return the Parts in which an edition's price is paid; without instalments all of it at booking."""
    found = [Part(n, one.due_at_id, one.percent) for n, one in enumerate(edition.instalments.all(), 1)]
    return found or [Part(1, None, 100)]


def due_instalments(bookings, at):
    """
    Return what is Due of these bookings (a queryset) on the day of `at`, soonest first. Six queries, however many.

    An instalment is due for the seats that owe it and that no invoice stands for: all of them if there is none, or if
    it was credited to be invoiced anew; those that came back after they were credited. A cohort that was called off
    owes nothing more.
    """
    today = timezone.localdate(at)
    rows = list(_of_cohorts_that_owe(bookings, today))
    days = first_days(rows)
    invoiced = seats_invoiced(rows)
    found = []
    for booking in rows:
        parts = parts_of(booking.cohort.edition)
        amounts = shared_out(booking.price_per_seat, [part.percent for part in parts])
        for part, cents in zip(parts, amounts, strict=True):
            event = timezone.localdate(booking.booked_at)
            if part.seminar_id is not None:
                event = days.get((booking.cohort_id, part.seminar_id))
            days_before = booking.cohort.edition.programme.office.invoice_days_before if part.seminar_id else 0
            seats = invoiced.missing(booking, part.position, booking.seats_now)
            version = invoiced.versions[booking.pk, part.position] + 1
            if seats > 0 and cents and falls_due(event, today, days_before):
                found.append(Due(booking, part.position, len(parts), seats, cents, event, version))
    return sorted(found, key=lambda due: (due.event, due.booking.pk, due.position))


def to_settle(bookings):
    """Seats given up whose invoices, if there are any, the office has not settled yet, oldest first."""
    return (
        SeatsGiven.objects.filter(booking__in=bookings, outcome="")
        .select_related(
            "booking__cohort__edition__programme__office",
            "booking__company",
            "booking__private_payer",
            "successor__company",
            "successor__private_payer",
        )
        .order_by("at", "pk")
    )


def _of_cohorts_that_owe(bookings, today):
    return (
        bookings.exclude(cohort__status=Cohort.Status.CANCELLED)
        .exclude(cohort__status=Cohort.Status.COMPLETED, cohort__ends_on__lt=today - FORGOTTEN_AFTER)
        .select_related("cohort__edition__programme__office", "company", "private_payer")
        .prefetch_related("cohort__edition__instalments")
        .annotate(seats_now=Count("seats"))
        .order_by("pk")
    )


def first_days(bookings):
    """Return {(cohort, seminar): first day of the session}, of those that take place, in the cohorts of bookings."""
    days = (
        SessionDay.objects.filter(session__cohort__in={booking.cohort_id for booking in bookings})
        .exclude(session__status=SeminarSession.Status.CANCELLED)
        .values("session__cohort", "session__seminar")
        .annotate(first=Min("date"))
    )
    return {(row["session__cohort"], row["session__seminar"]): row["first"] for row in days}
