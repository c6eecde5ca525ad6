"""Hears of seats that were given up and puts them on the office's list; that is all that happens with the act."""

from django.utils import timezone

from courses.booking.given_up import hears_of_given_seats
from courses.invoicing.crediting import standing_for
from courses.invoicing.models import SeatsGiven


@hears_of_given_seats
def note(given, *, actor, at):
    """
    Note what was given up, in the act's own transaction. Whatever an invoice lacks, a cancellation goes through.

    With no invoice and no fee there is nothing to settle, unless a withdrawn person's price stays due.
    """
    kind = SeatsGiven.Kind(given.kind)
    standing, to_judge = standing_for(given.booking, given.free_because, timezone.localdate(at))
    stays_due = kind == SeatsGiven.Kind.WITHDRAWN and not given.free_because
    if given.seats and (stays_due or given.fee_cents or standing):
        SeatsGiven.objects.create(
            booking=given.booking,
            kind=kind,
            seats=given.seats,
            fee_cents=given.fee_cents,
            free_because=given.free_because,
            to_judge=to_judge,
            successor=given.successor,
            standing=[invoice.pk for invoice in standing],
            at=at,
        )
