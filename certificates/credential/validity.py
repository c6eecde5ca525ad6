"""From when on a credential is valid."""

import datetime as dt

from django.utils import timezone

# Verifiers refuse what begins in the future, and their clocks may be slow.
DRIFT = dt.timedelta(minutes=5)


def valid_from(day, at):
    """Return the start of `day` in Germany, but never later than a little before the moment `at`."""
    start = dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
    return min(start, at - DRIFT)


def earliest(at):
    """
    Return the earliest moment as of which anything signed at the moment `at` is dated: a status list, with its day.

    So a key that was made then is valid from there on, or verifiers would find it younger than its first signature.
    """
    return dt.datetime.combine(at.astimezone(dt.UTC), dt.time(), dt.UTC) - DRIFT
