"""The seats of a company, grouped by cohort: who sits there as far as the company may know, and what can be done."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from courses.booking.company_page import told_of
from courses.booking.models import Booking, Enrolment, Seat
from courses.booking.permissions import people_seen_by
from courses.booking.prices import free_until
from courses.cohorts.models import Cohort

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
    rows: list = field(default_factory=list)

    @property
    def unnamed(self):
        """How many booked seats have no name yet."""
        return sum(row.enrolment is None for row in self.rows)

    @property
    def is_over(self):
        """Whether nothing more can be done."""
        return self.cohort.status in OVER


def seat_groups(company, at):
    """Return the Groups of this company: those to come and running by their start, then those that are over."""
    day = timezone.localdate(at)
    rows = _rows(company)
    employed = set(people_seen_by(company, day).values_list("person", flat=True))
    for row in rows:
        row.known = row.enrolment is not None and row.enrolment.person_id in employed
    told = told_of(company, [row.enrolment for row in rows if row.known], at)
    groups = {}
    for row in rows:
        cohort = row.booking.cohort
        if cohort.pk not in groups:
            groups[cohort.pk] = _group(cohort, day)
        row.told = told.get(row.enrolment.pk, []) if row.known else []
        groups[cohort.pk].rows.append(row)
    return sorted(groups.values(), key=lambda group: (group.is_over, group.cohort.starts_on, group.cohort.code))


def _rows(company):
    """All seats of the company's bookings, then its people without a chair; each cohort is one object throughout."""
    bookings = {
        booking.pk: booking
        for booking in Booking.objects.filter(company=company)
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


def _group(cohort, day):
    last = free_until(cohort)
    return Group(cohort, begun=day >= cohort.starts_on, free_until=last if last and last >= day else None)
