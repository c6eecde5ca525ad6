"""Where everybody of a cohort stands: gathered with a fixed number of queries, judged by the rules."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils import timezone

from courses.attendance.models import MakeUp, Mark
from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort, SeminarSession
from courses.completion.items import Item, items_for
from courses.completion.rules import Forecast, Seen, document_earned, forecast, reaches
from courses.curriculum.models import Requirement, Seminar
from courses.learning.models import Result


@dataclass(frozen=True)
class SeminarStanding:
    """One seminar for one person; `session` is None while it is not planned."""

    seminar: Seminar
    session: SeminarSession | None
    seen: Seen
    check_passed: bool

    @property
    def state(self):
        """The state of the moulded part: done, half, miss, next (set by the caller) or open."""
        if self.seen.credited:
            return "done" if self.check_passed or not hasattr(self.seminar, "knowledge_check") else "half"
        return "open" if self.seen.still_possible else "miss"


@dataclass(frozen=True)
class Standing:
    """Attendance, what is missing, and which paper is earned. Units are teaching units, shares exact Fractions."""

    enrolment: Enrolment
    forecast: Forecast
    provisional: bool
    final: bool
    attendance_met: bool
    items: list[Item] = field(repr=False)
    seminars: list[SeminarStanding] = field(repr=False)
    earned: str | None = None

    @property
    def units_attended(self):
        return self.forecast.attended

    @property
    def units_held(self):
        return self.forecast.held

    @property
    def units_to_come(self):
        return self.forecast.to_come

    @property
    def units_total(self):
        return self.forecast.total

    @property
    def now(self):
        return self.forecast.now

    @property
    def best(self):
        return self.forecast.best

    @property
    def make_up_needed(self):
        return self.forecast.make_up_needed

    @property
    def missing(self):
        """What stands between this person and the certificate."""
        return [item for item in self.items if item.state != "done"]


@dataclass
class _Facts:
    """Everything that the standings of one cohort need, read once."""

    cohort: Cohort
    seminars: list[Seminar]
    requirements: list[Requirement]
    sessions: dict[int, SeminarSession]
    attended: dict[tuple[int, int], int]
    make_ups: dict[tuple[int, int], int]
    results: dict[int, list[Result]]

    @property
    def has_sessions(self):
        """False for runs from before this system, of which only the papers are known."""
        return bool(self.sessions)


def _gather(cohort, enrolments):
    sessions = {
        session.seminar_id: session
        for session in cohort.sessions.exclude(status=SeminarSession.Status.CANCELLED)
        .select_related("sheet", "host", "host__company")
        .prefetch_related("days", "lecturers")
    }
    marks = (
        Mark.objects.filter(enrolment__in=enrolments, day__session__cohort=cohort)
        .values_list("enrolment_id", "day__session__seminar_id")
        .annotate(attended=Sum("units"))
        .order_by()
    )
    results = defaultdict(list)
    for result in Result.objects.filter(enrolment__in=enrolments).order_by("attempt"):
        results[result.enrolment_id].append(result)
    return _Facts(
        cohort=cohort,
        seminars=list(cohort.edition.seminars.select_related("knowledge_check").order_by("position")),
        requirements=list(cohort.edition.requirements.all()),
        sessions=sessions,
        attended={(enrolment, seminar): units for enrolment, seminar, units in marks},
        make_ups={
            (made.enrolment_id, made.seminar_id): made.units for made in MakeUp.objects.filter(enrolment__in=enrolments)
        },
        results=results,
    )


def _is_held(session):
    return session is not None and (session.status == SeminarSession.Status.HELD or hasattr(session, "sheet"))


def _seen(seminar, enrolment, facts):
    session = facts.sessions.get(seminar.pk)
    days = list(session.days.all()) if session else []
    held = _is_held(session)
    over = facts.cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)
    first, last = (days[0].date, days[-1].date) if days else (None, None)
    while_enrolled = first is None or (
        last >= enrolment.starts_on and (enrolment.ends_on is None or first < enrolment.ends_on)
    )
    return Seen(
        planned=sum(day.units for day in days) or seminar.units_presence,
        attended=facts.attended.get((enrolment.pk, seminar.pk), 0),
        made_up=facts.make_ups.get((enrolment.pk, seminar.pk), 0),
        held=held,
        while_enrolled=while_enrolled,
        still_possible=not held and not over and enrolment.ends_on is None,
    )


def _standing(enrolment, facts):
    edition = facts.cohort.edition
    results = facts.results.get(enrolment.pk, [])
    passed = {result.requirement_id for result in results if result.passed}
    seminars = [
        SeminarStanding(
            seminar=seminar,
            session=facts.sessions.get(seminar.pk),
            seen=_seen(seminar, enrolment, facts),
            check_passed=hasattr(seminar, "knowledge_check") and seminar.knowledge_check.pk in passed,
        )
        for seminar in facts.seminars
    ]
    figures = forecast(
        [each.seen for each in seminars],
        total=edition.units_presence,
        threshold_percent=edition.attendance_threshold,
        max_make_ups=edition.max_make_up_sessions,
    )
    paper = getattr(enrolment, "paper_outcome", None)
    open_sheets = [
        each
        for each in seminars
        if _is_held(each.session) and each.seen.while_enrolled and not _is_closed(each.session)
    ]
    settled = figures.to_come == 0 and not open_sheets
    if facts.has_sessions or paper is None:
        attendance_met = reaches(figures.final, edition.attendance_threshold)
    else:
        attendance_met = paper.outcome != paper.Outcome.ATTENDANCE_MISSED
    items = items_for(
        enrolment=enrolment,
        edition=edition,
        requirements=facts.requirements,
        results=results,
        paper=paper,
        figures=figures,
        settled=settled,
        attendance_met=attendance_met,
        known_from_paper=paper is not None and not facts.has_sessions,
        provisional=bool(open_sheets),
    )
    done = {item.kind for item in items if item.state == "done"}
    assessments = {item.kind for item in items if item.is_assessment}
    data = {item.kind for item in items if not item.is_assessment and item.kind != "attendance"}
    cancelled = enrolment.ending == Enrolment.Ending.CANCELLED
    return Standing(
        enrolment=enrolment,
        forecast=figures,
        provisional=bool(open_sheets),
        final=settled,
        attendance_met=attendance_met,
        items=items,
        seminars=seminars,
        earned=None
        if cancelled
        else document_earned(
            final=settled or enrolment.ends_on is not None,
            attendance_met=attendance_met and enrolment.ends_on is None,
            assessments_met=assessments <= done,
            data_complete=data <= done,
        ),
    )


def _is_closed(session):
    sheet = getattr(session, "sheet", None)
    return sheet is not None and sheet.closed_at is not None


def standings_of(cohort, at):
    """
    Return the Standing of everybody who takes or took part in `cohort`, in the order of names.

    The number of queries does not depend on how many people or sessions there are. `at` is an aware datetime.
    """
    enrolments = list(
        cohort.enrolments.exclude(ending=Enrolment.Ending.CANCELLED).select_related(
            "person", "booking", "paper_outcome"
        )
    )
    facts = _gather(cohort, enrolments)
    return [_standing(enrolment, facts) for enrolment in enrolments]


def standing_of(enrolment, at):
    """Return the Standing of one enrolment; `at` is an aware datetime."""
    return _standing(enrolment, _gather(enrolment.cohort, [enrolment]))


def next_session(standing, at):
    """Return the SeminarStanding whose session comes next after `at`, or None."""
    today = timezone.localdate(at)
    ahead = []
    for each in standing.seminars:
        days = [day.date for day in each.session.days.all()] if each.session and each.seen.still_possible else []
        if days and days[-1] >= today:
            ahead.append((days[0], each.seminar.position, each))
    return min(ahead, key=lambda entry: entry[:2])[2] if ahead else None
