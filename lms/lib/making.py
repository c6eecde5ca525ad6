"""
The making of a file, step by step, each safe to be interrupted: claim, make, store, note. The row is the truth.

A killed worker leaves a claim behind; whoever comes after `STALE` may claim again. Only the holder of the latest claim
can note the result, so two workers never store two files for one row.
"""

import datetime as dt
import traceback

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.lib.refusals import Refusal

STALE = dt.timedelta(minutes=10)
MAX_ATTEMPTS = 5


class State(models.TextChoices):
    """How far the making of the PDF is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being made")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


def due(rows, at):
    """Those of `rows` to be made: waiting and not put off, or claimed so long ago that their worker must be gone."""
    return rows.filter(
        Q(state=State.WAITING, not_before__isnull=True)
        | Q(state=State.WAITING, not_before__lte=at)
        | Q(state=State.RUNNING, claimed_at__lt=at - STALE)
    )


def claim(rows, pk, at):
    """Take the row over and return it, or None if it is not due (made, or in somebody else's hands)."""
    taken = (
        due(rows, at)
        .filter(pk=pk, attempts__lt=MAX_ATTEMPTS)
        .update(state=State.RUNNING, claimed_at=at, attempts=F("attempts") + 1, not_before=None)
    )
    if not taken:
        due(rows, at).filter(pk=pk, attempts__gte=MAX_ATTEMPTS).update(state=State.FAILED)
        return None
    return rows.get(pk=pk)


def held(row):
    """The row as a query, while the claim that it was read with is the latest; for updates by its holder."""
    return type(row)._base_manager.filter(pk=row.pk, state=State.RUNNING, attempts=row.attempts)


def put_back(row, error, log):
    """Note why it failed and try again later, at growing intervals; after MAX_ATTEMPTS somebody has to look."""
    # What an error says may quote the text that is printed, a name in it: the log of the process gets its kind only,
    # and where it happened.
    name = f"{row._meta.object_name} {row.pk}"
    if isinstance(error, Refusal):
        log.error("%s was not printed: %s %s", name, error.code, error.facts.get("reason", ""))
    else:
        log.error("%s was not printed: %s", name, _wordless(error))
    held(row).update(
        state=State.FAILED if row.attempts >= MAX_ATTEMPTS else State.WAITING,
        not_before=row.claimed_at + dt.timedelta(minutes=2**row.attempts),
        last_error=(str(error) if isinstance(error, Refusal) else type(error).__name__)[:300],
    )


def _wordless(error):
    """Return the classes of an error and of those behind it, each with its stack, without what they say."""
    told = []
    while error is not None:
        told.append(f"{type(error).__qualname__}\n{''.join(traceback.format_tb(error.__traceback__))}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "after ".join(told).rstrip()
