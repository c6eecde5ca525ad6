"""Who may keep a sheet, decide on make-ups and read reasons of absence; hosts and participants may not."""

from django.db.models import Q

from courses.attendance.models import Mark
from courses.booking.models import Enrolment
from courses.cohorts.models import SeminarSession
from courses.curriculum.permissions import may_manage, programmes_managed_by
from lms.organisations.permissions import may_host_at


def _is_there(actor):
    return bool(actor and actor.is_authenticated and actor.is_active)


def teaches(actor, session):
    """Whether `actor` is one of the session's lecturers."""
    return (
        _is_there(actor)
        and actor.person_id is not None
        and SeminarSession.lecturers.through.objects.filter(seminarsession=session, person=actor.person_id).exists()
    )


def may_keep_sheet(actor, session):
    """Whether `actor` calls the roll of this session, closes its sheet and corrects it: its lecturers, the office."""
    return teaches(actor, session) or may_manage(actor, session.cohort.edition.programme)


def sessions_kept_by(actor):
    """The sessions whose sheet `actor` may keep."""
    if not _is_there(actor):
        return SeminarSession.objects.none()
    kept = Q(cohort__edition__programme__in=programmes_managed_by(actor).values("pk"))
    if actor.person_id is not None:
        kept |= Q(
            pk__in=SeminarSession.lecturers.through.objects.filter(person=actor.person_id).values("seminarsession")
        )
    return SeminarSession.objects.filter(kept)


def knows_session(actor, session):
    """Whether `actor` knows that this session exists although they may not keep its sheet: is told no, not 404."""
    if not _is_there(actor):
        return False
    mine = Enrolment.objects.filter(Q(cohort=session.cohort_id) | Q(make_ups__guest_of=session))
    takes_part = actor.person_id is not None and mine.filter(person=actor.person_id).exists()
    return takes_part or (session.host is not None and may_host_at(actor, session.host))


def may_accept_make_up(actor, enrolment):
    """Whether `actor` decides what this person makes up, and where: the office."""
    return may_manage(actor, enrolment.cohort.edition.programme)


def enrolments_made_up_by(actor):
    """The enrolments for which `actor` decides on make-ups."""
    return Enrolment.objects.filter(cohort__edition__programme__in=programmes_managed_by(actor).values("pk"))


def may_read_reason(actor, mark):
    """Whether `actor` reads and writes why somebody was away: the office alone, for it may speak of health."""
    return may_manage(actor, mark.enrolment.cohort.edition.programme)


def marks_with_reason_for(actor):
    """The marks whose reason of absence `actor` reads and writes."""
    return Mark.objects.filter(enrolment__cohort__edition__programme__in=programmes_managed_by(actor).values("pk"))
