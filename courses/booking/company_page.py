"""
A company's page is a page of sections, and each seat on it tells what rooms above know of the person.

Two hooks, filled when rooms are imported; this room knows none of them.
A section is a function of (request, company, at) that returns None or a `lms.home.panels.Panel`; wide ones stand in
the main column. A teller is a function of (company, enrolments, at) that returns {enrolment.pk: Panel}; it is asked
once for the whole page, and only about people whom the company may see on that day (booked by it, employed there).
How much it tells follows `company.data_level`.
"""

from collections import defaultdict
from collections.abc import Callable

from lms.home.panels import Board

# A section of this order stands above both columns.
ABOVE = 0

_page = Board()
hang_on_company, sections_of_company = _page.hang, _page.made_for
_tellers: list[Callable] = []


def tell_of_people(teller):
    """Register what a room tells a company about its people; a decorator, does nothing the second time."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def told_of(company, enrolments, at):
    """Return {enrolment.pk: [Panel, ...]} of what the rooms tell, in order."""
    told = defaultdict(list)
    for teller in _tellers if enrolments else []:
        for pk, panel in teller(company, enrolments, at).items():
            told[pk].append(panel)
    for panels in told.values():
        panels.sort(key=lambda panel: panel.order)
    return told
