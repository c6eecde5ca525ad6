"""The waiting list of a cohort that has begun: closed for good, every company told."""

from django.db.models import Q
from django.utils import timezone

from courses.booking import letters_of_terms as letters
from courses.booking.models import WaitEntry
from courses.cohorts.models import Cohort
from lms.audit.log import record

OVER = (Cohort.Status.RUNNING, Cohort.Status.COMPLETED)


def line_is_over(cohort, at):
    """Whether nobody can be served from the waiting list of this cohort any more: it runs, or its first day is past."""
    if cohort.status == Cohort.Status.BOOKING_OPEN:
        return cohort.starts_on < timezone.localdate(at)
    return cohort.status in OVER


def lines_over(at):
    """The same rule as a condition on cohorts."""
    past = Q(status=Cohort.Status.BOOKING_OPEN, starts_on__lt=timezone.localdate(at))
    return Q(status__in=OVER) | past


def close_entry(entry, at, *, actor=None):
    """Close an entry that waits, or whose offer has been taken back, and tell the company. The cohort is locked."""
    entry.state, entry.closed_at, entry.people = WaitEntry.State.CLOSED, at, []
    entry.save(update_fields=["state", "closed_at", "people"])
    record("waiting.closed", actor=actor, subject=entry, at=at)
    letters.tell_line_closed(entry, at=at)
