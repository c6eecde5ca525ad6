"""
Rooms above may know why a record cannot be saved as it is. They hang that up here; this room knows none of them.

An objection is a function of a record that is not saved yet; it raises a Refusal or returns nothing.
"""

from collections.abc import Callable

_objectors: list[Callable] = []


def hang_objection(objector):
    """Register an objection; a decorator, does nothing the second time."""
    if objector not in _objectors:
        _objectors.append(objector)
    return objector


def ask_for_objections(row):
    """Raise the Refusal of the first room that objects to this record."""
    for objector in _objectors:
        objector(row)
