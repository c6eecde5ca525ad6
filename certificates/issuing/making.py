"""The making of a certificate's PDF: claimed, produced, stored, noted; the steps themselves are those of every file."""

import hashlib
import logging
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from certificates.issuing.models import Copy, CopyContent, Proof, private_storage
from lms.lib import making
from lms.lib.making import MAX_ATTEMPTS, STALE

log = logging.getLogger(__name__)

State = Copy.State
__all__ = [
    "MAX_ATTEMPTS",
    "STALE",
    "Paper",
    "State",
    "claim",
    "due",
    "files_of",
    "keep",
    "make",
    "put_back",
    "remove_files",
]


@dataclass(frozen=True)
class Paper:
    """What becomes of a copy: the sealed PDF, the text of its credential, and by what the seal is known (hex)."""

    pdf: bytes
    credential: str = ""
    signed_sha256: str = ""
    sealed_with: str = ""


def due(at):
    """Copies to be made: waiting and not put off, or claimed so long ago that their worker must be gone."""
    return making.due(Copy.objects.all(), at)


def claim(copy_id, at):
    """Take the copy over and return it, or None if it is not due (made, or in somebody else's hands)."""
    return making.claim(Copy.objects.select_related("content"), copy_id, at)


def make(copy, produce, at):
    """Produce a claimed copy with `produce(copy, at) -> Paper` and keep it; whatever fails is noted on the copy."""
    try:
        return keep(copy, produce(copy, at))
    except Exception as error:  # noqa: BLE001 - whatever it was, the copy must not stay claimed
        put_back(copy, error)
        return False


def keep(copy, paper):
    """Store the Paper and note its hashes; return False if somebody else has claimed or made the copy meanwhile."""
    storage = private_storage()
    name = storage.save(_name(copy, copy.attempts), ContentFile(paper.pdf))
    with transaction.atomic():
        sha256 = hashlib.sha256(paper.pdf).hexdigest()
        noted = making.held(copy).update(state=State.DONE, sha256=sha256, last_error="")
        noted = noted and CopyContent.objects.filter(copy=copy).update(pdf=name, credential=paper.credential)
        if noted:
            Proof.objects.filter(copy=copy).update(signed_sha256=paper.signed_sha256, sealed_with=paper.sealed_with)
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
