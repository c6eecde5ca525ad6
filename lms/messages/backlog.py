"""
What waits beside the letters of the outbox: papers not made yet. Rooms register makers; this floor knows none of them.

A maker is a function of `actor` that yields sentences of what waits in its room, as far as `actor` keeps it:

    @waits
    def invoices_without_pdf(actor):
        ...

The module is imported in AppConfig.ready() like a room's panels. Each maker keeps to a fixed number of queries.
"""

from collections.abc import Callable

_makers: list[Callable] = []


def waits(maker):
    """Register what waits in a room; a decorator, does nothing the second time."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def backlog_of(actor):
    """Return the sentences of all rooms."""
    return [sentence for maker in _makers for sentence in maker(actor)]
