"""Who may keep a sheet, decide on make-ups and read reasons of absence; hosts and participants may not."""

from django.db.models import Q

from courses.attendance.models import Mark
from courses.booking.models import Enrolment
from courses.cohorts.models import SeminarSession
from courses.cohorts.permissions import receives, sessions_taught_by, teaches
from courses.curriculum.permissions import may_manage, programmes_managed_by


def may_keep_sheet(actor, session):
    """Whether `actor` calls the roll of this session, closes its sheet and corrects it: its lecturers, the office."""
    return teaches(actor, session) or may_manage(actor, session.cohort.edition.programme)


def sessions_kept_by(actor):
    """The sessions whose sheet `actor` may keep."""
    return SeminarSession.objects.filter(
        Q(cohort__edition__programme__in=programmes_managed_by(actor).values("pk"))
        | Q(pk__in=sessions_taught_by(actor).values("pk"))
    )


def knows_session(actor, session):
    """Whether `actor` knows that this session exists although they may not keep its sheet: is told no, not 404."""
    if not (actor.is_authenticated and actor.is_active):
        return False
    mine = Enrolment.objects.filter(Q(cohort=session.cohort_id) | Q(make_ups__guest_of=session))
    takes_part = actor.person_id is not None and (
        mine.filter(person=actor.person_id).exists()
        or session.stand_ins.coming().filter(person=actor.person_id).exists()
    )
    return takes_part or receives(actor, session)


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
