"""A takeover that needs the office's word: asked for, agreed to or declined; and a takeover undone on its day."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters_of_substitutes as letters
from courses.booking.actions.name import consent_day, end_enrolment, enrol, hand_over, locked_seat, move
from courses.booking.given_up import UNDONE, Given, tell
from courses.booking.locks import in_one_go
from courses.booking.models import Booking, Enrolment, SeatEvent, TakeoverRequest
from courses.booking.people import Attendee, people_for
from courses.booking.refusals import AlreadyAsked, ConsentNotNeeded, RequestClosed, SeatTaken, UndoNotPossible
from courses.booking.rules import consent_needed
from courses.cohorts.permissions import may_run
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

State = TakeoverRequest.State
TAKEOVERS = (SeatEvent.Kind.REPLACED, SeatEvent.Kind.TAKEN_OVER)


@in_one_go
def ask_for_takeover(*, seat, attendee, reason="", actor, at):
    """
    Ask the office to let the attendee take a named chair over, and return the TakeoverRequest. Nothing changes yet.

    What would be refused is refused now already. Raises NotAllowed, BookingClosed, SeatTaken, ConsentNotNeeded (the
    company replaces by itself), AlreadyAsked, AlreadyEnrolled, PersonUnclear or Busy.
    """
    shown = seat.enrolment_id
    cohort, seat = locked_seat(seat, actor)
    if seat.enrolment is None or seat.enrolment_id != shown:
        raise SeatTaken(_("Somebody changed this seat in the meantime. Reload the page."))
    if not consent_needed(timezone.localdate(at), consent_day(cohort)):
        raise ConsentNotNeeded(_("You may still replace this person yourself; the office need not agree."))
    if seat.takeover_requests.filter(state=State.ASKED).exists():
        raise AlreadyAsked(
            _("The office has been asked about this seat. Wait for its answer, or withdraw the request.")
        )
    _rehearse(cohort, seat, attendee, at)
    request = TakeoverRequest.objects.create(
        seat=seat,
        enrolment=seat.enrolment,
        given_name=attendee.given_name.strip(),
        family_name=attendee.family_name.strip(),
        email=attendee.address,
        language=attendee.language,
        reason=reason,
        asked_at=at,
        asked_by=actor,
    )
    _note(request, SeatEvent.Kind.ASKED, reason, actor, at)
    record("takeover.asked", actor=actor, subject=request, at=at, seat=seat.pk, enrolment=seat.enrolment_id)
    letters.ask_office(request, at=at)
    letters.confirm_asking(request, at=at)
    return request


def _rehearse(cohort, seat, attendee, at):
    """Let the person take part and roll that back: whatever would be refused later rises here."""
    with transaction.atomic():
        people = people_for([attendee], company=seat.booking.company, trusted=False, at=at)
        enrol(cohort, people, seat.booking, at)
        transaction.set_rollback(True)


@in_one_go
def agree_to_takeover(*, request, answer="", actor, at):
    """
    Let the successor that a company asked for take the chair over now, and return their Enrolment.

    Only who runs the cohort agrees. Everything is asked again: weeks may lie between. Raises NotAllowed, BookingClosed,
    RequestClosed, SeatTaken, AlreadyEnrolled, PersonUnclear or Busy; the request then stays open.
    """
    seat, request = _locked(request, actor)
    if seat.enrolment_id != request.enrolment_id:
        raise SeatTaken(_("Somebody changed this seat in the meantime. Reload the page."))
    _close(request, State.AGREED, answer, actor, at)
    attendee = Attendee(request.given_name, request.family_name, request.email, request.language)
    after, _event = hand_over(
        # The company named the person, so it is asked as of a company.
        seat, attendee, seat.booking, SeatEvent.Kind.REPLACED, trusted=False, reason=request.reason, actor=actor, at=at
    )  # fmt: skip
    record("takeover.agreed", actor=actor, subject=request, at=at, seat=seat.pk, after=after.pk)
    letters.answer_company(request, at=at)
    return after


@in_one_go
def decline_takeover(*, request, answer="", actor, at):
    """Decline what a company asked for and return the request; the seat stays as it is. Only who runs the cohort."""
    seat, request = _locked(request, actor)
    _close(request, State.DECLINED, answer, actor, at)
    _note(request, SeatEvent.Kind.DECLINED, answer, actor, at)
    record("takeover.declined", actor=actor, subject=request, at=at, seat=seat.pk)
    letters.answer_company(request, at=at)
    return request


@in_one_go
def withdraw_request(*, request, actor, at):
    """Take back what was asked for and return the request. Raises NotAllowed, BookingClosed, RequestClosed or Busy."""
    _cohort, seat = locked_seat(request.seat, actor)
    request = _open_request(request, seat)
    _close(request, State.WITHDRAWN, "", actor, at)
    record("takeover.withdrawn", actor=actor, subject=request, at=at, seat=seat.pk)
    return request


def _locked(request, actor):
    if not may_run(actor, request.seat.cohort):
        raise NotAllowed(_("Only the cluster office answers this."))
    _cohort, seat = locked_seat(request.seat, actor)
    return seat, _open_request(request, seat)


def _open_request(request, seat):
    request = TakeoverRequest.objects.select_related("enrolment__person", "asked_by").get(pk=request.pk)
    if request.state != State.ASKED:
        raise RequestClosed(
            _("This request is closed: %(state)s. Reload the page.") % {"state": request.get_state_display()}
        )
    request.seat = seat
    return request


def _close(request, state, answer, actor, at):
    request.state, request.answer, request.closed_at = state, answer.strip(), at
    request.answered_by = None if state == State.WITHDRAWN else actor
    request.save(update_fields=["state", "answer", "closed_at", "answered_by"])


def _note(request, kind, reason, actor, at):
    SeatEvent.objects.create(
        seat=request.seat,
        kind=kind,
        booking=request.seat.booking,
        enrolment_before=request.enrolment,
        actor=actor,
        reason=reason,
        at=at,
    )


@in_one_go
def undo_takeover(*, seat, reason="", actor, at):
    """
    Give a chair back to whom it was taken over from, as if nothing had happened, and return their Enrolment.

    Only who runs the cohort, only on the day of the takeover (before the start: any day), and only while nothing is
    recorded for the successor. Later the former person has left on the way and cannot come back: the successor's days
    would be nobody's. A booking that the takeover made is cancelled, free of charge.
    Raises NotAllowed, BookingClosed, SeatTaken, UndoNotPossible or Busy.
    """
    shown = seat.enrolment_id
    cohort, seat = locked_seat(seat, actor)
    if not may_run(actor, cohort):
        raise NotAllowed(_("Only the cluster office undoes a takeover. Please call it."))
    successor = seat.enrolment
    if successor is None or successor.pk != shown:
        raise SeatTaken(_("Somebody changed this seat in the meantime. Reload the page."))
    event = takeover_of(seat)
    if why := why_not_undone(event, cohort, at):
        raise UndoNotPossible(why)
    former, made = event.enrolment_before, seat.booking
    _check_still_gone(former, event)
    end_enrolment(successor, Enrolment.Ending.REPLACED, at)
    former.ends_on, former.ending = None, ""
    former.save(update_fields=["ends_on", "ending"])
    undone = move(
        seat, successor, former, former.booking, SeatEvent.Kind.UNDONE, reason=reason, actor=actor, at=at
    )  # fmt: skip
    if made.pk != former.booking_id:
        _unmake(made, undone, at)
        tell(Given(made, UNDONE, 1, successor=former.booking), actor=actor, at=at)
    record("takeover.undone", actor=actor, subject=seat, at=at, before=successor.pk, after=former.pk)
    letters.tell_of_undoing(seat, undone, at=at)
    return former


def _check_still_gone(former, event):
    """Raise UndoNotPossible if the former person has had another seat since, or the booking of theirs is cancelled."""
    if SeatEvent.objects.filter(enrolment_after=former, pk__gt=event.pk).exists():
        raise UndoNotPossible(
            _("%(person)s has been given another seat in this cohort since. Replace the person instead.")
            % {"person": former.person}
        )
    if former.booking is None or former.booking.status == Booking.Status.CANCELLED:
        raise UndoNotPossible(
            _("The booking that %(person)s had this seat by was cancelled since. Replace the person instead.")
            % {"person": former.person}
        )


def takeover_of(seat):
    """Return the event by which the person on this chair took it over, or None."""
    return (
        SeatEvent.objects.filter(seat=seat, kind__in=TAKEOVERS, enrolment_after=seat.enrolment_id)
        .select_related("enrolment_before__person", "enrolment_before__booking__company", "enrolment_after__person")
        .last()
    )


def why_not_undone(event, cohort, at):
    """Return why this takeover cannot be undone, as a sentence; "" if it can."""
    if event is None:
        return _("Nobody took this seat over; there is nothing to undo.")
    today = timezone.localdate(at)
    if today >= cohort.starts_on and timezone.localdate(event.at) != today:
        return _(
            "The takeover is from an earlier day: %(person)s has left on the way and cannot come back into this "
            "cohort. Another cohort works."
        ) % {"person": event.enrolment_before.person}
    after = event.enrolment_after
    if after.marks.exclude(status="open").exists() or after.results.exists() or after.make_ups.exists():
        return _("Something is recorded for %(person)s already; the takeover stands.") % {"person": after.person}
    return ""


def _unmake(booking, undone, at):
    """A booking that a takeover made goes with it; its company reads so in its history."""
    Booking.objects.filter(pk=booking.pk).update(status=Booking.Status.CANCELLED, cancelled_at=at)
    SeatEvent.objects.create(
        seat=undone.seat,
        kind=SeatEvent.Kind.UNDONE,
        booking=booking,
        enrolment_before=undone.enrolment_before,
        actor=undone.actor,
        reason=undone.reason,
        at=at,
    )
