"""What is to be credited for seats that were given up: which invoices, and how much."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Sum
from django.utils import timezone

from courses.booking.given_up import CONSUMER, MOVED, ORGANISER
from courses.booking.models import Booking
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.invoicing.due import first_days, parts_of
from courses.invoicing.lines import lines_of
from courses.invoicing.models import Invoice, InvoiceLine, SeatsGiven
from courses.invoicing.rules import asked_for, half_up, still_asked_for

Outcome = SeatsGiven.Outcome

FREELY_ON_THE_WAY = (MOVED, ORGANISER, CONSUMER)


@dataclass
class Standing:
    """
    How an invoice stands now: for so many `seats`, less `given_back` cents that were credited besides.

    Credit notes over seats that were given up take these seats off it. Those by hand lower what it asks for, over
    `by_hand` whole seats or by an amount, and so does a part that was agreed on: the seats stay.
    """

    invoice: Invoice
    lines: list
    seats: int
    given_back: int = 0
    by_hand: int = 0

    @property
    def cents(self):
        """What it asks for still, VAT included."""
        return still_asked_for(self.lines, self.seats, self.given_back)

    @property
    def seats_by_hand(self):
        """For how many seats a credit note by hand may be."""
        return self.seats - self.by_hand

    def over(self, seats):
        """What taking so many seats off it gives back."""
        return self.cents - still_asked_for(self.lines, self.seats - seats, self.given_back)

    def is_whole(self, seats):
        """Whether these seats give back what they cost: nothing of it was given back before."""
        return asked_for(self.lines, self.seats - seats) >= self.given_back

    def price_of(self, seats):
        """What so many seats cost on the invoice."""
        left = self.seats_by_hand
        return asked_for(self.lines, left) - asked_for(self.lines, left - seats)

    def over_by_hand(self, seats):
        """What so many seats give back whose place on it stays."""
        return min(self.cents, self.price_of(seats))


@dataclass(frozen=True)
class Credit:
    """What is to be given back of an invoice: over so many seats, so many cents; `part`: not all that they cost."""

    invoice: Invoice
    seats: int
    cents: int
    part: bool = False


def standings_of(invoices):
    """Return {pk: Standing} of invoices (a queryset or a list of keys), in their order. Three queries."""
    rows = Invoice.objects.invoices().filter(pk__in=invoices).prefetch_related("lines").order_by("pk")
    found = {row.pk: Standing(row, lines_of(row), row.seats) for row in rows}
    for note in Invoice.objects.filter(corrects__in=found):
        one = found[note.corrects_id]
        if note.invoiced_again or (note.given_id and not note.by_amount):
            one.seats -= note.seats
        else:
            one.given_back += note.gross_cents
            one.by_hand += 0 if note.by_amount else note.seats
    return found


def credits_for(given, invoices, standings):
    """
    Return the Credits that take these SeatsGiven off `invoices` (keys); `standings` are left as they then stand.

    An instalment that was invoiced in two versions is credited for the seats once.
    """
    found, left = [], defaultdict(lambda: given.seats)
    # What was lowered before is taken last: it stays with the seats that stay.
    for one in sorted((standings[pk] for pk in invoices), key=lambda one: one.given_back > 0):
        seats = min(left[one.invoice.instalment], one.seats)
        if cents := one.over(seats):
            found.append(Credit(one.invoice, seats, cents, part=not one.is_whole(seats)))
            left[one.invoice.instalment] -= seats
            one.seats -= seats
    return found


def part_of(credits, cents):
    """Return the Credits that give back `cents` in all instead, of the latest invoices first."""
    found = []
    for credit in reversed(credits):
        part = min(cents, credit.cents)
        if part:
            found.append(Credit(credit.invoice, credit.seats, part, part=True))
            cents -= part
    return found


def standing_for(booking, invoices, free_because, day):
    """
    Return (those of `invoices` that seats given up on `day` are credited from, whether the office has to judge).

    All of them, unless sessions have been held and it is free all the same: then those of seminars that lie ahead, an
    instalment of today being ahead. After a moved date that may be none: what was due before stays. Where no instalment
    is planned for what lies ahead, or the organiser called it off, all stand, and how much of them was for what was
    held is a matter of judgement; so it is where a consumer withdraws from the contract.
    """
    held = SeminarSession.objects.filter(cohort=booking.cohort_id, status=SeminarSession.Status.HELD)
    if free_because not in FREELY_ON_THE_WAY or not invoices or not held.exists():
        return invoices, False
    if free_because == CONSUMER:
        return invoices, True
    ahead = _positions_ahead(booking, day)
    lying_ahead = [invoice for invoice in invoices if invoice.instalment in ahead]
    if lying_ahead or (ahead and free_because == MOVED):
        return lying_ahead, False
    return invoices, True


def invoices_over(booking):
    """The invoices over instalments of a booking that stand for a seat still, oldest first."""
    found = standings_of(booking.invoices.invoices().exclude(instalment=None).values("pk"))
    return [one.invoice for one in found.values() if one.seats]


def sums_to_credit(given):
    """
    Return {pk: cents, gross} of what crediting each of these SeatsGiven gives back, in their order. Four queries.

    Two that stand on one invoice share it as they would if they were settled one after the other.
    """
    invoices = invoices_credited(given)
    standings = standings_of({pk for keys in invoices.values() for pk in keys})
    return {one.pk: sum(credit.cents for credit in credits_for(one, invoices[one.pk], standings)) for one in given}


def invoices_credited(given):
    """
    Return {pk: [keys of invoices]} that crediting each of these SeatsGiven takes them off.

    Whoever withdrew stands on later invoices too, as long as the price stays due.
    """
    owing = {one.booking_id: [] for one in given if one.price_stays_due}
    rows = Invoice.objects.invoices().filter(booking__in=owing, instalment__isnull=False).order_by("pk")
    for booking, pk in rows.values_list("booking", "pk") if owing else ():
        owing[booking].append(pk)
    return {one.pk: owing[one.booking_id] if one.price_stays_due else one.standing for one in given}


def outcomes_of(given):
    """
    How these seats may be settled, the usual way first.

    Whoever withdrew freely was told that nothing more falls due: that is not taken back. A consumer who withdrew from
    the contract before anything was taught owes nothing, so nothing else can be chosen.
    """
    if given.is_consumers_withdrawal and not given.to_judge:
        return [Outcome.CREDITED]
    if given.kind == SeatsGiven.Kind.WITHDRAWN:
        if not given.free_because:
            return [Outcome.KEPT, Outcome.WAIVED, Outcome.CREDITED, Outcome.PART]
        if given.to_judge:
            return [Outcome.PART, Outcome.WAIVED, Outcome.CREDITED]
        return [Outcome.CREDITED, Outcome.WAIVED]
    return [Outcome.PART, Outcome.KEPT, Outcome.CREDITED] if given.to_judge else [Outcome.CREDITED, Outcome.KEPT]


def happened_since(given):
    """
    Return (why, day) of what has happened since seats were given up that makes giving them up free: ("", None) if none.

    ORGANISER: the cohort was called off, MOVED: a date was moved on that day, in an edition in which that is a reason.
    Whoever had given up before has no claim by it; the office shall know it before it charges a fee. `given` is a row
    of `courses.invoicing.due.to_settle`; no query.
    """
    cohort = given.booking.cohort
    owes = given.fee_cents if given.kind == SeatsGiven.Kind.CANCELLED else given.price_stays_due
    if not owes:
        return "", None
    if cohort.status == Cohort.Status.CANCELLED:
        return ORGANISER, None
    if not cohort.edition.free_withdrawal_days_after_move:
        return "", None
    return (MOVED, timezone.localdate(given.last_move)) if given.last_move else ("", None)


def part_proposed(given, credited):
    """
    Return what of `credited` cents is for teaching that was not held when the seats were given up, as a proposal.

    By teaching units in presence: what was held since the booking is owed, of what was invoiced of the price so far.
    """
    booking = given.booking
    edition = booking.cohort.edition
    held = SessionDay.objects.filter(
        session__cohort=booking.cohort_id,
        session__status=SeminarSession.Status.HELD,
        date__gte=timezone.localdate(booking.booked_at),
        date__lte=timezone.localdate(given.at),
    ).aggregate(units=Sum("units"))["units"]
    prices = InvoiceLine.objects.filter(invoice__in=invoices_credited([given])[given.pk])
    invoiced = prices.aggregate(cents=Sum("price_cents"))["cents"]
    if not invoiced:
        return 0
    if not edition.units_presence:
        # Nothing is taught in presence, so nothing was held by this measure; how much is credited, somebody judges.
        return credited
    owed = Fraction(held or 0, edition.units_presence) * Fraction(booking.price_per_seat, invoiced)
    return max(0, half_up(credited * (1 - owed)))


def called_off(bookings):
    """The SeatsGiven of cohorts called off that are credited without anything to judge, oldest first."""
    return SeatsGiven.objects.filter(
        booking__in=bookings,
        booking__cohort__status=Cohort.Status.CANCELLED,
        outcome="",
        free_because=ORGANISER,
        to_judge=False,
    ).order_by("at", "pk")


def is_swept(given):
    """Whether an open SeatsGiven is among `called_off`: the same rule for one row."""
    cancelled = given.booking.cohort.status == Cohort.Status.CANCELLED
    return cancelled and given.free_because == ORGANISER and not given.to_judge


def _positions_ahead(booking, day):
    """The positions of the instalments whose day is `day` or later; one without a day has the last of the cohort."""
    booking = Booking.objects.select_related("cohort__edition").get(pk=booking.pk)
    days = first_days([booking.cohort_id])
    dated = {
        part.position: days.get((booking.cohort_id, part.seminar_id), booking.cohort.ends_on)
        for part in parts_of(booking.cohort.edition)
        if part.seminar_id is not None
    }
    return {position for position, event in dated.items() if event >= day}
