"""The tables of this room."""

from courses.booking.models.bookings import Booking, Enrolment
from courses.booking.models.declarations import Declaration
from courses.booking.models.seats import Seat, SeatEvent
from courses.booking.models.substitutes import StandIn, TakeoverRequest
from courses.booking.models.waiting import Pledge, WaitEntry

__all__ = [
    "Booking",
    "Declaration",
    "Enrolment",
    "Pledge",
    "Seat",
    "SeatEvent",
    "StandIn",
    "TakeoverRequest",
    "WaitEntry",
]
