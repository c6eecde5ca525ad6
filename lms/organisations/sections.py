"""
The page of a record has a column beside the form. Rooms above hang their sections there; this room knows none of them.

A section is a function of (request, row) that returns None or a `lms.home.panels.Panel`.
"""

from collections.abc import Callable

_makers: list[Callable] = []


def hang_on_record(maker):
    """Register a section of a record's page; a decorator, does nothing the second time."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def sections_of_record(request, row):
    """Return the sections that the rooms have for this record, in order."""
    made = [maker(request, row) for maker in _makers]
    return sorted((section for section in made if section is not None), key=lambda section: section.order)
