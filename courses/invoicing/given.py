"""Hears of seats that were given up and puts them on the office's list; that is all that happens with the act."""

from django.utils import timezone

from courses.booking.given_up import hears_of_given_seats
from courses.invoicing.crediting import invoices_over, standing_for
from courses.invoicing.models import SeatsGiven

Kind, Outcome = SeatsGiven.Kind, SeatsGiven.Outcome


@hears_of_given_seats
def note(given, *, actor, at):
    """
    Note what was given up, in the act's own transaction. Whatever an invoice lacks, a cancellation goes through.

    With no invoice and no fee there is nothing to settle, unless a withdrawn person's price stays due; nor where all
    that was invoiced stays.
    """
    if given.kind == Kind.UNDONE:
        _note_undone(given, actor, at)
        return
    over = invoices_over(given.booking)
    standing, to_judge = standing_for(given.booking, over, given.free_because, timezone.localdate(at))
    stays_due = given.kind == Kind.WITHDRAWN and not given.free_because
    facts = {"fee_cents": given.fee_cents, "free_because": given.free_because, "to_judge": to_judge}
    if given.seats and (stays_due or given.fee_cents or standing):
        _write(given, standing, over, at, **facts)
    elif given.seats and over:
        _write(given, standing, over, at, **facts, outcome=Outcome.KEPT, settled_at=at, settled_by=actor)


def _note_undone(given, actor, at):
    """
    Note that the seat of a takeover went back: what the successor was invoiced is to be credited.

    What the former booking gave up by it is not given up; what was credited of that before falls due again.
    """
    returned = {"outcome": Outcome.RETURNED, "settled_at": at, "settled_by": actor}
    SeatsGiven.objects.filter(booking=given.successor, successor=given.booking, outcome="").update(**returned)
    standing = invoices_over(given.booking)
    _write(given, standing, standing, at, **({} if standing else returned))


def _write(given, standing, over, at, **fields):
    """Write the row; what is `over` the seats and not `standing` to be credited stays owed."""
    staying = {invoice.instalment for invoice in over} - {invoice.instalment for invoice in standing}
    SeatsGiven.objects.create(
        booking=given.booking,
        kind=given.kind,
        seats=given.seats,
        successor=given.successor,
        standing=[invoice.pk for invoice in standing],
        staying=sorted(staying),
        at=at,
        **fields,
    )
