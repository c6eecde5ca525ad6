"""Who else comes to a session besides its cohort. Rooms above know the guests; this room counts them."""

from collections.abc import Callable

from django.db.models import IntegerField, Value

_sources: list[Callable] = []
_counts: list[Callable] = []


def adds_heads(source):
    """
    Register a function of an expression (a session's primary key) that returns how many more people come there.

    What it returns is an expression too: an integer, never NULL. A decorator, does nothing the second time.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def more_heads(session):
    """Return the expression that counts all who come to a session from elsewhere."""
    total = Value(0, output_field=IntegerField())
    for source in _sources:
        total = total + source(session)
    return total


def counts_people(count):
    """
    Register the function of (sessions, moment) that returns how many people are expected, by session; a decorator.

    Seats without a name and guests count, seats that are only held do not. Does nothing the second time.
    """
    if count not in _counts:
        _counts.append(count)
    return count


def people_expected(sessions, at):
    """Return how many people are expected, by the session's primary key; the same queries for any number of them."""
    found = {}
    for count in _counts:
        found |= count(sessions, at)
    return found
