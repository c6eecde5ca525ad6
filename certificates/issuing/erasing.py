"""Deleting stored files in the end: tried after the commit, and by the sweeper until the storage has done it."""

import datetime as dt
import logging

from django.db.models import Q

from certificates.issuing.models import FileToDelete, private_storage

log = logging.getLogger(__name__)
# The wait doubles with each attempt, up to about a day; nobody gives up on what must go.
LONGEST = 10


def due(at):
    """Files to be deleted that were not tried yet, or have waited long enough."""
    return FileToDelete.objects.filter(Q(not_before__isnull=True) | Q(not_before__lte=at))


def delete(pk, at):
    """Delete one file if that is due; return whether it is gone. Safe to run twice: a file that is gone is no fault."""
    row = due(at).filter(pk=pk).first()
    if row is None:
        return False
    try:
        private_storage().delete(row.name)
    except Exception as error:
        log.exception("File %s was not deleted: %s", row.pk, type(error).__name__)
        wait = dt.timedelta(minutes=2 ** min(row.attempts, LONGEST))
        FileToDelete.objects.filter(pk=pk).update(attempts=row.attempts + 1, not_before=at + wait)
        return False
    FileToDelete.objects.filter(pk=pk).delete()
    return True
