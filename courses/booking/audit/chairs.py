"""Chairs: no more than the group may have, and each with a booking and a person that belong there."""

from django.db.models import Count, F, Q

from courses.booking.audit.findings import Finding, checks
from courses.booking.models import Booking, Enrolment, Seat
from courses.cohorts.models import Cohort

Status = Cohort.Status
IN_ROOM = Count("seats", filter=Q(seats__removed_at__isnull=True))


@checks
def the_room_has_its_size(scope):
    """More chairs than the group may have are an oversale in the making; fewer only sell less."""
    rows = scope.of(Cohort.objects.annotate(standing=IN_ROOM), "").exclude(standing=F("max_size"))
    rows = rows | scope.of(Cohort.objects.annotate(standing=IN_ROOM), "").filter(
        standing__gt=F("edition__max_group_size")
    )
    names = ("code", "status", "standing", "max_size", "edition__max_group_size")
    for code, status, standing, size, limit in rows.order_by("code").values_list(*names):
        if standing > size:
            yield Finding("more_chairs_than_size", code, "cohort", f"{standing} chairs, the group has {size} at most")
        if standing > limit:
            yield Finding(
                "more_chairs_than_edition_allows", code, "cohort", f"{standing} chairs, the edition allows {limit}"
            )
        # A planned cohort gets its chairs when it is opened.
        if standing < size and status in (Status.BOOKING_OPEN, Status.RUNNING):
            yield Finding(
                "fewer_chairs_than_size", code, "cohort", f"{standing} chairs for a group of {size}", warning=True
            )


@checks
def who_sits_there_belongs_there(scope):
    """The booking of a chair is one of this cohort and alive; its person takes part, here, by this booking."""
    strange = (
        ~Q(booking__cohort=F("cohort"))
        | Q(booking__status=Booking.Status.CANCELLED)
        | Q(enrolment__isnull=False)
        & (
            ~Q(enrolment__cohort=F("cohort"))
            | Q(enrolment__booking__isnull=True)
            | ~Q(enrolment__booking=F("booking"))
            | Q(enrolment__ends_on__isnull=False)
        )
    )
    rows = scope.of(Seat.objects.taken()).filter(strange)
    rows = rows.select_related("cohort", "booking", "enrolment").order_by("cohort__code", "number")
    for seat in rows:
        about, code, person = f"seat {seat.number}", seat.cohort.code, seat.enrolment
        if seat.booking.cohort_id != seat.cohort_id:
            yield Finding("booking_of_another_cohort", code, about, f"booking {seat.booking_id} is of another cohort")
        if seat.booking.status == Booking.Status.CANCELLED:
            yield Finding("cancelled_booking_has_chairs", code, about, f"booking {seat.booking_id} is cancelled")
        if person is None:
            continue
        if person.cohort_id != seat.cohort_id:
            yield Finding("person_of_another_cohort", code, about, f"enrolment {person.pk} is of another cohort")
        if person.booking_id != seat.booking_id:
            yield Finding(
                "person_of_another_booking", code, about, f"enrolment {person.pk} is not by booking {seat.booking_id}"
            )
        if person.ends_on is not None:
            yield Finding("person_left_but_sits", code, about, f"enrolment {person.pk} ended on {person.ends_on}")


@checks
def whoever_takes_part_has_a_chair(scope):
    """
    Those enrolled before the move to this system came without a booking, and without a chair.

    When a cohort is called off on the way its chairs are given up and people stay enrolled, for what they attended.
    """
    rows = scope.of(Enrolment.objects.filter(ends_on__isnull=True, booking__isnull=False, seat__isnull=True))
    rows = rows.exclude(cohort__status=Cohort.Status.CANCELLED)
    for pk, code in rows.order_by("cohort__code", "pk").values_list("pk", "cohort__code"):
        yield Finding("person_without_chair", code, f"enrolment {pk}", "takes part, and sits on no chair")
