"""Who sits on a chair: naming an unnamed seat, replacing a person, handing a seat to another company."""

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters
from courses.booking.actions.called_off import call_off_all
from courses.booking.given_up import TAKEN_OVER, Given, tell
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Enrolment, Seat, SeatEvent, StandIn, TakeoverRequest
from courses.booking.people import people_for
from courses.booking.permissions import may_change
from courses.booking.prices import price_for
from courses.booking.refusals import AlreadyEnrolled, BookingClosed, ConsentNeeded, SeatTaken, ended_with
from courses.booking.rules import consent_needed
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from lms.accounts.actions import open_account
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@in_one_go
def name_seat(*, seat, attendee, actor, at):
    """
    Put a person on a booked, unnamed chair, invite them after the commit, and return the Enrolment.

    Raises NotAllowed, BookingClosed (cohort over), SeatTaken, AlreadyEnrolled, PersonUnclear or Busy.
    """
    cohort, seat = locked_seat(seat, actor)
    if seat.enrolment_id is not None:
        raise SeatTaken(_("This seat has a name by now. Reload the page; to change it, replace the person."))
    enrolment = seat_people(cohort, [seat], [attendee], booking=seat.booking, actor=actor, at=at)[0]
    record("seat.named", actor=actor, subject=seat, at=at, enrolment=enrolment.pk)
    return enrolment


@in_one_go
def replace_person(*, seat, attendee, company=None, reason="", actor, at):
    """
    Let another person take over a named chair and return their Enrolment. The chair never becomes free in between.

    Until the cohort starts the seat simply changes hands. Later the old enrolment ends and a new one starts that day:
    attendance is not inherited. From the seminar that the edition names on, only the office replaces; a company asks
    it (`ask_for_takeover`). With `company` the office passes the seat to another company, which gets a booking of its
    own at its own price of today. Whom `seat` shows is who is replaced: of two at once the second is refused.
    Raises NotAllowed, BookingClosed, ConsentNeeded, SeatTaken, AlreadyEnrolled, PersonUnclear or Busy.
    """
    shown = seat.enrolment_id
    cohort, seat = locked_seat(seat, actor)
    if seat.enrolment is None:
        raise SeatTaken(_("Nobody sits here any more. Reload the page; an empty seat is named, not replaced."))
    if seat.enrolment_id != shown:
        raise SeatTaken(_("Somebody else has taken this seat over in the meantime. Reload the page."))
    runs = may_run(actor, cohort)
    if not runs and consent_needed(timezone.localdate(at), consent_day(cohort)):
        raise ConsentNeeded(
            _("From this seminar on the cluster office has to agree to a substitute. Ask it here, or write to it.")
        )
    booking, kind = seat.booking, SeatEvent.Kind.REPLACED
    if company is not None and company.pk != booking.company_id:
        if not runs:
            raise NotAllowed(_("Only the cluster office passes a seat to another company. Please write to it."))
        booking, kind = _booking_of_successor(cohort, company, actor, at), SeatEvent.Kind.TAKEN_OVER
    after, event = hand_over(seat, attendee, booking, kind, trusted=runs, reason=reason, actor=actor, at=at)
    if timezone.localdate(at) >= cohort.starts_on and not runs:
        letters.tell_office_of_substitute(cohort, seat, event, at=at)
    return after


def hand_over(seat, attendee, booking, kind, *, trusted, reason, actor, at):
    """
    End who sits on the chair, put the attendee there under `booking`, tell both; return (Enrolment, SeatEvent).

    For acts that hold the cohort's lock and have asked for permission; `seat` comes from `locked_seat`.
    """
    before = seat.enrolment
    end_enrolment(before, Enrolment.Ending.REPLACED, at)
    person = people_for([attendee], company=booking.company, trusted=trusted, at=at)[0]
    after = enrol(seat.cohort, [person], booking, at)[0]
    event = move(seat, before, after, booking, kind, reason=reason, actor=actor, at=at)
    record(f"seat.{kind}", actor=actor, subject=seat, at=at, before=before.pk, after=after.pk, booking=booking.pk)
    if kind == SeatEvent.Kind.TAKEN_OVER:
        tell(Given(seat.booking, TAKEN_OVER, 1, successor=booking), actor=actor, at=at)
    _welcome(after, event, at)
    letters.tell_replaced(before, event, at=at)
    return after, event


def move(seat, before, after, booking, kind, *, reason, actor, at):
    """Put another enrolment on the chair in one statement, which asks again who sat there; return the SeatEvent."""
    moved = Seat.objects.filter(pk=seat.pk, booking=seat.booking_id, enrolment=before).update(
        booking=booking, enrolment=after
    )
    if moved != 1:
        raise SeatTaken(_("Somebody changed this seat in the meantime. Reload the page."))
    return SeatEvent.objects.create(
        seat=seat,
        kind=kind,
        booking=booking,
        enrolment_before=before,
        enrolment_after=after,
        actor=actor,
        reason=reason,
        at=at,
    )


def seat_people(cohort, seats, attendees, *, booking, actor, at):
    """Put each attendee on the seat beside them and return the Enrolments. For acts that hold the cohort's lock."""
    if not attendees:
        return []
    trusted = booking.company_id is None or may_run(actor, cohort)
    people = people_for(
        attendees,
        company=booking.company,
        trusted=trusted,
        ask_first=lambda known: _refuse_enrolled(cohort, known, at),
        at=at,
    )
    return seat_persons(cohort, seats, people, booking=booking, actor=actor, at=at)


def seat_persons(cohort, seats, people, *, booking, actor, at):
    """The same for people who are known already."""
    enrolments = enrol(cohort, people, booking, at)
    for seat, enrolment in zip(seats, enrolments, strict=True):
        named = Seat.objects.filter(pk=seat.pk, booking=booking, enrolment__isnull=True).update(enrolment=enrolment)
        if named != 1:
            raise SeatTaken(_("Somebody changed this seat in the meantime. Reload the page."))
        seat.enrolment = enrolment
    events = SeatEvent.objects.bulk_create(
        SeatEvent(seat=seat, kind=SeatEvent.Kind.NAMED, booking=booking, enrolment_after=enrolment, actor=actor, at=at)
        for seat, enrolment in zip(seats, enrolments, strict=True)
    )
    for enrolment, event in zip(enrolments, events, strict=True):
        _welcome(enrolment, event, at)
    return enrolments


def enrol(cohort, people, booking, at):
    """
    Return an Enrolment in the cohort for each person; each takes part once.

    Somebody who left before the first day, theirs or the cohort's, has missed nothing and comes back on the old row;
    whoever left later cannot.
    """
    earlier = {
        enrolment.person_id: enrolment for enrolment in Enrolment.objects.filter(cohort=cohort, person__in=people)
    }
    starts_on = max(cohort.starts_on, timezone.localdate(at))
    enrolments = []
    for person in people:
        known = earlier.get(person.pk)
        if known is None:
            known = Enrolment(cohort=cohort, person=person)
        elif refusal := why_not_again(known, person, cohort):
            raise refusal
        known.cohort, known.person = cohort, person
        known.booking, known.starts_on, known.enrolled_at = booking, starts_on, at
        known.ends_on, known.ending = None, ""
        known.save()
        enrolments.append(known)
    _refuse_stand_ins(people, cohort, starts_on)
    return enrolments


def _refuse_enrolled(cohort, people, at):
    """Raise what `enrol` would."""
    for enrolment in Enrolment.objects.filter(cohort=cohort, person__in=people).select_related("person"):
        if refusal := why_not_again(enrolment, enrolment.person, cohort):
            raise refusal
    _refuse_stand_ins(people, cohort, max(cohort.starts_on, timezone.localdate(at)))


def why_not_again(enrolment, person, cohort):
    """Return the AlreadyEnrolled that keeps `person`, enrolled before, from another seat in this cohort, or None."""
    if enrolment.ends_on is None:
        return AlreadyEnrolled(
            _("%(person)s has a seat in this cohort already. Name somebody else, or leave the seat unnamed.")
            % {"person": person}
        )
    if enrolment.ends_on > max(cohort.starts_on, enrolment.starts_on):
        return AlreadyEnrolled(
            _("%(person)s left this cohort on the way. Ask the cluster office how to go on; another cohort works.")
            % {"person": person}
        )
    return None


def _refuse_stand_ins(people, cohort, day):
    """Whoever comes to a session of this cohort for somebody else would come twice."""
    standing_in = (
        StandIn.objects.coming()
        .filter(person__in=people, session__cohort=cohort, session__days__date__gte=day)
        .select_related("person", "session__seminar", "session__cohort")
        .first()
    )
    if standing_in is not None:
        raise AlreadyEnrolled(
            _("%(person)s comes to %(session)s as a stand-in for somebody else. Call that off first.")
            % {"person": standing_in.person, "session": standing_in.session.spoken}
        )


def end_enrolment(enrolment, ending, at):
    """
    Let somebody take part no longer, from the day of `at` on; before the first day they never did.

    Nobody stands in for them any more, and a request to replace them has nobody left to replace.
    """
    enrolment.ends_on = max(enrolment.starts_on, timezone.localdate(at))
    enrolment.ending = ending
    enrolment.save(update_fields=["ends_on", "ending"])
    TakeoverRequest.objects.filter(enrolment=enrolment, state=TakeoverRequest.State.ASKED).update(
        state=TakeoverRequest.State.LAPSED, closed_at=at
    )
    call_off_all(enrolment, at)


def locked_seat(seat, actor, seen=None):
    """
    Return (cohort, seat), read under the cohort's lock, if `actor` may change the seat's booking.

    `seen`: the primary keys of the booking and the enrolment that the asker saw on it, or None. Another booking's seat
    is nobody's to give back, even if `actor` may change that one too.
    """
    cohort = lock_cohort(seat.cohort_id)
    seat = Seat.objects.select_related("booking__company", "booking__private_payer", "enrolment__person").get(
        pk=seat.pk
    )
    if seat.booking is None and cohort.status == Cohort.Status.CANCELLED:
        raise BookingClosed(ended_with(cohort))
    if seat.booking is None or (seen is not None and seen[0] != seat.booking_id):
        raise SeatTaken(_("This seat was given back in the meantime. Reload the page."))
    seat.booking.cohort = seat.cohort = cohort
    if not may_change(actor, seat.booking):
        raise NotAllowed(_("This seat belongs to another company."))
    if seen is not None and seen[1] != seat.enrolment_id:
        raise SeatTaken(_("Somebody else sits here by now. Look whether it shall be given back all the same."))
    if cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED):
        raise BookingClosed(_("%(cohort)s is over; its seats no longer change.") % {"cohort": cohort})
    return cohort, seat


def consent_day(cohort):
    """Return the first day of the seminar from which a substitute needs consent, or None."""
    seminar = cohort.edition.consent_from_id
    if seminar is None:
        return None
    return cohort.sessions.filter(seminar=seminar).aggregate(day=Min("days__date"))["day"]


def _welcome(enrolment, event, at):
    open_account(person=enrolment.person, at=at)
    letters.invite(enrolment, event, at=at)


def _booking_of_successor(cohort, company, actor, at):
    price, is_member = price_for(cohort.edition, company, timezone.localdate(at))
    return Booking.objects.create(
        cohort=cohort,
        company=company,
        seat_count=1,
        price_per_seat=price,
        member_price=is_member,
        currency=cohort.edition.currency,
        booked_at=at,
        booked_by=actor,
    )
