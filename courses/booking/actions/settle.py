"""
Bringing a cohort up to date: what has lapsed is cleared, and free chairs are offered down the waiting list.

Every act that changes chairs calls `settle` right after it has locked the cohort, and those that free chairs once more
afterwards, so a freed chair belongs to the list at once. `settle_due` does it for cohorts that nobody touches.
"""

import datetime as dt

from django.db.models import BigAutoField, Exists, OuterRef, Q
from django.utils import timezone

from courses.booking import letters
from courses.booking.actions.begun import close_entry, line_is_over, lines_over
from courses.booking.line import PAYERS
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Seat, SeatEvent, WaitEntry
from courses.booking.permissions import offers_open_on
from courses.booking.room_at_hosts import room_at_tightest
from courses.booking.rules import free_beside_hosts, offer_end, seats_to_offer
from courses.cohorts.models import Cohort
from lms.audit.log import record
from lms.lib.compiled import compiled

NOTHING_HELD = {"held_until": None, "held_by": None, "hold_key": "", "wait_entry": None}


def settle(cohort, at, read=None, **facts):
    """
    Bring the locked cohort up to date and return its chairs in the room, by number, as they stand afterwards.

    Holds that are over are cleared, offers that are over lapse for good, and what is free is offered to those who wait.
    Safe to run any number of times. One query where nothing is to be done; `read` is a compiled one of `in_room` that
    asks more along with it, of `facts`.
    """
    chairs = chairs_of(cohort, read, **facts)
    if over := [chair for chair in chairs if chair.held_until is not None and chair.held_until <= at]:
        _clear(over, at)
    if chairs and chairs[0].somebody_waits:
        offer_free_chairs(cohort, chairs, at)
    return chairs


def chairs_of(cohort, read=None, **facts):
    """
    Return the chairs in the room by number; each knows whether anybody waits for one.

    The cohort learns its room at the tightest host with the same query: behind the lock, for who accepts guests holds
    it too, and what the locking statement itself sees may be older than the wait.
    """
    chairs = (read or _in_room)(cohort=cohort.pk, **facts)
    for chair in chairs:
        chair.cohort = cohort
    cohort.room_at_hosts = chairs[0].room_at_hosts if chairs else None
    return chairs


def in_room(cohort):
    """The chairs in the room of a cohort (its primary key) with what `chairs_of` says of them, as a query."""
    return (
        Seat.objects.in_room()
        .filter(cohort=cohort)
        .annotate(
            somebody_waits=Exists(WaitEntry.objects.in_line().filter(cohort=cohort)),
            room_at_hosts=room_at_tightest(cohort),
        )
        .order_by("number")
    )


@compiled(cohort=BigAutoField())
def _in_room(cohort):
    return in_room(cohort)


def is_free(chair):
    """Whether nobody has booked or holds this chair; right after `settle`, which clears what is over."""
    return chair.booking_id is None and chair.held_until is None


def number_to_offer(cohort, chairs):
    """Return how many of these `chairs`, all that `settle` returned, are free and admitted by every host."""
    return free_beside_hosts(sum(map(is_free, chairs)), len(chairs), cohort.room_at_hosts)


def offer_free_chairs(cohort, chairs, at):
    """
    Offer the free ones of `chairs`, all that `chairs_of` has read, to those who wait; return the entries with an offer.

    In line. Never within the lead time before the start, never more than the hosts admit. Who wants more than is free
    and takes no fewer is passed over and keeps the place.
    """
    if not offers_open_on(cohort, timezone.localdate(at)):
        return []
    free = [chair for chair in chairs if is_free(chair)][: number_to_offer(cohort, chairs)]
    offered = []
    for entry in WaitEntry.objects.in_line().filter(cohort=cohort).select_related(*PAYERS) if free else ():
        count = seats_to_offer(entry.seats_wanted, entry.accepts_fewer, len(free))
        if count:
            _offer(cohort, entry, free[:count], at)
            offered.append(entry)
            free = free[count:]
        if not free:
            break
    return offered


def _offer(cohort, entry, chairs, at):
    entry.cohort = cohort
    entry.state, entry.offered_at, entry.seats_offered = WaitEntry.State.OFFERED, at, len(chairs)
    entry.offer_until = offer_end(at, cohort.offer_hours, last_moment_for_offers(cohort))
    entry.save(update_fields=["state", "offered_at", "seats_offered", "offer_until"])
    pks = [chair.pk for chair in chairs]
    held = Seat.objects.free(at).filter(pk__in=pks).update(held_until=entry.offer_until, wait_entry=entry)
    if held != len(chairs):
        raise RuntimeError(f"Chairs of {cohort} changed while its lock was held.")
    for chair in chairs:
        chair.held_until, chair.wait_entry = entry.offer_until, entry
    _note(chairs, SeatEvent.Kind.OFFERED, entry, at)
    record("offer.made", actor=None, subject=entry, at=at, seats=[chair.number for chair in chairs])
    letters.offer_seats(entry, at=at)


def _clear(chairs, at):
    """Free chairs whose hold is over; an offer that is over lapses with all its chairs."""
    entries = WaitEntry.objects.filter(
        pk__in={chair.wait_entry_id for chair in chairs if chair.wait_entry_id}, state=WaitEntry.State.OFFERED
    ).select_related(*PAYERS, "cohort__edition__programme__office")
    for entry in entries:
        end_offer(entry, WaitEntry.State.LAPSED, chairs, actor=None, at=at)
    free_chairs([chair for chair in chairs if chair.held_until is not None])


def end_offer(entry, state, chairs, *, actor, at):
    """Close an entry that had an offer, free those of `chairs` that were held for it, and tell the company."""
    mine = [chair for chair in chairs if chair.wait_entry_id == entry.pk]
    entry.state, entry.closed_at, entry.people = state, at, []
    entry.save(update_fields=["state", "closed_at", "people"])
    free_chairs(mine)
    _note(mine, SeatEvent.Kind.OFFER_ENDED, entry, at, actor=actor)
    record(f"offer.{state}", actor=actor, subject=entry, at=at, seats=[chair.number for chair in mine])
    if state == WaitEntry.State.LAPSED:
        letters.tell_offer_lapsed(entry, at=at)


def close_line(cohort, chairs, at, *, actor=None):
    """Close all that wait in a cohort that has begun; an offer still open is taken back, its `chairs` are free."""
    entries = WaitEntry.objects.live().filter(cohort=cohort).select_related(*PAYERS).order_by("pk")
    for entry in entries:
        entry.cohort = cohort
        mine = [chair for chair in chairs if chair.wait_entry_id == entry.pk]
        if mine:
            free_chairs(mine)
            _note(mine, SeatEvent.Kind.OFFER_ENDED, entry, at, actor=actor)
        close_entry(entry, at, actor=actor)


def free_chairs(chairs):
    """Take away what holds these chairs, in the table and in the rows at hand."""
    Seat.objects.filter(pk__in=[chair.pk for chair in chairs], booking__isnull=True).update(**NOTHING_HELD)
    for chair in chairs:
        for name, nothing in NOTHING_HELD.items():
            setattr(chair, name, nothing)


def _note(chairs, kind, entry, at, actor=None):
    SeatEvent.objects.bulk_create(
        SeatEvent(seat=chair, kind=kind, wait_entry=entry, actor=actor, at=at) for chair in chairs
    )


def last_moment_for_offers(cohort):
    """The moment from which on nothing is offered any more: the beginning of the first day of the lead time."""
    day = cohort.starts_on - dt.timedelta(days=cohort.offer_lead_days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@in_one_go
def settle_cohort(pk, at):
    """Lock a cohort and settle it; once it has begun, close its waiting list."""
    cohort = lock_cohort(pk)
    chairs = settle(cohort, at)
    if line_is_over(cohort, at):
        close_line(cohort, chairs, at)


def cohorts_to_settle(at):
    """The cohorts in which an offer or a hold is over, or somebody waits: while a chair is free, or in vain."""
    over = Seat.objects.filter(cohort=OuterRef("pk"), booking__isnull=True, held_until__lte=at)
    waiting = WaitEntry.objects.in_line().filter(cohort=OuterRef("pk"))
    live = WaitEntry.objects.live().filter(cohort=OuterRef("pk"))
    free = Seat.objects.free(at).filter(cohort=OuterRef("pk"))
    return Cohort.objects.filter(
        Q(Exists(over))
        | Q(Exists(waiting), Exists(free), status=Cohort.Status.BOOKING_OPEN)
        | Q(lines_over(at), Exists(live))
    ).order_by("pk")
