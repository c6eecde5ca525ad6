"""What booking hangs on the office's page of a cohort: the chairs with their names, and what can be done with them."""

from django.db.models import Count

from courses.booking.models import Booking, Seat
from courses.booking.permissions import books_for_everybody
from courses.booking.room import room_of
from courses.cohorts.models import Cohort
from courses.cohorts.sections import hang_on_cohort
from lms.home.panels import Panel


@hang_on_cohort
def chairs(request, cohort, at):
    """The chairs with their names, and what the office can do with them."""
    rows = list(
        Seat.objects.in_room()
        .filter(cohort=cohort)
        .select_related("booking__company", "booking__private_payer", "enrolment__person")
        .order_by("number")
    )
    taken = sum(seat.booking_id is not None for seat in rows)
    context = {
        "cohort": cohort,
        "seats": rows,
        "room": room_of(cohort, at=at),
        "taken": taken,
        "free": [seat.number for seat in rows if seat.booking_id is None],
        "bookings": list(
            Booking.objects.filter(cohort=cohort, seats__isnull=False)
            .select_related("company", "private_payer")
            .annotate(seats_now=Count("seats"))
        ),
        # The manager of one programme sees who booked, but opens no company's own page.
        "opens_companies": books_for_everybody(request.user),
        "over": cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED),
    }
    return Panel("courses/booking/section_chairs.html", context, order=20, wide=True)
