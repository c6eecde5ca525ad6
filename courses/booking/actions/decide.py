"""Whether a cohort takes place: the office confirms it here; that it does not take place is the cohorts room's act."""

from django.utils.translation import gettext as _

from courses.booking import letters_of_terms as letters
from courses.booking.actions.leave import cancel_seats
from courses.booking.actions.pledges import close_pledge, redeem_pledges
from courses.booking.actions.settle import NOTHING_HELD, chairs_of, end_offer, settle
from courses.booking.cohort_readers import parties_of
from courses.booking.line import PAYERS
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Enrolment, Pledge, Seat, WaitEntry
from courses.booking.refusals import BelowMinimum
from courses.booking.strength import strength_of
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import may_run
from courses.cohorts.refusals import WrongState
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@in_one_go
def confirm_cohort(*, cohort, reason="", actor, at):
    """
    Decide that a cohort takes place: pledges become bookings, every company and participant is told. Return it.

    Below the minimum (booked and pledged together) only with a `reason`; it stays with the cohort.
    Raises NotAllowed, WrongState (not open, or confirmed before), BelowMinimum or Busy.
    """
    if not may_run(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    cohort = lock_cohort(cohort.pk)
    if cohort.status != Cohort.Status.BOOKING_OPEN:
        raise WrongState(
            _("%(cohort)s is %(state)s; this cannot be done now.")
            % {"cohort": cohort, "state": cohort.get_status_display()}
        )
    if cohort.confirmed_at is not None:
        raise WrongState(_("%(cohort)s was confirmed before; everybody has been told.") % {"cohort": cohort})
    settle(cohort, at)
    strength, reason = strength_of(cohort), reason.strip()
    if strength.missing and not reason:
        raise BelowMinimum(
            _("%(counted)s seats are booked or pledged, %(least)s are needed. Say why it takes place all the same.")
            % {"counted": strength.taken + strength.pledged, "least": strength.least}
        )
    cohort.confirmed_at, cohort.decision_reason = at, reason
    cohort.save(update_fields=["confirmed_at", "decision_reason"])
    pledges = redeem_pledges(cohort, actor=actor, at=at)
    record(
        "cohort.confirmed",
        actor=actor,
        subject=cohort,
        at=at,
        booked=strength.taken,
        pledged=strength.pledged,
        least=strength.least,
    )
    letters.tell_confirmed(cohort, parties_of(cohort), pledges, at=at)
    # Whoever was put on the waiting list is served from what is left, as everybody else.
    settle(cohort, at)
    return cohort


def end_with_cohort(cohort, *, actor, at):
    """
    Undo what companies have in a cohort that was cancelled, and tell each of them once; return the addresses told.

    In the transaction of `cancel_cohort`, which holds the row lock. Bookings are cancelled without a fee, chairs and
    holds freed, offers withdrawn, the waiting list closed, pledges released. Where sessions have been held, people stay
    enrolled: what they attended stays theirs.
    """
    begun = cohort.sessions.filter(status=SeminarSession.Status.HELD).exists()
    parties = parties_of(cohort)
    _end_waiting(cohort, actor, at)
    for pledge in Pledge.objects.filter(cohort=cohort, state=Pledge.State.OPEN):
        close_pledge(pledge, Pledge.State.RELEASED, actor=actor, at=at)
    ending = None if begun else Enrolment.Ending.CANCELLED
    for booking in Booking.objects.filter(cohort=cohort, status=Booking.Status.ACTIVE).order_by("pk"):
        booking.cohort = cohort
        seats = list(booking.seats.select_related("enrolment").order_by("number"))
        cancel_seats(booking, seats, ending=ending, reason=cohort.decision_reason[:200], actor=actor, at=at)
    Seat.objects.filter(cohort=cohort, booking__isnull=True).update(**NOTHING_HELD)
    return letters.tell_called_off(cohort, parties, begun=begun, at=at)


def _end_waiting(cohort, actor, at):
    chairs = chairs_of(cohort)
    entries = WaitEntry.objects.live().filter(cohort=cohort).select_related(*PAYERS).order_by("pk")
    for entry in entries:
        entry.cohort = cohort
        if entry.state == WaitEntry.State.OFFERED:
            end_offer(entry, WaitEntry.State.WITHDRAWN, chairs, actor=actor, at=at)
        else:
            entry.state, entry.closed_at, entry.people = WaitEntry.State.WITHDRAWN, at, []
            entry.save(update_fields=["state", "closed_at", "people"])
            record("waiting.closed", actor=actor, subject=entry, at=at)
