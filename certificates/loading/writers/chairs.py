"""Chairs of a cohort are given out in the order of time, as if everybody had booked then."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from courses.booking.models import Seat, SeatEvent

Kind = SeatEvent.Kind


def seat_everybody(ledger, cohort, people, stays, bookings):
    """
    Put `people` on free chairs, lowest number first, in file order; return whether there were enough.

    Who has left held a chair until then, if there was one to hold; who joined late takes a chair given back, else the
    lowest free one.
    """
    free = list(cohort.seats.filter(booking__isnull=True).order_by("number"))
    gone = [person for person in people if stays[person["id"]].ending]
    late = [person for person in people if stays[person["id"]].late and person not in gone]
    early = [person for person in people if person not in gone and person not in late]
    if len(early) + len(late) > len(free):
        return False
    events, released = [], {}
    taken = [sit(ledger, free.pop(0), person, bookings, events) for person in early]
    for person, seat in zip(gone, list(free), strict=False):
        sit(ledger, seat, person, bookings, events)
        released[seat.number] = person
        events.append(leave(ledger, seat, person, stays[person["id"]], bookings[person["id"]]))
        seat.booking = seat.enrolment = None
    for person in sorted(late, key=lambda one: stays[one["id"]].starts_on):
        seat = next((one for one in free if one.number in released), free[0])
        free.remove(seat)
        taken.append(sit(ledger, seat, person, bookings, events, after=released.get(seat.number)))
    Seat.objects.bulk_update(taken, ["booking", "enrolment"])
    ledger.add(events)
    return True


def sit(ledger, seat, person, bookings, events, after=None):
    """Put a person on a chair, perhaps `after` somebody who held it before, and note what happened."""
    booking = bookings[person["id"]]
    seat.booking, seat.enrolment = booking, ledger.enrolments[person["id"]]
    common = {"seat": seat, "booking": booking, "actor": ledger.actor, "at": booking.booked_at}
    if after is not None:
        before = ledger.enrolments[after["id"]]
        kinds = [SeatEvent(kind=Kind.TAKEN_OVER, enrolment_before=before, enrolment_after=seat.enrolment, **common)]
    else:
        kinds = [SeatEvent(kind=Kind.BOOKED, **common)]
        kinds.append(SeatEvent(kind=Kind.NAMED, enrolment_after=seat.enrolment, **common))
    events.extend(kinds)
    return seat


def leave(ledger, seat, person, stay, booking):
    """What is noted when a chair is given back."""
    given_back = dt.datetime.combine(stay.ends_on, dt.time(10), tzinfo=ZoneInfo(settings.TIME_ZONE))
    return SeatEvent(
        seat=seat,
        kind=Kind.RELEASED,
        booking=booking,
        enrolment_before=ledger.enrolments[person["id"]],
        actor=ledger.actor,
        at=booking.cancelled_at or given_back,
    )
