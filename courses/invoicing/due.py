"""What is to be invoiced now, read for the rules: instalments that fell due, and seats that were given up."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone

from courses.booking.models import Booking, Declaration
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.invoicing.invoiced import seats_invoiced, seats_missing, with_seats_invoiced
from courses.invoicing.models import SeatsGiven
from courses.invoicing.parties import address_lacking
from courses.invoicing.rules import asked_from, shared_out

# What was not invoiced so long after the end of a cohort is nobody's slip any more.
FORGOTTEN_AFTER = dt.timedelta(days=730)


@dataclass(frozen=True)
class Due:
    """
    An instalment of a booking that is to be invoiced: over so many seats, so many cents for each.

    `undated`: its seminar has no day in this cohort, so it fell due with the cohort's end.
    """

    booking: Booking
    position: int
    count: int
    seats: int
    cents_each: int
    event: dt.date
    version: int = 1
    undated: bool = False

    @property
    def cents(self):
        """All seats together, before VAT for a company."""
        return self.seats * self.cents_each

    @property
    def lacks(self):
        """What the address lacks without which it is not written, as labels."""
        return address_lacking(self.booking, self.cents)


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
    owes nothing more, and a booking whose consumer has declared to withdraw is left out until that is decided. The
    database leaves out the bookings that are invoiced: four queries where all are.
    """
    today = timezone.localdate(at)
    cohorts = _cohorts_that_owe(bookings, today)
    days = first_days(cohorts)
    asked = {pk: _asked_of(cohort, days, today) for pk, cohort in cohorts.items()}
    rows = list(_that_may_owe(bookings, asked))
    invoiced = seats_invoiced(rows)
    found = []
    for booking in rows:
        booking.cohort = cohorts[booking.cohort_id]
        parts = parts_of(booking.cohort.edition)
        amounts = shared_out(booking.price_per_seat, [part.percent for part in parts])
        events = _on_which_days(booking, asked[booking.cohort_id], today)
        for part, cents in zip(parts, amounts, strict=True):
            if part.position not in events:
                continue
            seats = invoiced.missing(booking, part.position, booking.seats_now)
            version = invoiced.versions[booking.pk, part.position] + 1
            undated = part.seminar_id is not None and (booking.cohort_id, part.seminar_id) not in days
            if seats > 0 and cents:
                event = events[part.position]
                found.append(Due(booking, part.position, len(parts), seats, cents, event, version, undated))
    return sorted(found, key=lambda due: (due.event, due.booking.pk, due.position))


def positions_without_day(cohort):
    """The positions of the instalments of a cohort whose seminar has no day in it; they fall due with its end."""
    days = SessionDay.objects.filter(session__cohort=cohort, session__seminar=OuterRef("due_at"))
    takes_place = Exists(days.exclude(session__status=SeminarSession.Status.CANCELLED))
    rows = cohort.edition.instalments.annotate(takes_place=takes_place)
    return [n for n, one in enumerate(rows, 1) if one.due_at_id is not None and not one.takes_place]


def to_settle(bookings):
    """
    Seats given up whose invoices, if there are any, the office has not settled yet, oldest first.

    Each with `last_move`: when a date of its cohort was last moved since, or None.
    """
    moves = SeminarSession.objects.filter(cohort=OuterRef("booking__cohort"), moved_at__gt=OuterRef("at"))
    return (
        SeatsGiven.objects.filter(booking__in=bookings, outcome="")
        .annotate(last_move=Subquery(moves.order_by("-moved_at").values("moved_at")[:1]))
        .select_related(
            "booking__cohort__edition__programme__office",
            "booking__company",
            "booking__private_payer",
            "successor__company",
            "successor__private_payer",
        )
        .order_by("at", "pk")
    )


def _cohorts_that_owe(bookings, today):
    """The cohorts of bookings in which something can be due, by primary key, with their editions' instalments."""
    rows = (
        Cohort.objects.filter(pk__in=bookings.order_by().values("cohort"))
        .exclude(status=Cohort.Status.CANCELLED)
        .exclude(status=Cohort.Status.COMPLETED, ends_on__lt=today - FORGOTTEN_AFTER)
    )
    return rows.select_related("edition__programme__office").prefetch_related("edition__instalments").in_bulk()


def _asked_of(cohort, days, today):
    """Return {position: its day} of the instalments that are asked for by `today`; None is the day of booking."""
    days_before = cohort.edition.programme.office.invoice_days_before
    found = {}
    for part in parts_of(cohort.edition):
        first = days.get((cohort.pk, part.seminar_id))
        if part.seminar_id is None:
            found[part.position] = None
        elif asked_from(first, cohort.ends_on, days_before) <= today:
            found[part.position] = first or cohort.ends_on
    return found


def _on_which_days(booking, asked, today):
    """Return {position: its day} of what is asked of a booking; nothing is before it was made."""
    booked_on = timezone.localdate(booking.booked_at)
    return {position: day or booked_on for position, day in asked.items() if day or booked_on <= today}


def _that_may_owe(bookings, asked):
    """Those of the bookings for which an instalment may be missing, of those `asked` for in each cohort."""
    alike = {}
    for cohort, positions in asked.items():
        alike.setdefault(frozenset(positions), []).append(cohort)
    wanted = Q(pk__in=[])
    for positions, cohorts in alike.items():
        wanted |= Q(cohort__in=cohorts) & seats_missing(positions)
    undecided = Declaration.objects.filter(booking=OuterRef("pk"), state=Declaration.State.RECEIVED)
    return (
        with_seats_invoiced(bookings.filter(cohort__in=asked, price_per_seat__gt=0), set().union(*asked.values()))
        .filter(wanted, ~Exists(undecided))
        .select_related("company", "private_payer")
        .order_by("pk")
    )


def first_days(cohorts):
    """Return {(cohort, seminar): first day of the session}, of those that take place, in these cohorts (keys)."""
    days = (
        SessionDay.objects.filter(session__cohort__in=list(cohorts))
        .exclude(session__status=SeminarSession.Status.CANCELLED)
        .values("session__cohort", "session__seminar")
        .annotate(first=Min("date"))
    )
    return {(row["session__cohort"], row["session__seminar"]): row["first"] for row in days}
