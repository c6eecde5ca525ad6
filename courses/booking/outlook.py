"""What lies ahead, as queries: cohorts to book, deadlines, the sessions that a company's people go to."""

import datetime as dt

from django.db.models import Count, Q
from django.utils import timezone

from courses.booking.models import Booking
from courses.booking.models.seats import not_held
from courses.booking.permissions import open_on
from courses.cohorts.models import Cohort, SeminarSession

UNNAMED = Count("seats", filter=Q(seats__booking__isnull=False, seats__enrolment__isnull=True))
TAKEN = Count("seats", filter=Q(seats__booking__isnull=False))


def free_seats(at, or_held_by=None):
    """
    The chairs that nobody has booked or holds at `at`, counted per cohort: the same rule as `Seat.objects.free`.

    With `or_held_by` chairs that this user keeps for a form count as free.
    """
    over = not_held(at, "seats__")
    if or_held_by is not None:
        over |= Q(seats__held_by=or_held_by)
    return Count("seats", filter=Q(over, seats__booking__isnull=True, seats__removed_at__isnull=True))


def cohorts_to_book(at):
    """The cohorts that anybody may book now, with `free` chairs, soonest first."""
    return (
        Cohort.objects.filter(open_on(timezone.localdate(at)))
        .select_related("edition__programme")
        .annotate(free=free_seats(at))
        .order_by("starts_on", "code")
    )


def naming_day(cohort):
    """The day by which names are wanted."""
    return cohort.naming_deadline or cohort.starts_on


def decision_day(cohort):
    """The day by which the office decides whether the cohort takes place."""
    return cohort.decision_on or cohort.starts_on - dt.timedelta(days=cohort.edition.organiser_cancels_by_days)


def sessions_ahead(companies, at, most=5):
    """The next sessions of cohorts in which these companies hold seats, soonest first, with their days."""
    rows = (
        SeminarSession.objects.filter(
            cohort__in=Booking.objects.filter(company__in=companies, seats__isnull=False).values("cohort"),
            days__date__gte=timezone.localdate(at),
        )
        .exclude(status=SeminarSession.Status.CANCELLED)
        .select_related("seminar", "cohort", "host__company")
        .prefetch_related("days")
        .order_by("days__date", "pk")[: most * 3]
    )
    return list({row.pk: row for row in rows}.values())[:most]
