"""The waiting list: entering it, reading the place, answering an offer, leaving."""

from django.shortcuts import get_object_or_404
from ninja import Router

from courses.booking.actions import accept_offer, join_waiting_list, leave_waiting_list
from courses.booking.api.asking import asked_about
from courses.booking.api.schemas import AcceptIn, BookingOut, WaitingIn, WaitingOut
from courses.booking.api.showing import booking_just_made, waiting
from courses.booking.permissions import wait_entries_of
from lms.api.faults import answer, faults
from lms.api.idempotency import Key, once

router = Router(tags=["Waiting list"])


@router.post(
    "/cohorts/{slug:code}/waiting-list",
    response={201: WaitingOut, **faults(404, 409, 413, 503)},
    operation_id="join_waiting_list",
)
def join(request, code: str, wanted: WaitingIn, key: Key = None):
    """Enter a company for seats of a cohort that has not enough of them."""
    return once(request, key, lambda: _join(request, code, wanted))


@router.get("/waiting-list/{int:pk}", response={200: WaitingOut, **faults(404)}, operation_id="read_waiting_list")
def read(request, pk: int):
    """Read how an entry stands: its place in line, or the offer that it has."""
    return answer(200, waiting(_entry(request, pk)))


@router.delete(
    "/waiting-list/{int:pk}", response={200: WaitingOut, **faults(404, 409, 503)}, operation_id="leave_waiting_list"
)
def leave(request, pk: int, key: Key = None):
    """Leave the waiting list for good; an offer is declined by it."""
    return once(request, key, lambda: _leave(request, pk))


@router.post(
    "/waiting-list/{int:pk}/booking",
    response={201: BookingOut, **faults(404, 409, 413, 503)},
    operation_id="accept_offer",
)
def accept(request, pk: int, wanted: AcceptIn, key: Key = None):
    """Book the seats that are offered to an entry, while the offer holds."""
    return once(request, key, lambda: _accept(request, pk, wanted))


def _join(request, code, wanted):
    with asked_about(request, wanted.company, code) as (company, cohort):
        entry = join_waiting_list(
            cohort=cohort,
            company=company,
            seats=wanted.seats,
            accepts_fewer=wanted.accepts_fewer,
            purchase_order=wanted.purchase_order or "",
            actor=request.user,
            at=request.at,
        )
    return 201, waiting(entry)


def _leave(request, pk):
    return 200, waiting(leave_waiting_list(entry=_entry(request, pk), actor=request.user, at=request.at))


def _accept(request, pk, wanted):
    entry = _entry(request, pk)
    booking = accept_offer(entry=entry, keep_waiting=wanted.keep_waiting, actor=request.user, at=request.at)
    booking.chairs = list(booking.seats.select_related("enrolment__person").order_by("number"))
    return 201, booking_just_made(booking, request.user, request.at)


def _entry(request, pk):
    return get_object_or_404(wait_entries_of(request.user).select_related("cohort", "company"), pk=pk)
