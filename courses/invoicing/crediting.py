"""What is to be credited for seats that were given up: which invoices, and how much."""

import datetime as dt

from django.db.models import Sum

from courses.booking.given_up import MOVED, ORGANISER
from courses.booking.models import Booking
from courses.cohorts.models import Cohort, SeminarSession
from courses.invoicing.due import first_days, parts_of
from courses.invoicing.lines import lines_of
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.rules import totals_of_credit

FREELY_ON_THE_WAY = (MOVED, ORGANISER)


def standing_for(booking, free_because, day):
    """
    Return (the instalment invoices that seats given up on `day` are credited from, whether the office has to judge).

    All of them, unless sessions have been held and it is free all the same: then those of seminars that lie ahead, an
    instalment of today being ahead. After a moved date that may be none: what was due before stays. Where no instalment
    is planned for what lies ahead, or the organiser called it off, all stand, and how much of them was for what was
    held is a matter of judgement.
    """
    invoices = list(booking.invoices.invoices().exclude(instalment=None).order_by("pk"))
    held = SeminarSession.objects.filter(cohort=booking.cohort_id, status=SeminarSession.Status.HELD)
    if free_because not in FREELY_ON_THE_WAY or not invoices or not held.exists():
        return invoices, False
    ahead = _positions_ahead(booking, day)
    lying_ahead = [invoice for invoice in invoices if invoice.instalment in ahead]
    if lying_ahead or (ahead and free_because == MOVED):
        return lying_ahead, False
    return invoices, True


def sums_to_credit(given):
    """
    Return {pk: cents, gross} of what crediting each of these SeatsGiven gives back, in their order. Three queries.

    Two that stand on one invoice share it as they would if they were settled one after the other.
    """
    invoices = Invoice.objects.prefetch_related("lines").in_bulk({pk for one in given for pk in one.standing})
    credited = Invoice.objects.filter(corrects__in=invoices).values_list("corrects").annotate(sum=Sum("seats"))
    done = dict(credited.order_by())
    left = {pk: invoice.seats - done.get(pk, 0) for pk, invoice in invoices.items()}
    sums = {}
    for one in given:
        sums[one.pk] = 0
        for pk in one.standing:
            seats = min(one.seats, left[pk])
            if seats:
                sums[one.pk] += totals_of_credit(lines_of(invoices[pk]), seats, left[pk]).gross_cents
                left[pk] -= seats
    return sums


def called_off(bookings):
    """The SeatsGiven of cohorts called off that are credited without anything to judge, oldest first."""
    return SeatsGiven.objects.filter(
        booking__in=bookings,
        booking__cohort__status=Cohort.Status.CANCELLED,
        outcome="",
        free_because=ORGANISER,
        to_judge=False,
    ).order_by("at", "pk")


def is_swept(given):
    """Whether an open SeatsGiven is among `called_off`: the same rule for one row."""
    cancelled = given.booking.cohort.status == Cohort.Status.CANCELLED
    return cancelled and given.free_because == ORGANISER and not given.to_judge


def _positions_ahead(booking, day):
    """The positions of the instalments whose day is `day` or later, or not known yet."""
    booking = Booking.objects.select_related("cohort__edition").get(pk=booking.pk)
    days = first_days([booking])
    dated = {
        part.position: days.get((booking.cohort_id, part.seminar_id), dt.date.max)
        for part in parts_of(booking.cohort.edition)
        if part.seminar_id is not None
    }
    return {position for position, event in dated.items() if event >= day}
