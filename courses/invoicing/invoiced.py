"""For how many seats the invoices over an instalment stand, and for how many they should: of who owes it still."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from courses.invoicing.models import Invoice, SeatsGiven

Kind, Outcome = SeatsGiven.Kind, SeatsGiven.Outcome


def _counted():
    return field(default_factory=lambda: defaultdict(int))


@dataclass
class Invoiced:
    """Seats by (booking, instalment); `withdrawn` by booking."""

    invoiced: dict = _counted()  # on invoices, less what was credited for seats given up, or to be invoiced anew
    versions: dict = _counted()
    kept: dict = _counted()  # given up, and owed all the same
    unsettled: dict = _counted()  # given up, on an invoice until that is settled
    withdrawn: dict = _counted()  # gone, with the price still due

    def missing(self, booking, position, seats):
        """For how many seats this instalment is still to be invoiced, where the booking has so many `seats` now."""
        key = booking.pk, position
        # Two that gave up seats may have stood on one that was left: below nothing there is nothing.
        standing = max(0, self.invoiced[key] - self.unsettled[key])
        return seats + self.withdrawn[booking.pk] + self.kept[key] - standing


def seats_invoiced(bookings):
    """Return what was Invoiced of these bookings. Three queries."""
    found = Invoiced()
    keys = _count_invoices(found, bookings)
    rows = list(SeatsGiven.objects.filter(Q(booking__in=bookings) | Q(kind=Kind.UNDONE, successor__in=bookings)))
    came_back = {(given.successor_id, given.booking_id) for given in rows if given.kind == Kind.UNDONE}
    for given in rows:
        if given.price_stays_due:
            found.withdrawn[given.booking_id] += given.seats
        elif (given.booking_id, given.successor_id) not in came_back:
            for position in given.staying:
                found.kept[given.booking_id, position] += given.seats
            for key in {keys[pk] for pk in given.standing if pk in keys} if not given.outcome else ():
                found.unsettled[key] += given.seats
    return found


def _count_invoices(found, bookings):
    """Count the seats on invoices; return {pk: (booking, instalment)} of those not credited to be invoiced anew."""
    keys = {}
    issued = Invoice.objects.filter(booking__in=bookings, instalment__isnull=False)
    for pk, booking, position, seats in issued.values_list("pk", "booking", "instalment", "seats"):
        keys[pk] = booking, position
        found.invoiced[booking, position] += seats
        found.versions[booking, position] += 1
    taken_off = Invoice.objects.filter(corrects__in=keys, by_amount=False).filter(
        Q(given__isnull=False) | Q(invoiced_again=True)
    )
    for pk, again, seats in taken_off.values_list("corrects", "invoiced_again", "seats"):
        found.invoiced[keys[pk]] -= seats
        if again:
            del keys[pk]
    return keys
