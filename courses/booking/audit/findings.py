"""What a check returns, what it may look at, and the list of all checks."""

from collections.abc import Callable
from dataclasses import dataclass

_checks: list[Callable] = []


@dataclass(frozen=True)
class Finding:
    """
    Something that is not as it should be.

    `code` is for machines, `cohort` the code of the cohort ("" if none), `about` names the row by its key, `text` says
    it. A `warning` is known to somebody already, or heals by itself.
    """

    code: str
    cohort: str
    about: str
    text: str
    warning: bool = False


@dataclass(frozen=True)
class Scope:
    """What is looked at: the cohort with this code, or everything (""), as it stands at the moment `at`."""

    at: object
    cohort: str = ""

    def of(self, rows, path="cohort"):
        """Narrow a queryset whose rows reach their cohort by `path` ("" for cohorts themselves)."""
        if not self.cohort:
            return rows
        return rows.filter(**{f"{path}__code" if path else "code": self.cohort})


def checks(check):
    """
    Add a check: a function of a Scope that yields Findings, with as many queries for one cohort as for thousands.

    A decorator, does nothing the second time. Rooms and acts to come hang up theirs here.
    """
    if check not in _checks:
        _checks.append(check)
    return check


def find(scope):
    """Return all Findings within the scope, faults before warnings. Only reads."""
    found = [finding for check in _checks for finding in check(scope)]
    return sorted(found, key=lambda one: (one.warning, one.cohort, one.code, one.about))
