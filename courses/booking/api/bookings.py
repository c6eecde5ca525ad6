"""Booking, reading and cancelling bookings, naming and replacing people: each call is a door to one act."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja import Router

from courses.booking.actions import book_seats, cancel_booking, join_waiting_list, name_seat, replace_person
from courses.booking.api.asking import asked_about
from courses.booking.api.schemas import (
    BookingIn,
    BookingNow,
    BookingOut,
    Cancelled,
    ParticipantIn,
    SeatOut,
    WaitingOut,
)
from courses.booking.api.showing import booking_just_made, booking_now, seats_shown, waiting
from courses.booking.people import Attendee
from courses.booking.permissions import bookings_changed_by, seats_changed_by
from courses.booking.refusals import CohortFull
from lms.api.faults import Invalid, answer, faults
from lms.api.idempotency import Key, once

router = Router(tags=["Bookings"])
WITH_CONTRACT = ("cohort__edition__programme__office", "company", "private_payer")


@router.post(
    "/cohorts/{slug:code}/bookings",
    response={201: BookingOut, 202: WaitingOut, **faults(404, 409, 413, 503)},
    operation_id="book_seats",
)
def book(request, code: str, wanted: BookingIn, key: Key = None):
    """
    Book seats of a cohort for a company, all of them or none, and name as many people as you know.

    With `waiting_list` a full cohort is answered by 202 and the entry on its list, which keeps the names for the offer.
    """
    return once(request, key, lambda: _book(request, code, wanted))


@router.get("/bookings/{int:pk}", response={200: BookingNow, **faults(404)}, operation_id="read_booking")
def read(request, pk: int):
    """Read a booking of yours, and what cancelling it would cost today."""
    return answer(200, booking_now(_booking(request, pk), request.user, request.at))


@router.delete("/bookings/{int:pk}", response={200: Cancelled, **faults(404, 409, 503)}, operation_id="cancel_booking")
def cancel(request, pk: int, key: Key = None):
    """Cancel a booking with all its seats, at the fee that reading it says. Possible until the cohort starts."""
    return once(request, key, lambda: _cancel(request, pk))


@router.put(
    "/bookings/{int:pk}/seats/{int:number}/participant",
    response={200: SeatOut, **faults(404, 409, 413, 503)},
    operation_id="name_participant",
)
def name(request, pk: int, number: int, participant: ParticipantIn, key: Key = None):
    """Put a person on an unnamed seat, or let a person take a named seat over from whoever has it."""
    return once(request, key, lambda: _name(request, pk, number, participant))


def _book(request, code, wanted):
    actor, at = request.user, request.at
    if len(wanted.participants) > wanted.seats:
        raise Invalid("participants", _too_many(len(wanted.participants), wanted.seats))
    people = [_attendee(one, at, f"participants.{n}.") for n, one in enumerate(wanted.participants)]
    with asked_about(request, wanted.company, code) as (company, cohort):
        order = {"cohort": cohort, "company": company, "purchase_order": wanted.purchase_order or ""}
        try:
            booking = book_seats(**order, count=wanted.seats, people=people, actor=actor, at=at)
        except CohortFull:
            if not wanted.waiting_list:
                raise
            return 202, waiting(join_waiting_list(**order, seats=wanted.seats, people=people, actor=actor, at=at))
    return 201, booking_just_made(booking, actor, at)


def _cancel(request, pk):
    booking = _booking(request, pk)
    seats = booking.seats.count()
    fee = cancel_booking(booking=booking, actor=request.user, at=request.at)
    return 200, Cancelled(id=pk, status="cancelled", seats=seats, fee_cents=fee, currency=booking.currency)


def _name(request, pk, number, participant):
    actor, at = request.user, request.at
    attendee = _attendee(participant, at)
    seat = get_object_or_404(
        seats_changed_by(actor).select_related("cohort__edition__programme__office", "enrolment__person"),
        booking=pk,
        number=number,
    )
    if seat.enrolment is None:
        name_seat(seat=seat, attendee=attendee, actor=actor, at=at)
    elif not attendee.is_person(seat.enrolment.person):
        replace_person(seat=seat, attendee=attendee, actor=actor, at=at)
    booking = _booking(request, pk)
    # Named, and given back by somebody else a moment later: then there is nothing left to show.
    chair = get_object_or_404(booking.seats.select_related("enrolment__person"), number=number)
    return 200, seats_shown(booking, [chair], actor, at)[0]


def _booking(request, pk):
    return get_object_or_404(bookings_changed_by(request.user).select_related(*WITH_CONTRACT), pk=pk)


def _attendee(participant, at, place=""):
    born = participant.date_of_birth
    if born is not None and born >= timezone.localdate(at):
        raise Invalid(f"{place}date_of_birth", _("Nobody who takes part was born on that day."))
    return Attendee(**participant.dict())


def _too_many(named, seats):
    return ngettext(
        "You named %(named)d people for %(seats)d seat.", "You named %(named)d people for %(seats)d seats.", seats
    ) % {"named": named, "seats": seats}
