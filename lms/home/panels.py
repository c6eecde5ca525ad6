"""
The start page is a page of panels. Rooms hang theirs up in AppConfig.ready(); this floor knows none of them.

A panel is a function of (request, at) that returns None (nothing to show to this person) or a `Panel`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Panel:
    """
    One block of a start page: a template and what it needs. A lower `order` stands further up.

    `wide` panels lie above the others over the full width; `side` ones stand in the narrow column beside them.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50
    wide: bool = False
    side: bool = False


_makers: list[Callable] = []


def hang_up(maker):
    """Register a panel maker; works as a decorator and does nothing the second time."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def panels_for(request, at):
    """Return the panels that the rooms have for this person, in order."""
    made = [maker(request, at) for maker in _makers]
    return sorted((panel for panel in made if panel is not None), key=lambda panel: panel.order)
