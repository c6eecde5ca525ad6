"""Doors to the acts of this room."""

from courses.booking.views.book import book, book_private
from courses.booking.views.company import (
    companies,
    company,
    company_calendar,
    company_history,
    company_people,
    company_sessions,
)
from courses.booking.views.office import capacity, opening
from courses.booking.views.seats import cancel, give_back, name, replace
from courses.booking.views.stand_ins import call_off, stand_in
from courses.booking.views.takeovers import answer_takeover, seat_history, takeover, undo
from courses.booking.views.waiting import offer

__all__ = [
    "answer_takeover",
    "book",
    "book_private",
    "call_off",
    "cancel",
    "capacity",
    "companies",
    "company",
    "company_calendar",
    "company_history",
    "company_people",
    "company_sessions",
    "give_back",
    "name",
    "offer",
    "opening",
    "replace",
    "seat_history",
    "stand_in",
    "takeover",
    "undo",
]
