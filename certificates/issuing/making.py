"""The making of a certificate's PDF: claimed, rendered, stored, noted; the steps themselves are those of every file."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import transaction

from certificates.document.record import DocumentRecord
from certificates.issuing.models import Copy, CopyContent, private_storage
from lms.lib import making
from lms.lib.making import MAX_ATTEMPTS, STALE

log = logging.getLogger(__name__)

State = Copy.State
__all__ = ["MAX_ATTEMPTS", "STALE", "State", "claim", "due", "files_of", "keep", "make", "put_back", "remove_files"]


def due(at):
    """Copies to be made: waiting and not put off, or claimed so long ago that their worker must be gone."""
    return making.due(Copy.objects.all(), at)


def claim(copy_id, at):
    """Take the copy over and return it, or None if it is not due (made, or in somebody else's hands)."""
    return making.claim(Copy.objects.select_related("content"), copy_id, at)


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
        noted = making.held(copy).update(state=State.DONE, sha256=hashlib.sha256(pdf).hexdigest(), last_error="")
        noted = noted and CopyContent.objects.filter(copy=copy).update(pdf=name)
    if not noted:
        storage.delete(name)
        return False
    # What killed workers left behind.
    for attempt in range(1, copy.attempts):
        storage.delete(_name(copy, attempt))
    return True


def put_back(copy, error):
    """Note why it failed and try again later; after MAX_ATTEMPTS somebody has to look."""
    making.put_back(copy, error, log)


def files_of(copies):
    """Return the names of all files that the making of these copies may have left."""
    kept = CopyContent.objects.filter(copy__in=copies).exclude(pdf="").values_list("pdf", flat=True)
    return {*kept, *(_name(copy, attempt) for copy in copies for attempt in range(1, copy.attempts + 1))}


def remove_files(names):
    """Delete these files; one that is gone already is no fault."""
    for name in names:
        private_storage().delete(name)


def _name(copy, attempt):
    """No name, no number: a path tells nothing about a person."""
    return f"certificates/{copy.issued_on.year}/{copy.credential_id}-{attempt}.pdf"
