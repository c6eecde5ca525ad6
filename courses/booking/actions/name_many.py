"""Naming several booked chairs at once, as a list has them: all of them or none."""

from django.utils.translation import gettext as _

from courses.booking.actions.name import seat_people
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Seat
from courses.booking.permissions import may_change
from courses.booking.refusals import BookingClosed, SeatTaken
from courses.cohorts.models import Cohort
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@in_one_go
def name_people(*, cohort, seatings, actor, at):
    """
    Put people on booked, unnamed chairs of a cohort, invite them after the commit, and return the Enrolments.

    `seatings` are pairs (primary key of a seat, Attendee); the chairs may belong to several bookings. All or nothing.
    Raises NotAllowed, BookingClosed (cohort over), SeatTaken, AlreadyEnrolled, PersonUnclear or Busy.
    """
    cohort = lock_cohort(cohort.pk)
    seats = {
        seat.pk: seat
        for seat in Seat.objects.filter(cohort=cohort, pk__in=[pk for pk, _attendee in seatings], booking__isnull=False)
    }
    bookings = Booking.objects.select_related("company").in_bulk({seat.booking_id for seat in seats.values()})
    for booking in bookings.values():
        booking.cohort = cohort
        if not may_change(actor, booking):
            raise NotAllowed(_("This seat belongs to another company."))
    if cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED):
        raise BookingClosed(_("%(cohort)s is over; its seats no longer change.") % {"cohort": cohort})
    if len(seats) < len(seatings) or any(seat.enrolment_id for seat in seats.values()):
        raise SeatTaken(
            _("Somebody changed one of these seats in the meantime. Nobody was named; look at the list again.")
        )
    named = []
    for booking in bookings.values():
        mine = [(seats[pk], attendee) for pk, attendee in seatings if seats[pk].booking_id == booking.pk]
        chairs, attendees = [chair for chair, _attendee in mine], [attendee for _chair, attendee in mine]
        enrolments = seat_people(cohort, chairs, attendees, booking=booking, actor=actor, at=at)
        for chair, enrolment in zip(chairs, enrolments, strict=True):
            record("seat.named", actor=actor, subject=chair, at=at, enrolment=enrolment.pk)
        named += enrolments
    return named
