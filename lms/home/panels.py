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


class Board:
    """Where rooms hang up what one kind of page is made of: functions that return a Panel, or None for nothing."""

    def __init__(self):
        self._makers: list[Callable] = []

    def hang(self, maker):
        """Register a maker; works as a decorator and does nothing the second time."""
        if maker not in self._makers:
            self._makers.append(maker)
        return maker

    def made_for(self, *asked):
        """Return the panels that the makers have when they are asked this, in order."""
        made = [maker(*asked) for maker in self._makers]
        return sorted((panel for panel in made if panel is not None), key=lambda panel: panel.order)


_start = Board()
hang_up, panels_for = _start.hang, _start.made_for
