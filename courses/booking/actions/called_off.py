"""A stand-in who need not come after all: called off, kept in the history, told."""

from django.db.models import Min

from courses.booking import letters_of_substitutes as letters
from courses.booking.models import SeatEvent, StandIn
from lms.audit.log import record


def call_off_all(enrolment, at, actor=None):
    """Call off those who would come in place of somebody who takes part no longer; what has begun stays as it is."""
    coming = (
        StandIn.objects.coming()
        .filter(enrolment=enrolment, units__isnull=True)
        .annotate(first_day=Min("session__days__date"))
        .filter(first_day__gte=enrolment.ends_on)
        .select_related(
            "person", "session__cohort__edition__programme__office", "session__seminar", "session__host__company"
        )
    )
    for stand_in in coming:
        stand_in.enrolment = enrolment
        call_off(stand_in, reason="", actor=actor, at=at)


def call_off(stand_in, *, reason, actor, at):
    """Write it, record it, tell those concerned. For acts that hold the cohort's lock."""
    stand_in.called_off_at = at
    stand_in.save(update_fields=["called_off_at"])
    note(stand_in, SeatEvent.Kind.STAND_IN_OFF, reason=reason, actor=actor, at=at)
    record("stand_in.called_off", actor=actor, subject=stand_in, at=at, session=stand_in.session_id)
    letters.call_off(stand_in, actor=actor, at=at)


def note(stand_in, kind, *, reason, actor, at):
    """Keep it in the history of the absent person's chair; runs from before this system have none."""
    seat = getattr(stand_in.enrolment, "seat", None)
    if seat is not None:
        SeatEvent.objects.create(
            seat=seat,
            kind=kind,
            booking_id=stand_in.enrolment.booking_id,
            stand_in=stand_in,
            enrolment_before=stand_in.enrolment,
            actor=actor,
            reason=reason,
            at=at,
        )
