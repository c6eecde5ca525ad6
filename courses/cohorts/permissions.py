"""Who plans a cohort, who teaches or receives a session."""

from django.db.models import Exists, OuterRef, Q

from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.sections import seen_through_rooms
from courses.curriculum.permissions import may_manage, programmes_managed_by, programmes_managed_by_key
from lms.organisations.permissions import may_host_at, sites_of


def may_run(actor, cohort):
    """Whether `actor` runs this cohort: plans, books for others, corrects, issues."""
    return may_manage(actor, cohort.edition.programme)


def run_by(actor):
    """The same question as an expression over cohorts."""
    return Exists(programmes_managed_by(actor).filter(pk=OuterRef("edition__programme")))


def run_by_key(actor):
    """The same for a primary key; see `lms.accounts.grants.is_told_by_key`."""
    return Exists(programmes_managed_by_key(actor).filter(pk=OuterRef("edition__programme")))


def cohorts_run_by(actor):
    """The cohorts that `actor` runs."""
    return Cohort.objects.filter(edition__programme__in=programmes_managed_by(actor))


def teaches(actor, session):
    """Whether `actor` is a lecturer of this session."""
    person = getattr(actor, "person_id", None)
    return person is not None and actor.is_active and any(one.pk == person for one in session.lecturers.all())


def sessions_taught_by(actor):
    """The sessions that `actor` teaches."""
    person = getattr(actor, "person_id", None)
    if person is None or not actor.is_active:
        return SeminarSession.objects.none()
    return SeminarSession.objects.filter(lecturers=person)


def receives(actor, session):
    """Whether `actor` receives the group of this session."""
    return may_host_at(actor, session.host)


def sessions_received_by(actor):
    """The sessions at sites where `actor` receives groups."""
    return SeminarSession.objects.filter(host__in=sites_of(actor))


def sessions_worked_by(actor):
    """The sessions that `actor` runs, teaches or receives."""
    return SeminarSession.objects.filter(_worked_by(actor))


def sessions_seen_by(actor):
    """The sessions whose page `actor` may open: worked by, or let in by a room above (participants, guests)."""
    return SeminarSession.objects.filter(_worked_by(actor) | seen_through_rooms(actor))


def own_sessions(actor):
    """The sessions that `actor` goes to: teaches, takes part in, is a guest of. For a calendar."""
    return SeminarSession.objects.filter(Q(pk__in=sessions_taught_by(actor).values("pk")) | seen_through_rooms(actor))


def _worked_by(actor):
    return (
        Q(cohort__edition__programme__in=programmes_managed_by(actor))
        | Q(pk__in=sessions_taught_by(actor).values("pk"))
        | Q(host__in=sites_of(actor))
    )
