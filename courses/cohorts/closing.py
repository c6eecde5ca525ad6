"""What still stands in the way of ending a cohort. Rooms above say theirs (open sheets); this room asks them."""

from collections.abc import Callable

_obstacles: list[Callable] = []


def holds_back_completion(asks):
    """Register a function of (cohort, at) that returns sentences; a decorator, does nothing the second time."""
    if asks not in _obstacles:
        _obstacles.append(asks)
    return asks


def obstacles_of(cohort, at):
    """Return what the rooms above say must be done before the cohort is completed, as sentences."""
    return [sentence for asks in _obstacles for sentence in asks(cohort, at)]
