"""
What pages of this room show but only rooms above know. Those rooms answer in AppConfig.ready(); this room only asks.

Every source has an empty answer, so a page can be made before any room has answered.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SessionFacts:
    """A seminar as it takes place: its days, where, by whom. `site` and `lecturers` are rows."""

    seminar_id: int
    days: tuple[dt.date, ...]
    site: Any = None
    lecturers: tuple = ()


@dataclass(frozen=True)
class CohortFacts:
    """A cohort that can be booked, as the public sees it: chairs are taken or free, never by whom."""

    code: str
    number: int
    edition: Any
    starts_on: dt.date
    ends_on: dt.date
    taken: int
    free: int
    # Kept for somebody at this moment, or offered to the waiting list: neither booked nor to be had.
    held: int = 0
    # Chairs that nobody has but for which a host lacks room: not to be had either.
    unadmitted: int = 0
    book_url: str = ""
    # The office that books for people who pay themselves, by e-mail or telephone; None where it cannot be reached.
    private_desk: Any = None
    decision_on: dt.date | None = None
    # The office has decided that it takes place; until then nobody may promise it, however many have booked.
    is_confirmed: bool = False
    assessment_date: dt.date | None = None
    chairs: tuple[dict, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()

    @property
    def size(self):
        """How many chairs there are."""
        return self.taken + self.held + self.unadmitted + self.free

    @property
    def missing(self):
        """How many bookings the cohort still lacks to its minimum."""
        return max(self.edition.min_group_size - self.taken, 0)


@dataclass(frozen=True)
class ProgrammeFacts:
    """The cohort that one can book next, further ones, and what earlier runs came to."""

    next: CohortFacts | None = None
    later: tuple[CohortFacts, ...] = ()
    runs: int = 0
    people: int = 0
    certified: int = 0
    running: int = 0


@dataclass(frozen=True)
class Reading:
    """What somebody may do in the lessons of a seminar. `done` holds translation keys of finished lessons."""

    may_read: bool = False
    takes_part: bool = False
    done: frozenset = field(default_factory=frozenset)
    # Why not, and what to do; for the page that turns somebody away.
    reason: str = ""


class Source:
    """A question that a room above answers."""

    def __init__(self, empty: Callable):
        self._answer = self._empty = empty

    def answered_by(self, answer):
        """Let `answer` answer from now on; works as a decorator."""
        self._answer = answer
        return answer

    def __call__(self, *args):
        return self._answer(*args)


# (programme pk, at) -> ProgrammeFacts
programme_facts = Source(lambda programme_id, at: ProgrammeFacts())
# (at) -> {programme pk: CohortFacts without chairs and sessions}: what each programme offers next
next_cohorts = Source(lambda at: {})
# (user, seminar, at) -> Reading
reading = Source(lambda user, seminar, at: Reading())
