"""Hears of seats that were given up and puts them on the office's list; that is all that happens with the act."""

from courses.booking.given_up import hears_of_given_seats
from courses.invoicing.models import SeatsGiven


@hears_of_given_seats
def note(given, *, actor, at):
    """
    Note what was given up, in the act's own transaction. Whatever an invoice lacks, a cancellation goes through.

    Cancelled or taken over with no invoice and no fee, there is nothing to settle.
    """
    kind = SeatsGiven.Kind(given.kind)
    invoices = given.booking.invoices.invoices().exclude(instalment=None)
    standing = list(invoices.order_by("pk").values_list("pk", flat=True))
    idle = kind != SeatsGiven.Kind.WITHDRAWN and not given.fee_cents and not standing
    if given.seats and not idle:
        SeatsGiven.objects.create(
            booking=given.booking,
            kind=kind,
            seats=given.seats,
            fee_cents=given.fee_cents,
            successor=given.successor,
            standing=standing,
            at=at,
        )
