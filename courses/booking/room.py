"""A cohort's room as a booker sees it: which chairs are taken, theirs, free; what one more would cost."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BigAutoField, prefetch_related_objects
from django.utils import timezone

from courses.booking.models import Seat
from courses.booking.prices import days_left, free_until, price_for, return_of_unnamed, steps_of
from courses.booking.room_at_hosts import room_at_tightest
from courses.booking.rules import fee_percent, free_beside_hosts
from lms.lib.compiled import compiled


@dataclass(frozen=True)
class Kept:
    """What is kept for forms: how many chairs, until when (the first of them), the viewer's own under which key."""

    count: int
    until: dt.datetime
    key: str = ""


@dataclass(frozen=True)
class Room:
    """
    Chairs as dicts of number and state; what the viewer keeps, and others who fill in forms (None: nothing).

    `free` is how many chairs are free to the viewer, `bookable` how many of these every host admits, `chosen` how many
    are drawn as what booking would take. `is_narrow`: some host admits fewer than there are chairs.
    """

    chairs: list
    free: int
    bookable: int
    chosen: int
    is_narrow: bool
    kept: Kept | None = None
    others: Kept | None = None

    @property
    def left(self):
        """How many can be booked beside those chosen."""
        return max(0, self.bookable - self.chosen)

    @property
    def is_limited(self):
        """Whether a host admits fewer than chairs are free."""
        return self.bookable < self.free


def room_of(cohort, companies=(), wanted=0, *, key="", beyond=False, holder=None, at):
    """
    Return the Room as it is at `at`; `companies` are the viewer's own (primary keys), `holder` is the viewer.

    Chairs that `holder` keeps for a form are free to them, those kept for others are held.

    The `wanted` lowest free chairs are drawn as chosen: that is what booking would take, all of them or none; where it
    would take none, as many as stay kept under `key`. `beyond` what the hosts admit the office books with a reason.
    """
    chairs, free, mine, others = [], [], [], []
    rows = _chairs_of(cohort=cohort.pk)
    room_at_hosts = rows[0][-1] if rows else None
    for number, booking, company, held_until, held_by, hold_key, _room in rows:
        held = held_until is not None and held_until > at
        own = held and held_by is not None and held_by == getattr(holder, "pk", None)
        if own:
            mine.append((held_until, hold_key))
        elif held and held_by is not None:
            others.append(held_until)
        if booking is None and held and not own:
            state = "held"
        elif booking is None:
            state = "free"
        else:
            state = "yours" if company in companies else "taken"
        chairs.append({"number": number, "state": state})
        if state == "free":
            free.append(chairs[-1])
    bookable = free_beside_hosts(len(free), len(chairs), room_at_hosts)
    if not 0 < wanted <= (len(free) if beyond else bookable):
        wanted = sum(bool(key) and hold_key == key for _until, hold_key in mine)
    for chair in free[:wanted]:
        chair["state"] = "chosen"
    kept = Kept(len(mine), *mine[0]) if mine else None
    is_narrow = room_at_hosts is not None and room_at_hosts < len(chairs)
    typing = Kept(len(others), min(others)) if others else None
    return Room(chairs, len(free), bookable, wanted, is_narrow, kept, typing)


@compiled(cohort=BigAutoField())
def _chairs_of(cohort):
    chairs = Seat.objects.in_room().filter(cohort=cohort).annotate(room_at_hosts=room_at_tightest(cohort))
    facts = ("number", "booking", "booking__company", "held_until", "held_by", "hold_key", "room_at_hosts")
    return chairs.order_by("number").values_list(*facts)


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
