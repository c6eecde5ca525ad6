"""What the public programme pages show of cohorts: free chairs, dates, hosts, earlier runs; bounded in queries."""

from django.db.models import Case, Count, Q, Sum, Value, When
from django.utils import timezone

from courses.booking.models.seats import not_held
from courses.booking.outlook import TAKEN, bookable, chairs_counted
from courses.booking.permissions import open_on
from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum import facts

LATER_AT_MOST = 5
CATALOGUE_AT_MOST = 500


def open_cohorts(at):
    """Cohorts that can be booked at the moment `at`, with their chairs counted, the earliest first: one query."""
    day = timezone.localdate(at)
    return (
        Cohort.objects.filter(open_on(day))
        .select_related("edition__programme__office", "edition__chamber")
        .annotate(taken=TAKEN, **chairs_counted(at))
        .order_by("starts_on", "code")
    )


@facts.next_cohorts.answered_by
def next_cohorts(at):
    """Return what each programme offers next, by programme: one query."""
    found, day = {}, timezone.localdate(at)
    for cohort in open_cohorts(at)[:CATALOGUE_AT_MOST]:
        found.setdefault(cohort.edition.programme_id, _cohort_facts(cohort, day))
    return found


@facts.programme_facts.answered_by
def programme_facts(programme_id, at):
    """Return the cohorts of a programme that can be booked and what earlier ones came to: at most six queries."""
    cohorts = list(open_cohorts(at).filter(edition__programme=programme_id)[: LATER_AT_MOST + 1])
    first = _cohort_facts(cohorts[0], timezone.localdate(at), chairs_at=at) if cohorts else None
    completed = Q(status=Cohort.Status.COMPLETED)
    history = Cohort.objects.filter(edition__programme=programme_id).aggregate(
        runs=Count("pk", filter=completed),
        people=Sum("past_participants", filter=completed),
        certified=Sum("past_certified", filter=completed),
        running=Count("pk", filter=Q(status=Cohort.Status.RUNNING)),
    )
    return facts.ProgrammeFacts(
        next=first,
        later=tuple(_cohort_facts(cohort, timezone.localdate(at)) for cohort in cohorts[1:]),
        **{name: number or 0 for name, number in history.items()},
    )


def _cohort_facts(cohort, day, chairs_at=None):
    office = cohort.edition.programme.office
    return facts.CohortFacts(
        code=cohort.code,
        number=cohort.number,
        edition=cohort.edition,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        taken=cohort.taken,
        free=bookable(cohort),
        unadmitted=cohort.free - bookable(cohort),
        held=cohort.standing - cohort.taken - cohort.free,
        book_url=f"/cohorts/{cohort.code}/book/",
        private_desk=office if office.email or office.phone else None,
        decision_on=cohort.decision_on if cohort.decision_on and cohort.decision_on >= day else None,
        is_confirmed=cohort.confirmed_at is not None,
        assessment_date=cohort.assessment_date,
        chairs=_chairs(cohort, chairs_at) if chairs_at else (),
        sessions=_sessions(cohort) if chairs_at else (),
    )


def _chairs(cohort, at):
    """A chair that somebody holds is drawn as taken: nobody else can have it now."""
    chairs = cohort.seats.in_room().order_by("number")
    free = Case(When(Q(booking__isnull=True) & not_held(at), then=Value("free")), default=Value("taken"))
    return tuple(chairs.annotate(state=free).values("number", "state"))


def _sessions(cohort):
    sessions = (
        SeminarSession.objects.filter(cohort=cohort)
        .exclude(status=SeminarSession.Status.CANCELLED)
        .select_related("host__company")
        .prefetch_related("days", "lecturers")
        .order_by("seminar__position")
    )
    return tuple(
        facts.SessionFacts(
            seminar_id=session.seminar_id,
            days=tuple(sorted(day.date for day in session.days.all())),
            site=session.host,
            lecturers=tuple(session.lecturers.all()),
        )
        for session in sessions
    )
