"""The one door to chairs: every page calls these acts. Only loading a file writes seats itself, in bulk."""

from courses.booking.actions.book import book_privately, book_seats
from courses.booking.actions.capacity import open_booking, set_capacity
from courses.booking.actions.leave import cancel_booking, give_back_seat, withdraw
from courses.booking.actions.name import name_seat, replace_person

__all__ = [
    "book_privately",
    "book_seats",
    "cancel_booking",
    "give_back_seat",
    "name_seat",
    "open_booking",
    "replace_person",
    "set_capacity",
    "withdraw",
]
