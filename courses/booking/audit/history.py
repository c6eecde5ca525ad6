"""The history of each chair told from its beginning: every event fits the one before, and the end is what is there."""

from collections import defaultdict
from dataclasses import dataclass, replace

from courses.booking.audit.findings import Finding, checks
from courses.booking.models import Seat, SeatEvent

Kind = SeatEvent.Kind
BATCH = 5_000


@dataclass(frozen=True)
class Standing:
    """What is on a chair, as primary keys: a booking with or without a person, or an offer to an entry in line."""

    booking: int | None = None
    person: int | None = None
    offered_to: int | None = None


@dataclass(frozen=True)
class Event:
    """A row of the history, as primary keys."""

    kind: str
    booking: int | None
    entry: int | None
    before: int | None
    after: int | None


FREE = Standing()


def _booked(now, event):
    # An offered chair is booked by nobody but the entry that it was offered to.
    return Standing(event.booking) if now.booking is None and now.offered_to in (None, event.entry) else None


def _named(now, event):
    return replace(now, person=event.after) if (now.booking, now.person) == (event.booking, None) else None


def _replaced(now, event):
    return replace(now, person=event.after) if (now.booking, now.person) == (event.booking, event.before) else None


def _taken_over(now, event):
    # From whoever sits there; histories from before this system also let somebody follow who had left.
    fits = now == FREE or (now.booking is not None and now.person == event.before)
    return Standing(event.booking, event.after) if fits else None


def _emptied(now, event):
    return FREE if now.booking is not None and (now.booking, now.person) == (event.booking, event.before) else None


def _offered(now, event):
    return Standing(offered_to=event.entry) if now == FREE and event.entry is not None else None


def _offer_ended(now, event):
    return FREE if event.entry is not None and now == Standing(offered_to=event.entry) else None


def _undone(now, event):
    # The booking that a takeover had made ends with it: a second line, for its company's history, moves nobody.
    if event.after is None:
        return now
    fits = now.booking is not None and now.person == event.before
    return Standing(event.booking, event.after) if fits else None


def _said(now, _event):
    # Told beside the chair: a request, an answer, a stand-in for a day. Nobody moves.
    return now


# What each kind of event makes of a chair; None: it does not fit. A new kind needs a line here (a test asks for it).
EFFECTS = {
    Kind.BOOKED: _booked,
    Kind.NAMED: _named,
    Kind.REPLACED: _replaced,
    Kind.TAKEN_OVER: _taken_over,
    Kind.RELEASED: _emptied,
    Kind.RETURNED: _emptied,
    Kind.OFFERED: _offered,
    Kind.OFFER_ENDED: _offer_ended,
    Kind.UNDONE: _undone,
    Kind.ASKED: _said,
    Kind.DECLINED: _said,
    Kind.STAND_IN: _said,
    Kind.STAND_IN_OFF: _said,
}


@checks
def histories_lead_to_what_is_there(scope):
    """Two queries. In the order of writing: the moments come from before the lock, and may cross."""
    ends, broken = defaultdict(lambda: FREE), {}
    rows = scope.of(SeatEvent.objects.all(), "seat__cohort").order_by("pk")
    names = ("pk", "seat", "kind", "booking", "wait_entry", "enrolment_before", "enrolment_after")
    for pk, seat, *event in rows.values_list(*names).iterator(chunk_size=BATCH):
        if seat in broken:
            continue
        after = told(ends[seat], Event(*event))
        if after is None:
            broken[seat] = f"event {pk} ({event[0]}) does not fit what was there: {_words(ends[seat])}"
        else:
            ends[seat] = after
    seats = scope.of(Seat.objects.all()).order_by("cohort__code", "number")
    names = ("pk", "cohort__code", "number", "booking", "enrolment", "wait_entry")
    for pk, code, number, *present in seats.values_list(*names).iterator(chunk_size=BATCH):
        if pk in broken:
            yield Finding("history_is_broken", code, f"seat {number}", broken[pk])
        elif ends[pk] != Standing(*present):
            text = f"there is {_words(Standing(*present))}, the history ends with {_words(ends[pk])}"
            yield Finding("history_leads_elsewhere", code, f"seat {number}", text)


def told(now, event):
    """Return the Standing after `event`, or None if it cannot have happened to a chair that stood like `now`."""
    effect = EFFECTS.get(event.kind)
    return effect(now, event) if effect else None


def _words(standing):
    parts = [f"{name} {pk}" for name, pk in vars(standing).items() if pk is not None]
    return ", ".join(parts) or "nothing"
