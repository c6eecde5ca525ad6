"""
The office's page of a cohort and the page of a session are pages of sections.

Rooms above hang theirs up; this room knows none of them. A section is a function of (request, row, at) that returns
None or a `lms.home.panels.Panel`. Who may see a session is asked of the rooms above in the same way.
"""

from collections.abc import Callable

from django.db.models import Q

from lms.home.panels import Board

_of_cohort, _of_session = Board(), Board()
hang_on_cohort, sections_of_cohort = _of_cohort.hang, _of_cohort.made_for
hang_on_session, sections_of_session = _of_session.hang, _of_session.made_for
_viewers: list[Callable] = []


def lets_see_sessions(viewer):
    """Register a function of (user) that returns a Q of the sessions this user may see, e.g. as a participant."""
    if viewer not in _viewers:
        _viewers.append(viewer)
    return viewer


def seen_through_rooms(user):
    """Return the Q of sessions that rooms above let this user see."""
    found = Q(pk__in=[])
    for viewer in _viewers:
        found |= viewer(user)
    return found
