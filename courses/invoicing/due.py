"""What is to be invoiced now, read for the rules: instalments that fell due, and seats that were given up."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from courses.booking.models import Booking
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.rules import falls_due, shared_out

# A withdrawn person's price stays due until the office says otherwise; not if it was free, after a moved date.
STILL_DUE = Q(kind=SeatsGiven.Kind.WITHDRAWN, free_because="", outcome__in=["", SeatsGiven.Outcome.KEPT])

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

    An instalment that has an invoice is not due again, unless that was credited to be invoiced anew. A cohort that was
    called off owes nothing more.
    """
    today = timezone.localdate(at)
    rows = list(_with_seats(bookings, today))
    days = first_days(rows)
    versions = _versions(rows)
    found = []
    for booking in rows:
        parts = parts_of(booking.cohort.edition)
        amounts = shared_out(booking.price_per_seat, [part.percent for part in parts])
        seats = booking.seats_now + booking.seats_withdrawn
        for part, cents in zip(parts, amounts, strict=True):
            event = timezone.localdate(booking.booked_at)
            if part.seminar_id is not None:
                event = days.get((booking.cohort_id, part.seminar_id))
            days_before = booking.cohort.edition.programme.office.invoice_days_before if part.seminar_id else 0
            version = versions.get((booking.pk, part.position), 1)
            if seats and cents and version and falls_due(event, today, days_before):
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
        )
        .order_by("at", "pk")
    )


def _with_seats(bookings, today):
    withdrawn = (
        SeatsGiven.objects.filter(STILL_DUE, booking__in=bookings)
        .values("booking")
        .annotate(sum=Sum("seats"))
        .values_list("booking", "sum")
    )
    by_booking = dict(withdrawn)
    rows = (
        bookings.exclude(cohort__status=Cohort.Status.CANCELLED)
        .exclude(cohort__status=Cohort.Status.COMPLETED, cohort__ends_on__lt=today - FORGOTTEN_AFTER)
        .select_related("cohort__edition__programme__office", "company", "private_payer")
        .prefetch_related("cohort__edition__instalments")
        .annotate(seats_now=Count("seats"))
        .order_by("pk")
    )
    for row in rows:
        row.seats_withdrawn = by_booking.get(row.pk, 0)
        yield row


def first_days(bookings):
    """Return {(cohort, seminar): first day of the session}, of those that take place, in the cohorts of bookings."""
    days = (
        SessionDay.objects.filter(session__cohort__in={booking.cohort_id for booking in bookings})
        .exclude(session__status=SeminarSession.Status.CANCELLED)
        .values("session__cohort", "session__seminar")
        .annotate(first=Min("date"))
    )
    return {(row["session__cohort"], row["session__seminar"]): row["first"] for row in days}


def _versions(bookings):
    """{(booking, instalment): the version to be issued next, or 0 where the latest invoice stands}."""
    again = set(
        Invoice.objects.filter(corrects__booking__in=bookings, invoiced_again=True).values_list("corrects", flat=True)
    )
    latest = defaultdict(int)
    issued = Invoice.objects.filter(booking__in=bookings, instalment__isnull=False).order_by("version")
    for pk, booking, position, version in issued.values_list("pk", "booking", "instalment", "version"):
        latest[booking, position] = version + 1 if pk in again else 0
    return latest
