"""A stand-in for one session: seat, enrolment and head count stay as they are, somebody else comes that day."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters_of_substitutes as letters
from courses.booking.actions.called_off import call_off, note
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Enrolment, SeatEvent, StandIn
from courses.booking.people import people_for
from courses.booking.permissions import may_stand_in_for
from courses.booking.refusals import BookingClosed, StandInNotPossible
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import may_run
from lms.accounts.actions import open_account
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

_objections: list[Callable] = []


def objects_to_stand_ins(asks):
    """
    Register a function of (session, person) that raises StandInNotPossible: rooms above know guests and attendance.

    A decorator, does nothing the second time.
    """
    if asks not in _objections:
        _objections.append(asks)
    return asks


@in_one_go
def send_stand_in(*, session, enrolment, attendee, reason="", actor, at):
    """
    Let the attendee come to one session in place of a participant, write to all concerned, and return the StandIn.

    Until the session begins. The participant keeps the seat and gets no teaching units for the session; what the
    stand-in attends counts for nobody's certificate. The host's head count stays as it is.
    Raises NotAllowed, BookingClosed (cohort over), StandInNotPossible (its code says why), PersonUnclear or Busy.
    """
    cohort, enrolment = _locked(enrolment, actor)
    session = (
        SeminarSession.objects.select_related("seminar__edition", "host__company")
        .prefetch_related("days", "lecturers")
        .get(pk=session.pk, cohort=cohort)
    )
    session.cohort = cohort
    if why := why_nobody_stands_in(session, enrolment, at):
        raise why
    if StandIn.objects.coming().filter(session=session, enrolment=enrolment).exists():
        raise StandInNotPossible(
            "came_instead", _("Somebody comes in this person's place already. Call that off first, then name another.")
        )
    trusted = enrolment.booking is None or enrolment.booking.company_id is None or may_run(actor, cohort)
    person = people_for([attendee], company=enrolment.booking and enrolment.booking.company, trusted=trusted, at=at)[0]
    _refuse_if_there(session, enrolment, person)
    for asks in _objections:
        asks(session, person)
    stand_in = StandIn.objects.create(
        session=session, enrolment=enrolment, person=person, reason=reason, actor=actor, at=at
    )
    note(stand_in, SeatEvent.Kind.STAND_IN, reason=reason, actor=actor, at=at)
    record("stand_in.sent", actor=actor, subject=stand_in, at=at, session=session.pk, enrolment=enrolment.pk)
    open_account(person=person, at=at)
    letters.invite_stand_in(stand_in, actor=actor, at=at)
    return stand_in


@in_one_go
def call_off_stand_in(*, stand_in, reason="", actor, at):
    """
    Let the participant come after all: the stand-in is told and no longer expected. Return the StandIn.

    Until the session begins; who runs the cohort also later, as long as nothing is entered for the stand-in.
    Raises NotAllowed, BookingClosed, StandInNotPossible or Busy.
    """
    cohort, enrolment = _locked(stand_in.enrolment, actor)
    stand_in = StandIn.objects.select_related("person", "session__seminar", "session__host__company").get(
        pk=stand_in.pk
    )
    stand_in.enrolment, stand_in.session.cohort = enrolment, cohort
    if stand_in.called_off_at is not None:
        raise StandInNotPossible("came_instead", _("This was called off before. Nothing more is to be done."))
    if stand_in.units is not None:
        raise StandInNotPossible("was_there", _("The sheet says that this stand-in was there; it stays so."))
    if has_begun(stand_in.session, at) and not may_run(actor, cohort):
        raise StandInNotPossible("session_begun", _("The session has begun. Only the cluster office can change this."))
    call_off(stand_in, reason=reason, actor=actor, at=at)
    return stand_in


def has_begun(session, at):
    """Whether the first day of a session has begun at `at`."""
    days = sorted(session.days.all(), key=lambda day: day.date)
    return bool(days) and at >= timezone.make_aware(dt.datetime.combine(days[0].date, days[0].starts_at))


def why_nobody_stands_in(session, enrolment, at):
    """Return the StandInNotPossible for which nobody may be sent to this session for this participant, or None."""
    days = sorted(day.date for day in session.days.all())
    if session.status == session.Status.CANCELLED:
        return StandInNotPossible("session_begun", _("This session was cancelled."))
    if not days:
        return StandInNotPossible("session_begun", _("No day is set for this session yet. Come back once it is."))
    if session.status == session.Status.HELD or has_begun(session, at):
        return StandInNotPossible("session_begun", _("The session has begun; nobody else can come now."))
    left = enrolment.ends_on is not None and enrolment.ends_on <= days[0]
    if left or enrolment.starts_on > days[-1]:
        return StandInNotPossible("not_taking_part", _("This person does not take part in this session."))
    return None


def _locked(enrolment, actor):
    """Return (cohort, enrolment), read under the cohort's lock, if `actor` may send somebody for this participant."""
    cohort = lock_cohort(enrolment.cohort_id)
    enrolment = Enrolment.objects.select_related("booking__company", "person", "seat").get(pk=enrolment.pk)
    enrolment.cohort = cohort
    if not may_stand_in_for(actor, enrolment):
        raise NotAllowed(_("This participant was booked by another company."))
    if cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED):
        raise BookingClosed(_("%(cohort)s is over; its seats no longer change.") % {"cohort": cohort})
    return cohort, enrolment


def _refuse_if_there(session, enrolment, person):
    """Raise unless the person comes to this session only as this stand-in."""
    facts = {"person": person}
    days = sorted(day.date for day in session.days.all())
    own = Enrolment.objects.filter(cohort=session.cohort_id, person=person, starts_on__lte=days[-1])
    if any(one.ends_on is None or one.ends_on > days[0] for one in own):
        raise StandInNotPossible(
            "comes_already", _("%(person)s has a seat in this cohort and comes anyway. Name somebody else.") % facts
        )
    if StandIn.objects.coming().filter(session=session, person=person).exists():
        raise StandInNotPossible(
            "comes_already", _("%(person)s comes to this session for somebody else already.") % facts
        )
    if any(one.pk == person.pk for one in session.lecturers.all()):
        raise StandInNotPossible("comes_already", _("%(person)s teaches this session.") % facts)
