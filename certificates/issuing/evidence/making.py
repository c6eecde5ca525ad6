"""The making of a bundle: claimed, gathered, printed, packed, stored; deleted with its row when its time is over."""

import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from certificates.issuing.evidence.gathering import gather
from certificates.issuing.evidence.packing import pack
from certificates.issuing.evidence.printing import render_pdf
from certificates.issuing.models import EvidenceBundle, FileToDelete, private_storage
from lms.lib import making
from lms.lib.making import State

log = logging.getLogger(__name__)


def due(at):
    """Bundles to be made."""
    return making.due(EvidenceBundle.objects.all(), at)


def make(pk, at):
    """Make one bundle, unless that is done or somebody is at it; return whether it was made now."""
    rows = EvidenceBundle.objects.select_related("cohort__edition__programme__office", "cohort__edition__chamber")
    bundle = making.claim(rows, pk, at)
    if bundle is None:
        return False
    try:
        return keep(bundle, *files_of(bundle))
    except Exception as error:  # noqa: BLE001 - whatever it was, the bundle must not stay claimed
        making.put_back(bundle, error, log)
        return False


def files_of(bundle):
    """Return the bytes of PDF and ZIP, as all stands now."""
    evidence = gather(bundle.cohort, timezone.now(), bundle.language)
    pdf = render_pdf(evidence)
    return pdf, pack(evidence, pdf)


def keep(bundle, pdf, packed):
    """Store both files; return False if somebody else has claimed or made the bundle meanwhile."""
    storage = private_storage()
    names = {
        column: storage.save(_name(bundle, bundle.attempts, column), ContentFile(data))
        for column, data in (("pdf", pdf), ("zip", packed))
    }
    sha256 = hashlib.sha256(packed).hexdigest()
    kept = False
    try:
        kept = bool(making.held(bundle).update(state=State.DONE, last_error="", sha256=sha256, **names))
    finally:
        if not kept:
            for name in names.values():
                storage.delete(name)
    return kept


@transaction.atomic
def forget(at):
    """Delete bundles EVIDENCE_DAYS after they were asked for: files go with the sweeper, rows now. Return how many."""
    old = EvidenceBundle.objects.filter(asked_at__lt=at - dt.timedelta(days=settings.EVIDENCE_DAYS))
    bundles = list(old.select_for_update())
    FileToDelete.objects.bulk_create(FileToDelete(name=name) for bundle in bundles for name in files_left(bundle))
    EvidenceBundle.objects.filter(pk__in=[bundle.pk for bundle in bundles]).delete()
    return len(bundles)


def files_left(bundle):
    """Return the names of all files that the making of this bundle may have left, killed workers included."""
    attempts = range(1, bundle.attempts + 1)
    left = {_name(bundle, attempt, column) for attempt in attempts for column in ("pdf", "zip")}
    return sorted({*left, bundle.pdf.name, bundle.zip.name} - {""})


def _name(bundle, attempt, column):
    """No code of a cohort: a path tells nothing."""
    return f"evidence/{bundle.pk}-{attempt}.{column}"
