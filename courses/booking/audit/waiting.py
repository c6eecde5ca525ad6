"""The waiting list against the chairs: an offer has its chairs, and nobody waits beside one that is free."""

import datetime as dt

from django.db.models import Case, Count, F, Q, When
from django.utils import timezone

from courses.booking.audit.findings import Finding, checks
from courses.booking.models import Seat, WaitEntry
from courses.booking.permissions import offers_open_on
from courses.booking.room_at_hosts import room_beside_cohorts
from courses.booking.rules import seats_to_offer
from courses.cohorts.models import Cohort

State = WaitEntry.State
# The sweeper clears what is over once a minute.
STALE = dt.timedelta(minutes=10)


@checks
def offers_have_their_chairs(scope):
    """An entry with an offer has as many chairs as were offered, held as long as the offer holds."""
    held = Count("seats", filter=Q(seats__held_until=F("offer_until"), seats__cohort=F("cohort")))
    rows = scope.of(WaitEntry.objects.filter(state=State.OFFERED).annotate(held=held)).exclude(held=F("seats_offered"))
    for pk, code, offered, chairs in rows.order_by("pk").values_list("pk", "cohort__code", "seats_offered", "held"):
        yield Finding(
            "offer_without_its_chairs", code, f"wait entry {pk}", f"{offered} seats offered, {chairs} chairs held"
        )


@checks
def chairs_are_offered_to_somebody(scope):
    """A chair that is kept for an entry is kept for one that has an offer, in the same cohort."""
    rows = scope.of(Seat.objects.filter(wait_entry__isnull=False)).filter(
        ~Q(wait_entry__state=State.OFFERED) | ~Q(wait_entry__cohort=F("cohort"))
    )
    for code, number, entry in rows.order_by("pk").values_list("cohort__code", "number", "wait_entry"):
        yield Finding(
            "chair_offered_to_nobody",
            code,
            f"seat {number}",
            f"is kept for wait entry {entry}, which has no offer here",
        )


@checks
def accepted_offers_are_bookings(scope):
    """An accepted offer has become a booking of the same company, or private payer, in the same cohort."""
    same = Q(booking__company=F("company")) | Q(booking__private_payer=F("private_payer"))
    fits = Case(When(same, booking__cohort=F("cohort"), then=True), default=False)
    rows = scope.of(WaitEntry.objects.filter(booking__isnull=False).annotate(fits=fits).filter(fits=False))
    for pk, code, booking in rows.order_by("pk").values_list("pk", "cohort__code", "booking"):
        yield Finding(
            "accepted_offer_booked_elsewhere",
            code,
            f"wait entry {pk}",
            f"booking {booking} is of another cohort or payer",
        )


@checks
def holds_end(scope):
    """A hold that is over is no harm, for times are compared; but then nobody sweeps."""
    rows = scope.of(Seat.objects.filter(held_until__lte=scope.at - STALE))
    for code, number, until in rows.order_by("pk").values_list("cohort__code", "number", "held_until"):
        yield Finding(
            "stale_hold", code, f"seat {number}", f"held until {until:%Y-%m-%d %H:%M} UTC, not cleared", warning=True
        )


@checks
def nobody_waits_beside_a_free_chair(scope):
    """What is free, and what the hosts admit, belongs to those who wait, as long as offers are made."""
    in_room = Q(seats__removed_at__isnull=True)
    nobody = Q(seats__booking__isnull=True, seats__held_until__isnull=True)
    waiting = scope.of(WaitEntry.objects.in_line())
    rows = scope.of(Cohort.objects.filter(pk__in=waiting.order_by().values("cohort")), "").annotate(
        free=Count("seats", filter=in_room & nobody),
        standing=Count("seats", filter=in_room),
        room_at_hosts=room_beside_cohorts(),
    )
    cohorts = {cohort.pk: cohort for cohort in rows}
    for entry in waiting:
        cohort = cohorts[entry.cohort_id]
        about = f"wait entry {entry.pk}"
        if cohort.status not in (Cohort.Status.PLANNED, Cohort.Status.BOOKING_OPEN):
            yield Finding("waits_in_vain", cohort.code, about, f"the cohort is {cohort.status}", warning=True)
        elif offers_open_on(cohort, timezone.localdate(scope.at)) and _offered_now(cohort, entry):
            yield Finding(
                "waits_beside_free_chair", cohort.code, about, f"wants {entry.seats_wanted}, {cohort.free} are free"
            )


def _offered_now(cohort, entry):
    free = cohort.free
    if cohort.room_at_hosts is not None:
        free = min(free, max(0, cohort.room_at_hosts - (cohort.standing - cohort.free)))
    return seats_to_offer(entry.seats_wanted, entry.accepts_fewer, free) > 0
