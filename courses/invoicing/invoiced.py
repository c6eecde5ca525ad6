"""For how many seats the invoices over an instalment stand, and for how many they should: of who owes it still."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from courses.booking.models import Seat
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
    """Return what was Invoiced of these bookings. Two queries."""
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
    credits = Invoice.objects.filter(corrects=OuterRef("pk"), by_amount=False)
    taken_off = credits.filter(Q(given__isnull=False) | Q(invoiced_again=True)).order_by().values("corrects")
    issued = Invoice.objects.filter(booking__in=bookings, instalment__isnull=False).annotate(
        taken_off=_number(taken_off.annotate(number=Sum("seats"))),
        again=Exists(credits.filter(invoiced_again=True)),
    )
    facts = issued.values_list("pk", "booking", "instalment", "seats", "taken_off", "again")
    for pk, booking, position, seats, gone, again in facts:
        found.invoiced[booking, position] += seats - gone
        found.versions[booking, position] += 1
        if not again:
            keys[pk] = booking, position
    return keys


def with_seats_invoiced(bookings, positions):
    """Add to bookings `seats_now`, and for each position how many seats its invoices were written over."""
    seats = Seat.objects.filter(booking=OuterRef("pk")).order_by().values("booking")
    issued = Invoice.objects.filter(booking=OuterRef("pk")).order_by().values("booking")
    return bookings.annotate(
        seats_now=_number(seats.annotate(number=Count("pk"))),
        **{f"over_{one}": _number(issued.filter(instalment=one).annotate(number=Sum("seats"))) for one in positions},
    )


def seats_missing(positions):
    """
    Return the condition under which `missing` may find seats, of bookings `with_seats_invoiced`, for these positions.

    It may only err towards reading a booking: whoever gave up seats, or was credited to be invoiced anew, is reckoned
    in full; of all others the seats on the invoices say it.
    """
    given = SeatsGiven.objects.filter(booking=OuterRef("pk"))
    came_back = SeatsGiven.objects.filter(kind=Kind.UNDONE, successor=OuterRef("pk"))
    again = Invoice.objects.filter(booking=OuterRef("pk"), invoiced_again=True)
    found = Q(pk__in=[])
    for one in positions:
        found |= Q(**{f"over_{one}__lt": F("seats_now")})
    return found | (Q(Exists(given) | Exists(came_back) | Exists(again)) if positions else found)


def _number(rows):
    return Coalesce(Subquery(rows.values("number")), 0, output_field=IntegerField())
