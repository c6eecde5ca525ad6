"""Doors to the acts of this room."""

from courses.booking.views.book import book, book_private
from courses.booking.views.company import companies, company, company_history
from courses.booking.views.names import blank, import_names
from courses.booking.views.office import capacity, opening
from courses.booking.views.seats import cancel, give_back, name, replace
from courses.booking.views.waiting import offer

__all__ = [
    "blank",
    "book",
    "book_private",
    "cancel",
    "capacity",
    "companies",
    "company",
    "company_history",
    "give_back",
    "import_names",
    "name",
    "offer",
    "opening",
    "replace",
]
