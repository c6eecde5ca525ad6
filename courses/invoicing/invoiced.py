"""For how many seats the invoices over an instalment stand: of those who owe it, not of who gave theirs up."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from courses.invoicing.models import Invoice, SeatsGiven

Kind = SeatsGiven.Kind


@dataclass
class Invoiced:
    """For how many seats of each booking and instalment invoices stand, of whoever owes them still."""

    seats: dict
    versions: dict
    withdrawn: dict

    def seats_of(self, booking, position):
        """Return (seats, how many versions of the invoice there are)."""
        key = booking.pk, position
        return self.seats[key], self.versions[key]


def seats_invoiced(bookings):
    """
    What was invoiced of these bookings, less what was credited for seats given up or to be invoiced anew.

    A seat that was given up and stays on its invoice (not settled yet, or kept there) stands for nobody else. That of
    somebody who withdrew is owed, and counts among `withdrawn`, until the office says otherwise.
    """
    found = Invoiced(defaultdict(int), defaultdict(int), defaultdict(int))
    position_of = {}
    issued = Invoice.objects.filter(booking__in=bookings, instalment__isnull=False)
    for pk, booking, position, seats in issued.values_list("pk", "booking", "instalment", "seats"):
        position_of[pk] = booking, position
        found.seats[booking, position] += seats
        found.versions[booking, position] += 1
    credited = defaultdict(int)
    notes = Invoice.objects.filter(corrects__in=position_of, by_amount=False)
    notes = notes.values_list("corrects", "given", "invoiced_again", "seats")
    for invoice, given, again, seats in notes:
        if given or again:
            found.seats[position_of[invoice]] -= seats
            credited[given, position_of[invoice]] += seats
    for invoice, _given, again, _seats in notes:
        if again:
            position_of.pop(invoice, None)
    rows = list(SeatsGiven.objects.filter(Q(booking__in=bookings) | Q(kind=Kind.UNDONE, successor__in=bookings)))
    came_back = {(given.successor_id, given.booking_id) for given in rows if given.kind == Kind.UNDONE}
    for given in rows:
        if given.price_stays_due:
            found.withdrawn[given.booking_id] += given.seats
            continue
        if (given.booking_id, given.successor_id) in came_back:
            continue
        for key in {position_of[pk] for pk in given.standing if pk in position_of}:
            found.seats[key] -= given.seats - credited[given.pk, key]
    return found
