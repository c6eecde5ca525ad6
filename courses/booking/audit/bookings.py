"""Bookings against their chairs."""

from django.db.models import Count, F, Q
from django.utils import timezone

from courses.booking.audit.findings import Finding, checks
from courses.booking.models import Booking, SeatEvent

Kind = SeatEvent.Kind


@checks
def bookings_have_their_chairs(scope):
    """
    No more chairs than were booked, and none at all only where the last one was left on the way.

    Who withdraws while the cohort runs, or hands the seat to another company, leaves a booking that is still owed.
    """
    rows = scope.of(Booking.objects.annotate(chairs=Count("seats"))).filter(
        Q(chairs__gt=F("seat_count")) | Q(chairs=0, status=Booking.Status.ACTIVE)
    )
    empty = []
    for booking in rows.select_related("cohort").order_by("cohort__code", "pk"):
        if booking.chairs:
            yield Finding(
                "more_chairs_than_booked",
                booking.cohort.code,
                f"booking {booking.pk}",
                f"{booking.chairs} chairs, made for {booking.seat_count}",
            )
        else:
            empty.append(booking)
    owed = _left_on_the_way(scope)
    for booking in empty:
        if booking.pk not in owed:
            yield Finding(
                "booking_without_chairs", booking.cohort.code, f"booking {booking.pk}", "is active and has no chair"
            )


def _left_on_the_way(scope):
    """The bookings from which a chair went after the first day, or to another company."""
    rows = scope.of(SeatEvent.objects.all(), "seat__cohort")
    released = rows.filter(kind=Kind.RELEASED).values_list("booking", "at", "seat__cohort__starts_on")
    owed = {booking for booking, at, starts_on in released if timezone.localdate(at) > starts_on}
    # Not by the enrolment: whoever is passed on before the first day may sit there again under the other booking.
    passed_on = rows.filter(kind=Kind.TAKEN_OVER).values("seat")
    sold = rows.filter(kind=Kind.BOOKED, seat__in=passed_on).values_list("booking", flat=True)
    taken_over = rows.filter(kind=Kind.TAKEN_OVER).values_list("booking", flat=True)
    return owed | set(sold) | set(taken_over)
