"""
Roles that are given in the browser: who books for a company, receives groups at a site, verifies for a chamber.

Rooms register theirs in AppConfig.ready(); a role is a permission on one record, held through the record's group.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise

from lms.accounts.grants import group_of


@dataclass(frozen=True)
class Staffing:
    """
    A role that may be given: `key` names it in addresses and groups, `model` ("app.Model") what it is held on.

    `may_staff(actor, row)` says who gives and withdraws it; `title` and `invited` are lazy sentences, the second one
    for the letter: "You may now book seats for %(row)s.".
    """

    key: str
    model: str
    permission: str | None
    may_staff: Callable
    title: str | Promise
    invited: str | Promise
    # The group whose members hold the role; by default the record's own.
    group: Callable | None = None

    def group_for(self, row):
        """Return the group that holds this role on `row`."""
        return self.group(row) if self.group else group_of(row, self.key)

    def rows(self):
        """Return the queryset of records that the role may be held on."""
        return apps.get_model(self.model)._default_manager.all()


_known: dict[str, Staffing] = {}


def offer_role(staffing):
    """Register a role; the same key again replaces it."""
    _known[staffing.key] = staffing
    return staffing


def staffings_of(row):
    """Return the roles that may be held on `row`."""
    return [one for one in _known.values() if one.model == row._meta.label]


def staffing_for(key):
    """Return the Staffing of `key` ("bookers"), or None."""
    return _known.get(key)
