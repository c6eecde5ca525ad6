"""
Seats that a booking no longer has: rooms above are told within the same transaction, and this room knows none of them.

A listener is a function of (given, actor, at) that may only write rows; what it refuses would undo the cancellation.
"""

from collections.abc import Callable
from dataclasses import dataclass

from courses.booking.models import Booking

# Why giving up costs nothing: a date was moved, the cohort was called off, a consumer within the legal term.
MOVED, ORGANISER, CONSUMER = "moved", "organiser", "consumer"
TAKEN_OVER, UNDONE = "taken_over", "undone"


@dataclass(frozen=True)
class Given:
    """
    What happened to `seats` seats of a booking.

    `kind` is "cancelled" (before the start; `fee_cents` is due for each seat), "withdrawn" (while it runs; the price
    stays due), TAKEN_OVER (by `successor`, another company's booking at its own price) or UNDONE (so was that takeover:
    `booking` is the successor's, cancelled with it; `successor` is the former one, which has its seat again). With
    `free_because` (MOVED, ORGANISER, CONSUMER) nothing is due; whoever withdraws so owes no further instalment.
    """

    booking: Booking
    kind: str
    seats: int
    fee_cents: int = 0
    free_because: str = ""
    successor: Booking | None = None


_listeners: list[Callable] = []


def hears_of_given_seats(listener):
    """Register a listener; a decorator, does nothing the second time."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(given, *, actor, at):
    """Tell every room. Belongs inside the transaction of the act."""
    for listener in _listeners:
        listener(given, actor=actor, at=at)
