"""The waiting list as people look at it: who stands at which place, and why somebody is passed over."""

from dataclasses import dataclass

from django.db.models import BigAutoField, Case, When
from django.utils import timezone
from django.utils.translation import ngettext

from courses.booking.models import WaitEntry
from courses.booking.outlook import bookable, chairs_counted
from courses.booking.permissions import offers_open_on
from courses.booking.rules import why_waits
from courses.cohorts.models import Cohort
from lms.lib.compiled import compiled

PAYERS = ("company", "private_payer")


@dataclass
class Place:
    """
    An entry of a list. `number` is its place in line, None with an offer; `why` says what it waits for.

    `free` is how many chairs would be offered now; `ahead` and `behind` are the neighbours that wait.
    """

    entry: WaitEntry
    number: int | None
    why: str
    free: int
    ahead: "Place | None" = None
    behind: "Place | None" = None

    @property
    def is_offer(self):
        """Whether there is an offer that can be answered."""
        return self.why == "offered"


def list_of(cohort, at):
    """
    Return the Places of those that wait for this cohort or have an offer: offers by their end, then the line in order.

    Two queries, one where nobody waits.
    """
    return _lists(_entries_of(cohort=cohort.pk), at).get(cohort.pk, [])


@compiled(cohort=BigAutoField())
def _entries_of(cohort):
    return WaitEntry.objects.live().filter(cohort=cohort).select_related(*PAYERS).order_by()


def places_of(companies, at, **facts):
    """
    Return the Places of these companies (a queryset or a list): offers first, the one that ends first above.

    `facts` are expressions that the cohorts are annotated with. Two queries, one where they wait for nothing.
    """
    mine = WaitEntry.objects.live().filter(company__in=companies)
    lists = _lists(
        WaitEntry.objects.live()
        .filter(cohort__in=mine.values("cohort"))
        .annotate(mine=Case(When(company__in=companies, then=True), default=False))
        .select_related(*PAYERS),
        at,
        **facts,
    )
    return sorted(
        (place for places in lists.values() for place in places if place.entry.mine),
        key=lambda place: _order(place.entry)[:2] if place.number is None else (1, place.entry.created_at),
    )


def _lists(entries, at, **facts):
    entries = list(entries)
    rows = _cohorts({entry.cohort_id for entry in entries}, at, facts) if entries else {}
    found = {pk: [] for pk in rows}
    for entry in sorted(entries, key=_order):
        entry.cohort = cohort = rows[entry.cohort_id]
        free = bookable(cohort)
        found[cohort.pk].append(Place(entry, None, _why(entry, cohort, free, at), free))
    for places in found.values():
        waiting = [place for place in places if place.entry.state == WaitEntry.State.WAITING]
        for number, place in enumerate(waiting, 1):
            place.number = number
            place.ahead = waiting[number - 2] if number > 1 else None
            place.behind = waiting[number] if number < len(waiting) else None
    return found


def _cohorts(pks, at, facts):
    rows = Cohort.objects.filter(pk__in=pks).select_related("edition__programme__office")
    return rows.annotate(**chairs_counted(at), **facts).in_bulk()


def how_long(hours):
    """Say how long an offer holds: in days where it is whole days, but two days are better known as 48 hours."""
    if hours % 24 or hours <= 48:
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    return ngettext("%(days)d day", "%(days)d days", hours // 24) % {"days": hours // 24}


def _order(entry):
    """Offers by their end, then the line as `in_line` has it."""
    if entry.state == WaitEntry.State.OFFERED:
        return (0, entry.offer_until, entry.pk)
    return (1, -entry.priority, entry.created_at, entry.pk)


def _why(entry, cohort, free, at):
    if entry.state == WaitEntry.State.OFFERED:
        return "offered" if at < entry.offer_until else "lapsed"
    if cohort.status != Cohort.Status.BOOKING_OPEN:
        return "over"
    return why_waits(
        entry.seats_wanted, entry.accepts_fewer, free, offers_open=offers_open_on(cohort, timezone.localdate(at))
    )
