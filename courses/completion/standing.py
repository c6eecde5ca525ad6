"""Where everybody of a cohort stands: gathered with a fixed number of queries, judged by the rules."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Sum, prefetch_related_objects
from django.utils import timezone

from courses.attendance.models import MakeUp, Mark
from courses.attendance.rules import sheet_is_closed
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
        return "open" if self.seen.lies_ahead else "miss"


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
    # Of runs from before this system: how it ended is known from papers, no session is recorded here.
    from_papers: bool = False

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


def _gather_attendance(cohorts, enrolments):
    """Return {cohort id: _Facts} of attendance alone; five queries, however many cohorts and people there are."""
    facts = {cohort.pk: _Facts(cohort, [], [], {}, {}, {}, defaultdict(list)) for cohort in cohorts}
    sessions = (
        SeminarSession.objects.filter(cohort__in=facts)
        .exclude(status=SeminarSession.Status.CANCELLED)
        .select_related("seminar", "sheet", "host", "host__company")
        .prefetch_related("days")
    )
    for session in sessions:
        facts[session.cohort_id].sessions[session.seminar_id] = session
    marks = (
        Mark.objects.filter(enrolment__in=enrolments, day__session__cohort=F("enrolment__cohort"))
        .values_list("enrolment__cohort", "enrolment", "day__session__seminar")
        .annotate(attended=Sum("units"))
        .order_by()
    )
    for cohort, enrolment, seminar, units in marks:
        facts[cohort].attended[enrolment, seminar] = units
    make_ups = MakeUp.objects.filter(enrolment__in=enrolments).values_list(
        "enrolment__cohort", "enrolment", "seminar", "units"
    )
    for cohort, enrolment, seminar, units in make_ups:
        facts[cohort].make_ups[enrolment, seminar] = units
    by_edition = defaultdict(list)
    for one in facts.values():
        by_edition[one.cohort.edition_id].append(one)
    for seminar in (
        Seminar.objects.filter(edition__in=by_edition).select_related("knowledge_check").order_by("position")
    ):
        for one in by_edition[seminar.edition_id]:
            one.seminars.append(seminar)
    return facts


def _gather(cohorts, enrolments):
    """Return {cohort id: _Facts} with all that papers depend on; eight queries, however much there is."""
    facts = _gather_attendance(cohorts, enrolments)
    prefetch_related_objects([each for one in facts.values() for each in one.sessions.values()], "lecturers")
    homes = {enrolment.pk: enrolment.cohort_id for enrolment in enrolments}
    for result in Result.objects.filter(enrolment__in=enrolments).order_by("attempt"):
        facts[homes[result.enrolment_id]].results[result.enrolment_id].append(result)
    by_edition = defaultdict(list)
    for one in facts.values():
        by_edition[one.cohort.edition_id].append(one)
    for requirement in Requirement.objects.filter(edition__in=by_edition):
        for one in by_edition[requirement.edition_id]:
            one.requirements.append(requirement)
    return facts


def _is_held(session):
    return session is not None and (session.status == SeminarSession.Status.HELD or hasattr(session, "sheet"))


def _seen(seminar, enrolment, facts, today):
    session = facts.sessions.get(seminar.pk)
    days = list(session.days.all()) if session else []
    held = _is_held(session)
    over = facts.cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)
    stays = not over and enrolment.ends_on is None
    first, last = (days[0].date, days[-1].date) if days else (None, None)
    while_enrolled = first is None or (
        last >= enrolment.starts_on and (enrolment.ends_on is None or first < enrolment.ends_on)
    )
    begun = held and stays and not sheet_is_closed(session)
    return Seen(
        planned=sum(day.units for day in days) or seminar.units_presence,
        attended=facts.attended.get((enrolment.pk, seminar.pk), 0),
        made_up=facts.make_ups.get((enrolment.pk, seminar.pk), 0),
        held=held,
        while_enrolled=while_enrolled,
        still_possible=not held and stays,
        ahead=sum(day.units for day in days if day.date > today and day.date >= enrolment.starts_on) if begun else 0,
    )


def _standing(enrolment, facts, today):
    edition = facts.cohort.edition
    results = facts.results.get(enrolment.pk, [])
    seminars = _seminars(enrolment, facts, {result.requirement_id for result in results if result.passed}, today)
    figures = _figures(edition, seminars)
    paper = getattr(enrolment, "paper_outcome", None)
    provisional = any(
        _is_held(each.session) and each.seen.while_enrolled and not sheet_is_closed(each.session) for each in seminars
    )
    settled = figures.to_come == 0 and not provisional
    from_papers = paper is not None and not facts.has_sessions
    if from_papers:
        attendance_met = paper.outcome != paper.Outcome.ATTENDANCE_MISSED
    else:
        attendance_met = reaches(figures.final, edition.attendance_threshold)
    items = items_for(
        enrolment=enrolment,
        edition=edition,
        requirements=facts.requirements,
        results=results,
        paper=paper,
        figures=figures,
        settled=settled,
        attendance_met=attendance_met,
        known_from_paper=from_papers,
        provisional=provisional,
    )
    return Standing(
        enrolment=enrolment,
        forecast=figures,
        provisional=provisional,
        final=settled,
        attendance_met=attendance_met,
        items=items,
        seminars=seminars,
        earned=_earned(enrolment, items, settled, attendance_met),
        from_papers=from_papers,
    )


def _seminars(enrolment, facts, passed, today):
    return [
        SeminarStanding(
            seminar=seminar,
            session=facts.sessions.get(seminar.pk),
            seen=_seen(seminar, enrolment, facts, today),
            check_passed=hasattr(seminar, "knowledge_check") and seminar.knowledge_check.pk in passed,
        )
        for seminar in facts.seminars
    ]


def _figures(edition, seminars):
    return forecast(
        [each.seen for each in seminars],
        total=edition.units_presence,
        threshold_percent=edition.attendance_threshold,
        max_make_ups=edition.max_make_up_sessions,
    )


def _earned(enrolment, items, settled, attendance_met):
    if enrolment.ending == Enrolment.Ending.CANCELLED:
        return None
    done = {item.kind for item in items if item.state == "done"}
    assessments = {item.kind for item in items if item.is_assessment}
    data = {item.kind for item in items if not item.is_assessment and item.kind != "attendance"}
    return document_earned(
        final=settled or enrolment.ends_on is not None,
        attendance_met=attendance_met and enrolment.ends_on is None,
        assessments_met=assessments <= done,
        data_complete=data <= done,
    )


def standings_of_cohorts(cohorts, at):
    """
    Return {cohort id: [Standing, ...]} of everybody who takes or took part in these cohorts, in the order of names.

    Nine queries, however many cohorts, people or sessions there are; the cohorts' editions are to be read already.
    """
    cohorts = {cohort.pk: cohort for cohort in cohorts}
    enrolments = list(
        Enrolment.objects.filter(cohort__in=cohorts)
        .exclude(ending=Enrolment.Ending.CANCELLED)
        .select_related("person", "booking", "paper_outcome")
    )
    for enrolment in enrolments:
        enrolment.cohort = cohorts[enrolment.cohort_id]
    facts = _gather(cohorts.values(), enrolments)
    standings = {pk: [] for pk in cohorts}
    today = timezone.localdate(at)
    for enrolment in enrolments:
        standings[enrolment.cohort_id].append(_standing(enrolment, facts[enrolment.cohort_id], today))
    return standings


def standings_of(cohort, at):
    """Return the Standing of everybody who takes or took part in `cohort`; see `standings_of_cohorts`."""
    return standings_of_cohorts([cohort], at)[cohort.pk]


def attendance_of_enrolments(enrolments, at):
    """
    Return [(enrolment, [SeminarStanding, ...], Forecast)] of these enrolments: attendance alone, checks are not asked.

    Five queries, however many there are; their cohorts and editions are to be read already.
    """
    facts = _gather_attendance({each.cohort_id: each.cohort for each in enrolments}.values(), enrolments)
    today = timezone.localdate(at)
    found = []
    for enrolment in enrolments:
        seminars = _seminars(enrolment, facts[enrolment.cohort_id], frozenset(), today)
        found.append((enrolment, seminars, _figures(enrolment.cohort.edition, seminars)))
    return found


def standings_of_enrolments(enrolments, at):
    """
    Return the Standing of each of these enrolments, in their order.

    Eight queries, however many there are, and one each for person, booking and paper that are not read already.
    """
    prefetch_related_objects(enrolments, "person", "booking", "paper_outcome")
    facts = _gather({each.cohort_id: each.cohort for each in enrolments}.values(), enrolments)
    today = timezone.localdate(at)
    return [_standing(each, facts[each.cohort_id], today) for each in enrolments]


def standing_of(enrolment, at):
    """Return the Standing of one enrolment; `at` is an aware datetime."""
    return standings_of_enrolments([enrolment], at)[0]


def next_session(standing, at):
    """Return the SeminarStanding whose session comes next after `at`, or None."""
    today = timezone.localdate(at)
    ahead = []
    for each in standing.seminars:
        days = [day.date for day in each.session.days.all()] if each.session and each.seen.lies_ahead else []
        if days and days[-1] >= today:
            ahead.append((days[0], each.seminar.position, each))
    return min(ahead, key=lambda entry: entry[:2])[2] if ahead else None
