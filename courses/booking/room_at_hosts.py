"""The second limit of a group: what the hosts of its sessions to come admit, beside the guests they expect."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery

from courses.cohorts.heads import more_heads
from courses.cohorts.models import SeminarSession


@dataclass(frozen=True)
class TightHost:
    """
    A session whose host lacks room for the cohort: `admits` people, of whom `guests` come from elsewhere.

    `session` is its code, `spoken` how people call it.
    """

    session: str
    spoken: str
    admits: int
    guests: int


def _sessions(cohort):
    """The sessions to come of a cohort that have a host's limit, the one with the least room first."""
    return (
        SeminarSession.objects.filter(
            cohort=cohort, status=SeminarSession.Status.PLANNED, host__max_visitors__isnull=False
        )
        .annotate(admits=F("host__max_visitors") * F("parallel_groups"), others=more_heads(OuterRef("pk")))
        .annotate(room=F("admits") - F("others"))
        .order_by("room", "seminar__position")
    )


def room_at_tightest(cohort):
    """The room at the tightest host of a cohort (its key) as an expression for queries about something else of it."""
    return Subquery(_sessions(cohort).values("room")[:1])


def room_beside_cohorts():
    """The same as an expression over cohorts."""
    return Subquery(_sessions(OuterRef("pk")).values("room")[:1])


def hosts_too_small(cohort, people):
    """Return the hosts that have no room for so many `people` of a cohort, the tightest first. One query."""
    sessions = list(_sessions(cohort).filter(room__lt=people).select_related("seminar"))
    for session in sessions:
        session.cohort = cohort
    return [TightHost(str(session), session.spoken, session.admits, session.others) for session in sessions]
