"""Sheets at a glance: which are open since when, how a cohort attended each seminar."""

from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import F, Max, Min, Q, Sum
from django.utils import timezone

from courses.attendance.models import Mark
from courses.attendance.rules import sheet_is_closed
from courses.cohorts.models import Cohort, SeminarSession
from lms.lib.alphabet import in_alphabet


@dataclass
class OpenSheet:
    """A session that is over while its sheet is not closed; `missing` are the names without signature."""

    session: SeminarSession
    last_day: object
    days_open: int
    missing: list = field(default_factory=list)


def open_sheets(sessions, at):
    """
    Return the OpenSheets among the queryset `sessions`, the oldest first. Two queries.

    A sheet is open from the last day of its session on; `days_open` is 0 on that day.
    """
    today = timezone.localdate(at)
    found = (
        sessions.filter(sheet__closed_at__isnull=True)
        .exclude(status=SeminarSession.Status.CANCELLED)
        .exclude(cohort__status=Cohort.Status.CANCELLED)
        .annotate(last_day=Max("days__date"))
        .filter(last_day__lte=today)
        .select_related("cohort", "seminar", "host__company")
        .prefetch_related("lecturers")
        .order_by("last_day", "pk")
    )
    sheets = {session.pk: OpenSheet(session, session.last_day, (today - session.last_day).days) for session in found}
    unsigned = (
        Mark.objects.filter(day__session__in=list(sheets), status=Mark.Status.OPEN)
        .filter(Q(enrolment__ends_on__isnull=True) | Q(enrolment__ends_on__gt=F("day__date")))
        .select_related("enrolment__person", "day")
        .order_by(*in_alphabet("enrolment__person__family_name", "enrolment__person__given_name"))
    )
    for mark in unsigned:
        names = sheets[mark.day.session_id].missing
        if mark.enrolment.person.full_name not in names:
            names.append(mark.enrolment.person.full_name)
    return list(sheets.values())


def next_sessions(sessions, at, most=4):
    """Return the soonest sessions that have not ended yet, with `first_day` and `last_day`. One query."""
    return list(
        sessions.exclude(status=SeminarSession.Status.CANCELLED)
        .annotate(first_day=Min("days__date"), last_day=Max("days__date"))
        .filter(last_day__gte=timezone.localdate(at))
        .select_related("cohort", "seminar", "host__company", "sheet")
        .order_by("first_day", "pk")[:most]
    )


@dataclass(frozen=True)
class Attended:
    """How a session was attended; `share` is exact, None before anything is entered."""

    session: SeminarSession
    first_day: object
    units: int
    planned: int
    provisional: bool

    @property
    def share(self):
        return Fraction(self.units, self.planned) if self.planned else None


def attended_by_session(cohort):
    """
    Return Attended for each session of the cohort, in the order of the curriculum. Two queries.

    Counted are the cohort's own people while they were enrolled: guests count at home, what was made up elsewhere
    is not attendance here.
    """
    figures = {
        session: (units, planned)
        for session, units, planned in Mark.objects.filter(day__session__cohort=cohort, enrolment__cohort=cohort)
        .exclude(status=Mark.Status.OPEN, enrolment__ends_on__lte=F("day__date"))
        .values_list("day__session")
        .annotate(there=Sum("units"), planned=Sum("day__units"))
        .order_by()
    }
    sessions = (
        cohort.sessions.exclude(status=SeminarSession.Status.CANCELLED)
        .select_related("seminar", "sheet")
        .annotate(first_day=Min("days__date"))
        .order_by("seminar__position")
    )
    return [
        Attended(session, session.first_day, *figures.get(session.pk, (0, 0)), provisional=not sheet_is_closed(session))
        for session in sessions
    ]
