"""The one door to chairs: every page calls these acts. Only loading a file writes seats itself, in bulk."""

from courses.booking.actions.address import send_invoices_to
from courses.booking.actions.book import book_privately, book_seats
from courses.booking.actions.capacity import open_booking, set_capacity
from courses.booking.actions.decide import confirm_cohort
from courses.booking.actions.declare import (
    carry_out_declaration,
    close_declaration,
    receive_certain_declaration,
    receive_declaration,
)
from courses.booking.actions.hold import hold_seats, let_go
from courses.booking.actions.leave import cancel_booking, give_back_seat, withdraw
from courses.booking.actions.name import name_seat, replace_person
from courses.booking.actions.name_many import name_people
from courses.booking.actions.order import move_by_one, move_up
from courses.booking.actions.pledges import pledge_seats, withdraw_pledge
from courses.booking.actions.settle import settle_cohort
from courses.booking.actions.stand_in import call_off_stand_in, send_stand_in
from courses.booking.actions.takeover import (
    agree_to_takeover,
    ask_for_takeover,
    decline_takeover,
    undo_takeover,
    withdraw_request,
)
from courses.booking.actions.unnamed import ask_for_names, return_unnamed
from courses.booking.actions.waiting import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
    position_of,
)
from courses.booking.actions.waiting_privately import wait_privately

__all__ = [
    "accept_offer",
    "ask_for_names",
    "agree_to_takeover",
    "ask_for_takeover",
    "book_privately",
    "book_seats",
    "call_off_stand_in",
    "cancel_booking",
    "carry_out_declaration",
    "close_declaration",
    "confirm_cohort",
    "decline_offer",
    "decline_takeover",
    "give_back_seat",
    "hold_seats",
    "join_waiting_list",
    "leave_waiting_list",
    "let_go",
    "move_by_one",
    "move_up",
    "name_people",
    "name_seat",
    "open_booking",
    "pledge_seats",
    "position_of",
    "receive_certain_declaration",
    "receive_declaration",
    "replace_person",
    "return_unnamed",
    "send_invoices_to",
    "send_stand_in",
    "set_capacity",
    "settle_cohort",
    "undo_takeover",
    "wait_privately",
    "withdraw",
    "withdraw_pledge",
    "withdraw_request",
]
