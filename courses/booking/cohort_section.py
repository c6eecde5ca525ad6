"""What booking hangs on the office's page of a cohort: the chairs with their names, and what can be done with them."""

from django.db.models import Count

from courses.booking.line import list_of
from courses.booking.models import Booking, Seat
from courses.booking.permissions import books_for_everybody
from courses.booking.room import room_of
from courses.cohorts.models import Cohort
from courses.cohorts.sections import hang_on_cohort
from lms.home.panels import Panel

FOLDER = "courses/booking"


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
    room = room_of(cohort, at=at)
    context = {
        "cohort": cohort,
        "seats": rows,
        "room": room,
        "taken": taken,
        "free": [chair["number"] for chair in room.chairs if chair["state"] == "free"],
        "bookings": list(
            Booking.objects.filter(cohort=cohort, seats__isnull=False)
            .select_related("company", "private_payer")
            .annotate(seats_now=Count("seats"))
        ),
        "nameless": _nameless(rows),
        # The manager of one programme sees who booked, but opens no company's own page.
        "opens_companies": books_for_everybody(request.user),
        "over": cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED),
    }
    return Panel(f"{FOLDER}/section_chairs.html", context, order=20, wide=True)


@hang_on_cohort
def waiting_list(request, cohort, at):
    """Who waits, in order, with the reason why somebody is passed over, and what the office can do about it."""
    if cohort.status == Cohort.Status.PLANNED:
        return None
    over = cohort.status not in (Cohort.Status.BOOKING_OPEN, Cohort.Status.RUNNING)
    places = list_of(cohort, at)
    if over and not places:
        return None
    opens = books_for_everybody(request.user)
    context = {"cohort": cohort, "places": places, "over": over, "opens_companies": opens}
    return Panel(f"{FOLDER}/section_waiting_list.html", context, order=25, wide=True)


def _nameless(seats):
    """The companies that have booked seats without a name here, each once, by name."""
    found = {seat.booking.company for seat in seats if seat.booking and seat.booking.company and not seat.enrolment_id}
    return sorted(found, key=lambda company: (company.name, company.pk))
