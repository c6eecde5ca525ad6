"""What stands in the way of starting or ending a cohort, and what ends with it. Rooms above say it; this room asks."""

from collections.abc import Callable

_obstacles: list[Callable] = []
_hurdles: list[Callable] = []
_beginnings: list[Callable] = []
_endings: list[Callable] = []


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
