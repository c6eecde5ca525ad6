"""Doors to the acts of this room."""

from courses.booking.views.book import book, book_private
from courses.booking.views.company import companies, company, company_history
from courses.booking.views.decision import decision
from courses.booking.views.office import capacity, opening
from courses.booking.views.pledges import pledge
from courses.booking.views.pledges import withdraw as withdraw_pledge
from courses.booking.views.seats import cancel, give_back, name, replace
from courses.booking.views.waiting import offer

__all__ = [
    "book",
    "book_private",
    "cancel",
    "capacity",
    "companies",
    "company",
    "company_history",
    "decision",
    "give_back",
    "name",
    "offer",
    "opening",
    "pledge",
    "replace",
    "withdraw_pledge",
]
