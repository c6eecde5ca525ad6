"""Seats without a name: whoever booked them is warned once, and where the cohort says so they go back after that."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from courses.booking import letters_of_terms as letters
from courses.booking.actions.leave import cancel_seats
from courses.booking.actions.settle import settle
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Seat, SeatEvent
from courses.booking.rules import names_due, seats_returned_from, warned_from
from courses.cohorts.models import Cohort
from lms.audit.log import record


@in_one_go
def ask_for_names(*, cohort, at):
    """
    Warn whoever booked seats of this cohort that have no name yet, and return how many bookings that were.

    Once per booking and deadline, from `naming_warning_days` before the deadline on. The letter tells the last day:
    the deadline, or, where the letter comes late, some days of notice. Raises Busy.
    """
    cohort = lock_cohort(cohort.pk)
    day = timezone.localdate(at)
    if not _before_start(cohort, day) or day < warned_from(cohort.naming_deadline, cohort.naming_warning_days):
        return 0
    bookings = list(_without_names(cohort).filter(_not_warned(cohort.naming_deadline)).select_related("company"))
    for booking in bookings:
        booking.cohort = cohort
        booking.names_due_on = names_due(cohort.naming_deadline, day)
        booking.save(update_fields=["names_due_on"])
        until = booking.names_due_on.isoformat()
        record("names.asked", actor=None, subject=booking, at=at, seats=booking.unnamed, until=until)
        letters.ask_for_names(booking, booking.unnamed, at=at)
    return len(bookings)


@in_one_go
def return_unnamed(*, cohort, at):
    """
    Give back the seats that got no name in time, for a cohort that says so, and return how many.

    Only seats whose payer was warned and whose told day is over; each costs what cancelling costs on this day. Whoever
    waits is served in the same transaction. Nothing happens from the start on. Raises Busy.
    """
    cohort = lock_cohort(cohort.pk)
    day = timezone.localdate(at)
    if cohort.unnamed_seats != Cohort.UnnamedSeats.RETURN or not _before_start(cohort, day):
        return 0
    settle(cohort, at)
    count = 0
    for booking in _without_names(cohort).filter(names_due_on__isnull=False).select_related("company", "private_payer"):
        if day < seats_returned_from(cohort.naming_deadline, booking.names_due_on):
            continue
        booking.cohort = cohort
        seats = list(booking.seats.filter(enrolment__isnull=True).order_by("number"))
        fee = cancel_seats(booking, seats, kind=SeatEvent.Kind.RETURNED, actor=None, at=at)
        letters.tell_returned(booking, seats, fee, at=at)
        count += len(seats)
    if count:
        settle(cohort, at)
    return count


def _before_start(cohort, day):
    """Whether names are asked for at all: there is a deadline, and the cohort has not begun."""
    return (
        cohort.naming_deadline is not None and cohort.status == Cohort.Status.BOOKING_OPEN and day <= cohort.starts_on
    )


def _without_names(cohort):
    unnamed = Count("seats", filter=Q(seats__enrolment__isnull=True))
    return (
        Booking.objects.filter(cohort=cohort, status=Booking.Status.ACTIVE)
        .annotate(unnamed=unnamed)
        .filter(unnamed__gt=0)
        .order_by("booked_at", "pk")
    )


def _not_warned(deadline, booking=""):
    """Not warned yet, or of an earlier deadline than there is now."""
    return Q(**{f"{booking}names_due_on__isnull": True}) | Q(**{f"{booking}names_due_on__lt": deadline})


def cohorts_to_ask(at):
    """The cohorts in which somebody is to be warned at `at`."""
    day = timezone.localdate(at)
    unwarned = Seat.objects.unnamed().filter(
        _not_warned(OuterRef("naming_deadline"), "booking__"), cohort=OuterRef("pk")
    )
    cohorts = Cohort.objects.filter(Exists(unwarned), **_open(day)).order_by("pk")
    return [one for one in cohorts if day >= warned_from(one.naming_deadline, one.naming_warning_days)]


def cohorts_to_return(at):
    """The cohorts in which seats go back at `at`."""
    day = timezone.localdate(at)
    late = Seat.objects.unnamed().filter(cohort=OuterRef("pk"), booking__names_due_on__lt=day)
    return list(
        Cohort.objects.filter(
            Exists(late), unnamed_seats=Cohort.UnnamedSeats.RETURN, naming_deadline__lt=day, **_open(day)
        ).order_by("pk")
    )


def _open(day):
    return {"naming_deadline__isnull": False, "status": Cohort.Status.BOOKING_OPEN, "starts_on__gte": day}
