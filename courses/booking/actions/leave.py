"""Giving seats back, before the start as a cancellation with its fee, later as a withdrawal; who waits is served."""

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters
from courses.booking.actions.name import end_enrolment, locked_seat
from courses.booking.actions.settle import settle
from courses.booking.given_up import Given, tell
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Enrolment, Seat, SeatEvent
from courses.booking.permissions import may_change
from courses.booking.prices import fee_for, free_on_the_way
from courses.booking.refusals import AlreadyCancelled, SeatTaken, TooLate
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@in_one_go
def cancel_booking(*, booking, reason="", actor, at):
    """
    Cancel a booking with all the seats that it still has, and return the fee for all of them together in cents.

    Raises NotAllowed, AlreadyCancelled, TooLate (the cohort has begun: people withdraw one by one), SeatTaken or Busy.
    """
    cohort = lock_cohort(booking.cohort_id)
    booking = Booking.objects.select_related("company", "private_payer").get(pk=booking.pk)
    booking.cohort = cohort
    if not may_change(actor, booking):
        raise NotAllowed(_("This booking belongs to another company."))
    if booking.status == Booking.Status.CANCELLED:
        raise AlreadyCancelled(_("This booking was cancelled before. Nothing more is to be done."))
    _check_not_begun(cohort, at)
    seats = list(booking.seats.select_related("enrolment__person").order_by("number"))
    return _cancel(booking, seats, reason, actor, at)


@in_one_go
def give_back_seat(*, seat, reason="", seen=None, actor, at):
    """
    Cancel one seat of a booking before the cohort starts and return its fee in cents.

    With its last seat the booking itself is cancelled. `seen`: see `locked_seat`.
    Raises NotAllowed, TooLate, SeatTaken or Busy.
    """
    cohort, seat = locked_seat(seat, actor, seen)
    _check_not_begun(cohort, at)
    return _cancel(seat.booking, [seat], reason, actor, at)


@in_one_go
def withdraw(*, seat, reason="", seen=None, actor, at):
    """
    Let the person on a chair stop while the cohort runs: the enrolment ends that day, the chair is free again.

    What was attended stays with the enrolment, the price stays due; only in the days after a date was moved, and for a
    consumer within the legal term, nothing more falls due. `seen`: see `locked_seat`. Raises NotAllowed, TooLate (not
    begun: cancel instead), SeatTaken or Busy.
    """
    cohort, seat = locked_seat(seat, actor, seen)
    if not has_begun(cohort, at):
        raise TooLate(_("The cohort has not begun. Cancel the seat instead; that may cost less."))
    leave_on_the_way(seat, free_on_the_way(seat.booking, at), reason=reason, actor=actor, at=at)
    settle(cohort, at)


def leave_on_the_way(seat, free_because, *, reason="", counts_from=None, language="", actor, at):
    """
    End the enrolment on a chair of a running cohort, which is locked, and free the chair; tell who pays.

    `free_because`: see `prices.free_on_the_way`. What is owed is reckoned as of `counts_from` (None: `at`). `language`
    is that of the letter to a private payer, if it is not theirs. Serving who waits is for the act.
    """
    _free([seat], Enrolment.Ending.WITHDRAWN, reason, actor, at)
    record(
        "seat.withdrawn",
        actor=actor,
        subject=seat,
        at=at,
        enrolment=seat.enrolment_id,
        booking=seat.booking_id,
        free_because=free_because,
    )
    tell(Given(seat.booking, "withdrawn", 1, free_because=free_because), actor=actor, at=counts_from or at)
    letters.confirm_withdrawal(seat, free_because, language=language, actor=actor, at=at)


def _cancel(booking, seats, reason, actor, at):
    fee = cancel_seats(booking, seats, reason=reason, actor=actor, at=at)
    letters.confirm_cancellation(booking, seats, fee, actor=actor, at=at)
    # In the same transaction: a freed chair belongs to those who wait, at once.
    settle(booking.cohort, at)
    return fee.cents * len(seats)


def cancel_seats(
    booking,
    seats,
    *,
    kind=SeatEvent.Kind.RELEASED,
    ending=Enrolment.Ending.CANCELLED,
    fee=None,
    counts_from=None,
    reason="",
    actor,
    at,
):
    """
    Free seats of a booking whose cohort is locked, cancel it with its last one, and return the Fee for each of them.

    `fee` is what is due for each, if it is not the one of `at`; what is owed is reckoned as of `counts_from` (None:
    `at`). `ending` None leaves those who sit there enrolled. Writing letters and serving who waits is for the act.
    """
    fee = fee or fee_for(booking, at)
    _free(seats, ending, reason, actor, at, kind)
    if not booking.seats.exists():
        booking.status, booking.cancelled_at = Booking.Status.CANCELLED, at
        booking.save(update_fields=["status", "cancelled_at"])
    record(
        "booking.returned" if kind == SeatEvent.Kind.RETURNED else "booking.cancelled",
        actor=actor,
        subject=booking,
        at=at,
        seats=[seat.number for seat in seats],
        days_left=fee.days_left,
        fee_percent=str(fee.percent),
        fee_of=fee.base,
        fee_cents=fee.cents * len(seats),
        free_because=fee.free_because,
    )
    tell(Given(booking, "cancelled", len(seats), fee.cents, fee.free_because), actor=actor, at=counts_from or at)
    return fee


def _free(seats, ending, reason, actor, at, kind=SeatEvent.Kind.RELEASED):
    """End who sits there and empty the chairs; the UPDATE asks again whose they are. The cohort is locked."""
    for seat in seats:
        if seat.enrolment is not None and ending is not None:
            end_enrolment(seat.enrolment, ending, at)
        freed = Seat.objects.filter(pk=seat.pk, booking=seat.booking_id, enrolment=seat.enrolment_id).update(
            booking=None, enrolment=None
        )
        if freed != 1:
            raise SeatTaken(_("Somebody changed this seat in the meantime. Reload the page."))
    SeatEvent.objects.bulk_create(
        SeatEvent(
            seat=seat,
            kind=kind,
            booking_id=seat.booking_id,
            enrolment_before=seat.enrolment,
            actor=actor,
            reason=reason,
            at=at,
        )
        for seat in seats
    )


def has_begun(cohort, at):
    """Whether seats are no longer cancelled, but people stop one by one."""
    return timezone.localdate(at) > cohort.starts_on


def _check_not_begun(cohort, at):
    if has_begun(cohort, at):
        raise TooLate(
            _("The cohort has begun. A person can still withdraw, or another can take the seat over; see the seat.")
        )
