"""
The making of a PDF, step by step, each safe to be interrupted: claim, render, store, note.

A killed worker leaves a claim behind; whoever comes after `STALE` may claim again. Only the holder of the latest claim
can note the result, so two workers never store two papers for one copy.
"""

import datetime as dt
import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q

from certificates.document.record import DocumentRecord
from certificates.issuing.models import Copy, CopyContent, private_storage
from lms.lib.refusals import Refusal

STALE = dt.timedelta(minutes=10)
MAX_ATTEMPTS = 5
log = logging.getLogger(__name__)

State = Copy.State


def due(at):
    """Copies to be made: waiting and not put off, or claimed so long ago that their worker must be gone."""
    return Copy.objects.filter(
        Q(state=State.WAITING, not_before__isnull=True)
        | Q(state=State.WAITING, not_before__lte=at)
        | Q(state=State.RUNNING, claimed_at__lt=at - STALE)
    )


def claim(copy_id, at):
    """Take the copy over and return it, or None if it is not due (made, or in somebody else's hands)."""
    taken = (
        due(at)
        .filter(pk=copy_id, attempts__lt=MAX_ATTEMPTS)
        .update(state=State.RUNNING, claimed_at=at, attempts=F("attempts") + 1, not_before=None)
    )
    if not taken:
        due(at).filter(pk=copy_id, attempts__gte=MAX_ATTEMPTS).update(state=State.FAILED)
        return None
    return Copy.objects.select_related("content").get(pk=copy_id)


def make(copy, render):
    """Render a claimed copy with `render(record) -> bytes` and keep it; whatever fails is noted on the copy."""
    try:
        return keep(copy, render(DocumentRecord.from_json(copy.content.snapshot)))
    except Exception as error:  # noqa: BLE001 - whatever it was, the copy must not stay claimed
        put_back(copy, error)
        return False


def keep(copy, pdf):
    """Store the bytes and note their hash; return False if somebody else has claimed or made the copy meanwhile."""
    storage = private_storage()
    name = storage.save(_name(copy, copy.attempts), ContentFile(pdf))
    with transaction.atomic():
        noted = _mine(copy).update(state=State.DONE, sha256=hashlib.sha256(pdf).hexdigest(), last_error="")
        noted = noted and CopyContent.objects.filter(copy=copy).update(pdf=name)
    if not noted:
        storage.delete(name)
        return False
    # What killed workers left behind.
    for attempt in range(1, copy.attempts):
        storage.delete(_name(copy, attempt))
    return True


def put_back(copy, error):
    """Note why it failed and try again later, at growing intervals; after MAX_ATTEMPTS somebody has to look."""
    # A refusal may quote a name: the log of the process gets its reason only.
    if isinstance(error, Refusal):
        log.error("Copy %s was not printed: %s %s", copy.pk, error.code, error.facts.get("reason", ""))
    else:
        log.error("Copy %s was not printed", copy.pk, exc_info=error)
    _mine(copy).update(
        state=State.FAILED if copy.attempts >= MAX_ATTEMPTS else State.WAITING,
        not_before=copy.claimed_at + dt.timedelta(minutes=2**copy.attempts),
        last_error=(str(error) if isinstance(error, Refusal) else type(error).__name__)[:300],
    )


def files_of(copies):
    """Return the names of all files that the making of these copies may have left."""
    kept = CopyContent.objects.filter(copy__in=copies).exclude(pdf="").values_list("pdf", flat=True)
    return {*kept, *(_name(copy, attempt) for copy in copies for attempt in range(1, copy.attempts + 1))}


def remove_files(names):
    """Delete these files; one that is gone already is no fault."""
    for name in names:
        private_storage().delete(name)


def _mine(copy):
    return Copy.objects.filter(pk=copy.pk, state=State.RUNNING, attempts=copy.attempts)


def _name(copy, attempt):
    """No name, no number: a path tells nothing about a person."""
    return f"certificates/{copy.issued_on.year}/{copy.credential_id}-{attempt}.pdf"
