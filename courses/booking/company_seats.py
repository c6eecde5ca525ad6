"""The seats of a company, grouped by cohort: who sits there as far as the company may know, and what can be done."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from courses.booking.company_page import told_of
from courses.booking.models import Booking, Enrolment, Seat, TakeoverRequest
from courses.booking.permissions import people_seen_by
from courses.booking.prices import UnnamedReturn, free_until, free_until_of, last_move_after_booking, return_of_unnamed
from courses.booking.rules import consent_needed
from courses.cohorts.models import Cohort, SessionDay

# A company with more seats than this sees its cohorts folded, each with its numbers.
MANY = 40
OVER = {Cohort.Status.COMPLETED, Cohort.Status.CANCELLED}


@dataclass
class SeatRow:
    """
    One seat of a booking, named or not. Runs from before this system have people without chairs: `seat` is None.

    `known` is false once the person no longer works here: the seat stays, the view closes.
    """

    booking: Booking
    seat: Seat | None
    enrolment: Enrolment | None
    known: bool = False
    # Until when it is given back freely because a date was moved after the booking, or None.
    free_until: dt.date | None = None
    # What becomes of it without a name, or None.
    returned: UnnamedReturn | None = None
    # What was last asked of the office about this seat, while it waits or was declined for whoever sits there.
    request: TakeoverRequest | None = None
    told: list = field(default_factory=list)

    @property
    def person(self):
        """Who sits there, if the company may know."""
        return self.enrolment.person if self.known else None


@dataclass
class Group:
    """The seats of one cohort."""

    cohort: Cohort
    begun: bool
    free_until: dt.date | None
    # Whether a booking can still be cancelled as a whole.
    cancellable: bool = False
    # Whether somebody is replaced with the office's word only.
    asks: bool = False
    folded: bool = False
    rows: list = field(default_factory=list)

    @property
    def bookings(self):
        """The bookings that still have seats here, oldest first, each with `seats_now`: read from the rows."""
        counted = Counter(row.booking.pk for row in self.rows if row.seat)
        found = {row.booking.pk: row.booking for row in self.rows if row.seat}
        for booking in found.values():
            booking.seats_now = counted[booking.pk]
        return sorted(found.values(), key=lambda booking: (booking.booked_at, booking.pk))

    @property
    def is_over(self):
        """Whether nothing more can be done."""
        return self.cohort.status in OVER

    @property
    def unnamed(self):
        """How many seats have no name."""
        return 0 if self.is_over else sum(row.enrolment is None for row in self.rows)


def seat_groups(company, at):
    """Return the Groups of this company by their start: those with seats to name first, those that are over last."""
    day = timezone.localdate(at)
    rows = _rows(company)
    employed = set(people_seen_by(company, day).values_list("person", flat=True))
    for row in rows:
        row.known = row.enrolment is not None and row.enrolment.person_id in employed
    told = told_of(company, [row.enrolment for row in rows if row.known], at)
    requests = _requests(rows)
    groups = {}
    for row in rows:
        cohort = row.booking.cohort
        if cohort.pk not in groups:
            groups[cohort.pk] = _group(cohort, day)
            groups[cohort.pk].asks = consent_needed(day, row.booking.consent_from)
        row.told = told.get(row.enrolment.pk, []) if row.known else []
        row.request = requests.get((row.seat.pk, row.enrolment.pk)) if row.seat and row.enrolment else None
        if row.enrolment is None and cohort.status == Cohort.Status.BOOKING_OPEN:
            row.returned = return_of_unnamed(cohort, day, row.booking.names_due_on)
        row.free_until = _free_after_move(row.booking, groups[cohort.pk], day)
        groups[cohort.pk].rows.append(row)
    for group in groups.values():
        group.folded = group.is_over or len(rows) > MANY
    return sorted(groups.values(), key=_urgency)


def _free_after_move(booking, group, day):
    """Until when a seat is given back freely after a move, unless that is over or the table is as kind for longer."""
    until = free_until_of(booking)
    if until is None or until < day or group.is_over:
        return None
    by_table = None if group.begun else group.free_until
    return None if by_table and by_table >= until else until


def _urgency(group):
    return group.is_over, not group.unnamed, group.cohort.starts_on, group.cohort.code


def groups_for(request, company, at):
    """Return the groups of the company whose page is asked for, read once per request."""
    if not hasattr(request, "_seat_groups"):
        request._seat_groups = seat_groups(company, at)
    return request._seat_groups


def seat_counts(groups):
    """Return {"booked", "unnamed"}: how many seats there are in cohorts that are not over."""
    open_groups = [group for group in groups if not group.is_over]
    return {
        "booked": sum(row.seat is not None for group in open_groups for row in group.rows),
        "unnamed": sum(group.unnamed for group in open_groups),
    }


def _rows(company):
    """All seats of the company's bookings, then its people without a chair; each cohort is one object throughout."""
    consent_day_of = (
        SessionDay.objects.filter(
            session__cohort=OuterRef("cohort"), session__seminar=OuterRef("cohort__edition__consent_from")
        )
        .order_by()
        .values("session")
        .annotate(first=Min("date"))
    )
    bookings = {
        booking.pk: booking
        for booking in Booking.objects.filter(company=company)
        .annotate(consent_from=Subquery(consent_day_of.values("first")), last_move=last_move_after_booking())
        .select_related("cohort__edition__programme__office")
        .prefetch_related("cohort__edition__cancellation_steps")
    }
    seats = Seat.objects.filter(booking__company=company).select_related("enrolment__person").order_by("number")
    rows = [SeatRow(bookings[seat.booking_id], seat, seat.enrolment) for seat in seats]
    chairless = Enrolment.objects.filter(booking__company=company, seat__isnull=True, ending="")
    rows += [SeatRow(bookings[one.booking_id], None, one) for one in chairless.select_related("person")]
    for row in rows:
        if row.enrolment is not None:
            row.enrolment.cohort = row.booking.cohort
    return rows


def _requests(rows):
    """Return {(seat, enrolment): the last request about it} of those that wait or were declined."""
    states = [TakeoverRequest.State.ASKED, TakeoverRequest.State.DECLINED]
    found = TakeoverRequest.objects.filter(
        enrolment__in=[row.enrolment.pk for row in rows if row.enrolment], state__in=states
    )
    return {(one.seat_id, one.enrolment_id): one for one in found}


def _group(cohort, day):
    last = free_until(cohort)
    return Group(
        cohort,
        begun=day >= cohort.starts_on,
        free_until=last if last and last >= day else None,
        cancellable=cohort.status not in OVER and day <= cohort.starts_on,
    )
