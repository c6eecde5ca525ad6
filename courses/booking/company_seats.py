"""The seats of a company, grouped by cohort: who sits there as far as the company may know, and what can be done."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from courses.booking.company_page import told_of
from courses.booking.models import Seat
from courses.booking.permissions import people_seen_by
from courses.booking.prices import free_until
from courses.cohorts.models import Cohort

OVER = {Cohort.Status.COMPLETED, Cohort.Status.CANCELLED}


@dataclass
class SeatRow:
    """One seat. `known` is false once the person no longer works here: the seat stays, the view closes."""

    seat: Seat
    known: bool
    told: list = field(default_factory=list)

    @property
    def person(self):
        """Who sits there, if the company may know."""
        return self.seat.enrolment.person if self.known else None

    @property
    def state(self):
        """For the row's number: free (no name yet) or taken."""
        return "" if self.seat.enrolment_id else "free"


@dataclass
class Group:
    """The seats of one cohort."""

    cohort: Cohort
    begun: bool
    free_until: dt.date | None
    rows: list = field(default_factory=list)

    @property
    def is_over(self):
        """Whether nothing more can be done."""
        return self.cohort.status in OVER

    @property
    def unnamed(self):
        """How many seats have no name."""
        return sum(row.seat.enrolment_id is None for row in self.rows)


def seat_groups(company, at):
    """Return the Groups of this company: those to come and running by their start, then those that are over."""
    day = timezone.localdate(at)
    seats = list(
        Seat.objects.filter(booking__company=company)
        .select_related("cohort__edition__programme", "booking", "enrolment__person")
        .prefetch_related("cohort__edition__cancellation_steps")
        .order_by("cohort__starts_on", "cohort", "number")
    )
    employed = set(people_seen_by(company, day).values_list("person", flat=True))
    shown = [seat for seat in seats if seat.enrolment is not None and seat.enrolment.person_id in employed]
    for seat in shown:
        seat.enrolment.cohort = seat.cohort
    told = told_of(company, [seat.enrolment for seat in shown], at)
    known = {seat.pk for seat in shown}
    groups = {}
    for seat in seats:
        if seat.cohort_id not in groups:
            groups[seat.cohort_id] = _group(seat.cohort, day)
        groups[seat.cohort_id].rows.append(SeatRow(seat, seat.pk in known, told.get(seat.enrolment_id, [])))
    return sorted(groups.values(), key=lambda group: group.is_over)


def _group(cohort, day):
    last = free_until(cohort)
    return Group(cohort, begun=day >= cohort.starts_on, free_until=last if last and last >= day else None)
