"""Which seminars somebody has missed, and which sessions of other cohorts would make up for them."""

from dataclasses import dataclass, field

from django.db.models import Q, Sum
from django.utils import timezone

from courses.attendance import rules
from courses.attendance.models import MakeUp, Mark
from courses.attendance.roster import expected_at
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.curriculum.models import Seminar


@dataclass
class Missed:
    """A seminar of which `lost` teaching units are missing, and the sessions elsewhere that would fit."""

    seminar: Seminar
    planned: int
    attended: int
    lost: int
    fitting: list = field(default_factory=list)


@dataclass(frozen=True)
class Fitting:
    """A session of another cohort; `room` is how many more visitors its host admits (None: no limit named)."""

    session: SeminarSession
    days: list
    expected: int
    room: int | None

    @property
    def has_room(self):
        return self.room is None or self.room > 0


def same_seminar(one, other):
    """Whether two seminars teach the same: same code, or same position in the same programme."""
    return one.edition.programme_id == other.edition.programme_id and (
        one.code == other.code or one.position == other.position
    )


def missed_seminars(enrolment):
    """Return what of the sessions held so far is missing, as Missed in the order of the curriculum. Three queries."""
    held = (
        SeminarSession.objects.filter(cohort=enrolment.cohort_id, status=SeminarSession.Status.HELD)
        .select_related("seminar__edition")
        .annotate(taught=Sum("days__units"))
        .order_by("seminar__position")
    )
    attended = dict(
        Mark.objects.filter(enrolment=enrolment, day__session__cohort=enrolment.cohort_id)
        .values_list("day__session__seminar")
        .annotate(there=Sum("units"))
        .order_by()
    )
    made_up = dict(MakeUp.objects.filter(enrolment=enrolment).values_list("seminar", "units"))
    found = []
    for session in held:
        seminar = session.seminar
        planned, there = session.taught or seminar.units_presence, attended.get(seminar.pk, 0)
        lost = rules.missing(planned, there, made_up.get(seminar.pk, 0))
        if lost:
            found.append(Missed(seminar, planned, there, lost))
    return found


def room_at(sessions, at):
    """Return by session (how many more visitors the host admits, or None; how many are coming). Three queries."""
    rooms = {}
    expected = expected_at(sessions, at)
    for session in sessions:
        most = session.host.max_visitors if session.host else None
        coming = expected[session.pk]
        rooms[session.pk] = rules.room_left(coming, most, session.parallel_groups), coming
    return rooms


def find_fitting(enrolment, missed, at):
    """
    Put into each Missed the planned sessions of other cohorts that teach it, soonest first. Return `missed`.

    Sessions without room stay in the list, so that the office sees where a second group would help. Five queries.
    """
    today = timezone.localdate(at)
    same = Q(pk__in=[])
    for one in missed:
        same |= Q(seminar__code=one.seminar.code) | Q(seminar__position=one.seminar.position)
    sessions = list(
        SeminarSession.objects.filter(
            same,
            seminar__edition__programme=enrolment.cohort.edition.programme_id,
            status=SeminarSession.Status.PLANNED,
            pk__in=SessionDay.objects.filter(date__gte=today).values("session"),
        )
        .exclude(cohort=enrolment.cohort_id)
        .exclude(cohort__status=Cohort.Status.CANCELLED)
        .select_related("seminar__edition", "cohort", "host__company")
        .prefetch_related("days")
    )
    rooms = room_at(sessions, at)
    for one in missed:
        for session in sessions:
            days = sorted(session.days.all(), key=lambda day: day.date)
            if same_seminar(one.seminar, session.seminar) and days[0].date >= today:
                room, expected = rooms[session.pk]
                one.fitting.append(Fitting(session, days, expected, room))
        one.fitting.sort(key=lambda fit: fit.days[0].date)
    return missed
