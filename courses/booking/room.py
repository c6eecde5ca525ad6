"""A cohort's room as a booker sees it: which chairs are taken, theirs, free; what one more would cost."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BigAutoField, prefetch_related_objects
from django.utils import timezone

from courses.booking.models import Seat
from courses.booking.prices import days_left, free_until, price_for, return_of_unnamed, steps_of
from courses.booking.rules import fee_percent
from lms.lib.compiled import compiled


@dataclass(frozen=True)
class Kept:
    """What the viewer keeps for a form: how many chairs, until when, under which key."""

    count: int
    until: dt.datetime
    key: str


@dataclass(frozen=True)
class Room:
    """
    Chairs as dicts of number and state, and what the viewer keeps (None: nothing).

    `free` is how many the viewer may book, `chosen` how many of these are drawn as what booking would take.
    """

    chairs: list
    free: int
    chosen: int
    kept: Kept | None = None

    @property
    def left(self):
        """How many stay free beside those chosen."""
        return self.free - self.chosen


def room_of(cohort, companies=(), wanted=0, *, holder=None, at):
    """
    Return the Room as it is at `at`; `companies` are the viewer's own (primary keys), `holder` is the viewer.

    Chairs that `holder` keeps for a form are free to them, those kept for others are held.

    The `wanted` lowest free chairs are drawn as chosen: that is what booking would take, all of them or none.
    """
    chairs, free, mine = [], [], []
    for number, booking, company, held_until, held_by, key in _chairs_of(cohort=cohort.pk):
        held = held_until is not None and held_until > at
        own = held and held_by is not None and held_by == getattr(holder, "pk", None)
        if own:
            mine.append((held_until, key))
        if booking is None and held and not own:
            state = "held"
        elif booking is None:
            state = "free"
        else:
            state = "yours" if company in companies else "taken"
        chairs.append({"number": number, "state": state})
        if state == "free":
            free.append(chairs[-1])
    chosen = free[:wanted] if wanted <= len(free) else []
    for chair in chosen:
        chair["state"] = "chosen"
    kept = Kept(len(mine), *mine[0]) if mine else None
    return Room(chairs, len(free), len(chosen), kept)


@compiled(cohort=BigAutoField())
def _chairs_of(cohort):
    chairs = Seat.objects.in_room().filter(cohort=cohort).order_by("number")
    return chairs.values_list("number", "booking", "booking__company", "held_until", "held_by", "hold_key")


def offer_for(cohort, company, count, at):
    """
    What `count` seats cost this company today, and giving them back.

    A dict of each, total (cents), member, free_until (None once past), fee_now (per cent), steps, returned (what
    becomes of seats without a name), and the edition, which says of what the fee is a share and how days are counted.
    """
    edition, day = cohort.edition, timezone.localdate(at)
    # Read once; three of the lines below look at them.
    prefetch_related_objects([edition], "cancellation_steps")
    last = free_until(cohort)
    each, member = price_for(edition, company, day)
    return {
        "each": each,
        "count": count,
        "total": each * count,
        "member": member,
        "free_until": last if last and last >= day else None,
        "fee_now": fee_percent(steps_of(edition), days_left(cohort, day)),
        "returned": return_of_unnamed(cohort, day),
        "edition": edition,
        "steps": list(edition.cancellation_steps.all()),
    }
