"""What stands in the way of starting or ending a cohort, and what ends with it. Rooms above say it; this room asks."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.lib.figures import euro

_obstacles: list[Callable] = []
_hurdles: list[Callable] = []
_beginnings: list[Callable] = []
_endings: list[Callable] = []
_stakes: list[Callable] = []
_doubts: list[Callable] = []


@dataclass(frozen=True)
class Stake:
    """Something that ends with a cohort that is called off: how many there are of it, or how much money in cents."""

    key: str
    label: str
    number: int
    is_money: bool = False

    def shown(self, number=None):
        """The number, or another of the same kind, as it is read."""
        number = self.number if number is None else number
        return euro(number) if self.is_money else str(number)


def says_what_is_at_stake(says):
    """Register a function of a cohort that returns Stakes; a decorator, does nothing the second time."""
    if says not in _stakes:
        _stakes.append(says)
    return says


def stakes_of(cohort):
    """Return what the rooms above have of this cohort and would lose if it were called off, as Stakes."""
    return [stake for says in _stakes for stake in says(cohort)]


def doubts_start(asks):
    """Register a function of a cohort that returns sentences; a decorator, does nothing the second time."""
    if asks not in _doubts:
        _doubts.append(asks)
    return asks


def doubts_of(cohort):
    """Return why the cohort starts only with a reason, as sentences of the rooms above; none: no reason is needed."""
    return [sentence for asks in _doubts for sentence in asks(cohort)]


def holds_back_completion(asks):
    """Register a function of (cohort, at) that returns sentences; a decorator, does nothing the second time."""
    if asks not in _obstacles:
        _obstacles.append(asks)
    return asks


def obstacles_of(cohort, at):
    """Return what the rooms above say must be done before the cohort is completed, as sentences."""
    return [sentence for asks in _obstacles for sentence in asks(cohort, at)]


def holds_back_start(asks):
    """Register a function of (cohort, at) that returns sentences; a decorator, does nothing the second time."""
    if asks not in _hurdles:
        _hurdles.append(asks)
    return asks


def hurdles_of(cohort, at):
    """Return what the rooms above say must be done before the cohort starts, as sentences."""
    return [sentence for asks in _hurdles for sentence in asks(cohort, at)]


def begins_with_cohort(begins):
    """
    Register what else happens when a cohort starts; a decorator, does nothing the second time.

    A function of (cohort, actor, at), called in the transaction of the act, which holds the cohort's row lock.
    """
    if begins not in _beginnings:
        _beginnings.append(begins)
    return begins


def begin_all(cohort, *, actor, at):
    """Let the rooms above do what comes with the start of this cohort."""
    for begins in _beginnings:
        begins(cohort, actor=actor, at=at)


def ends_with_cohort(ends):
    """
    Register what else ends when a cohort is cancelled; a decorator, does nothing the second time.

    A function of (cohort, actor, at), called in the transaction of the act, which holds the cohort's row lock. It
    returns the e-mail addresses (lower case) of those whom it told that nothing of the cohort takes place.
    """
    if ends not in _endings:
        _endings.append(ends)
    return ends


def end_all(cohort, *, actor, at):
    """End what the rooms above have of this cohort; return the addresses of all who were told."""
    return {address for ends in _endings for address in ends(cohort, actor=actor, at=at)}
