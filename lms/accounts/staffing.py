"""
Roles that are given in the browser: who books for a company, receives groups at a site, verifies for a chamber.

Rooms register theirs in AppConfig.ready(); a role is a permission on one record, held through the record's group.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True)
class Staffing:
    """
    A role that may be given: `key` names it in addresses and groups, `model` ("app.Model") what it is held on.

    `may_staff(actor, row)` says who gives and withdraws it; `title` and `invited` are lazy sentences, the second one
    for the letter: "You may now book seats for %(row)s.".
    """

    key: str
    model: str
    permission: str
    may_staff: Callable
    title: str
    invited: str

    def rows(self):
        """Return the queryset of records that the role may be held on."""
        return apps.get_model(self.model)._default_manager.all()


_known: dict[str, Staffing] = {}


def offer_role(staffing):
    """Register a role; the same key again replaces it."""
    _known[staffing.key] = staffing
    return staffing


def staffing_for(key):
    """Return the Staffing of `key` ("bookers"), or None."""
    return _known.get(key)
