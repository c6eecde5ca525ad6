"""What happened to a number, in words and in order: issued, copied, ended, and what rooms above tell of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certificates.issuing.models import StatusChange

_tellers: list[Callable] = []


@dataclass(frozen=True)
class Event:
    """Something that happened: what in words, on which day, recorded when and by whom (None: by itself), why."""

    what: str
    on: dt.date
    at: dt.datetime
    by: Any = None
    reason: str = ""
    # Under which label it also stands among the facts of the number.
    fact: str = ""


def tells_of_number(tells):
    """Register a function of a Certificate that returns Events; a decorator, does nothing the second time."""
    if tells not in _tellers:
        _tellers.append(tells)
    return tells


def history_of(certificate, changes):
    """
    Return the Events of a number, oldest first. `changes` are its StatusChanges with copy and actor.

    Changes stand as they were written, one behind the other under the cohort's lock; `at` is when each was asked for,
    and of two asked for at once the later may have come first.
    """
    events = [Event(_("Issued"), certificate.issued_on, certificate.issued_at, certificate.issued_by)]
    latest = certificate.issued_at
    for change in sorted(changes, key=lambda change: change.pk):
        latest = max(latest, change.at)
        events.append(Event(_words(change), change.on, latest, change.actor, reason=change.internal_reason))
    events += [event for tells in _tellers for event in tells(certificate)]
    return sorted(events, key=lambda event: event.at)


def _words(change):
    if change.copy is None:
        return capfirst(change.get_status_display())
    if change.status == StatusChange.Status.REPLACED:
        return _("Copy %(number)s replaced by a new one") % {"number": change.copy.ordinal}
    return f"{capfirst(change.get_status_display())} ({_('copy %(number)s') % {'number': change.copy.ordinal}})"
