"""The title block of the office's start page: what runs, what comes next. Rooms register makers, as with panels."""

from collections.abc import Callable

_makers: list[Callable] = []


def states(maker):
    """Register a function of (request, at) that returns pairs of label and value; a decorator."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def facts_for(request, at):
    """Return the pairs that the rooms have for the office's title block."""
    return [pair for maker in _makers for pair in maker(request, at)]
