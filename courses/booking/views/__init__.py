"""Doors to the acts of this room."""

from courses.booking.views.address import invoice_address
from courses.booking.views.book import book, hold, release
from courses.booking.views.company import (
    companies,
    company,
    company_calendar,
    company_history,
    company_people,
    company_sessions,
)
from courses.booking.views.decision import decision
from courses.booking.views.declarations import carry_out, declaration, declarations
from courses.booking.views.declare import withdraw_by_link, withdraw_contract
from courses.booking.views.names import blank, import_names
from courses.booking.views.offer import offer
from courses.booking.views.office import capacity, opening
from courses.booking.views.pledges import pledge
from courses.booking.views.pledges import withdraw as withdraw_pledge
from courses.booking.views.private import book_private, hold_private, wait_private
from courses.booking.views.seats import cancel, give_back, name, replace
from courses.booking.views.stand_ins import call_off, stand_in
from courses.booking.views.takeovers import answer_takeover, seat_history, takeover, undo
from courses.booking.views.waiting import answer_waiting, join, order_waiting

__all__ = [
    "answer_takeover",
    "answer_waiting",
    "blank",
    "book",
    "book_private",
    "call_off",
    "cancel",
    "capacity",
    "carry_out",
    "companies",
    "company",
    "company_calendar",
    "company_history",
    "decision",
    "declaration",
    "declarations",
    "company_people",
    "company_sessions",
    "give_back",
    "hold",
    "hold_private",
    "import_names",
    "invoice_address",
    "join",
    "name",
    "offer",
    "opening",
    "order_waiting",
    "release",
    "pledge",
    "replace",
    "withdraw_pledge",
    "seat_history",
    "stand_in",
    "takeover",
    "undo",
    "wait_private",
    "withdraw_by_link",
    "withdraw_contract",
]
