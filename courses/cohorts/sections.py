"""
The office's page of a cohort and the page of a session are pages of sections.

Rooms above hang theirs up; this room knows none of them. A section is a function of (request, row, at) that returns
None or a `lms.home.panels.Panel`. Who may see a session is asked of the rooms above in the same way.
"""

from collections.abc import Callable

from django.db.models import Q

_on_cohort: list[Callable] = []
_on_session: list[Callable] = []
_viewers: list[Callable] = []


def _hang(makers, maker):
    if maker not in makers:
        makers.append(maker)
    return maker


def hang_on_cohort(maker):
    """Register a section of a cohort's page; a decorator, does nothing the second time."""
    return _hang(_on_cohort, maker)


def hang_on_session(maker):
    """Register a section of a session's page; a decorator, does nothing the second time."""
    return _hang(_on_session, maker)


def lets_see_sessions(viewer):
    """Register a function of (user) that returns a Q of the sessions this user may see, e.g. as a participant."""
    return _hang(_viewers, viewer)


def _drawn(makers, request, row, at):
    made = [maker(request, row, at) for maker in makers]
    return sorted((section for section in made if section is not None), key=lambda section: section.order)


def sections_of_cohort(request, cohort, at):
    """Return the sections that the rooms have for this cohort, in order."""
    return _drawn(_on_cohort, request, cohort, at)


def sections_of_session(request, session, at):
    """Return the sections that the rooms have for this session, in order."""
    return _drawn(_on_session, request, session, at)


def seen_through_rooms(user):
    """Return the Q of sessions that rooms above let this user see."""
    found = Q(pk__in=[])
    for viewer in _viewers:
        found |= viewer(user)
    return found
