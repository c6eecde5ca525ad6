"""The register as hashes: whoever holds a paper finds its status; all others learn only how many there are."""

import hashlib
from collections import defaultdict

from certificates.issuing.models import Copy, StatusChange
from certificates.issuing.rules import REPLACED, REVOKED, status_of
from certificates.publishing.rules import RESUMED, SUSPENDED


def entries():
    """
    Return {SHA-256 in hex: status}, sorted, of each copy's code, sealed PDF and credential.json; two queries.

    A status is the word that the public page says, for "replaced" and "revoked" with the day. No number, name or day of
    issue stands there, and nothing ties the three hashes of a copy together. A code has 80 random bits, so nobody can
    find it from its hash.
    """
    changes = defaultdict(list)
    for change in StatusChange.objects.order_by("at", "pk").only("certificate_id", "copy_id", "status", "on"):
        changes[change.certificate_id].append(change)
    found = {}
    rows = Copy.objects.values_list("pk", "certificate_id", "code", "proof__signed_sha256", "content__credential")
    for pk, certificate_id, code, signed_sha256, credential in rows.iterator(chunk_size=500):
        status = status_in_words(changes[certificate_id], pk)
        for key in (_sha256(code), signed_sha256, _sha256(credential) if credential else None):
            if key:
                found[key] = status
    return dict(sorted(found.items()))


def status_in_words(changes, copy_id):
    """Return the status of a copy from the changes of its number, oldest first: "valid", "revoked 2026-05-01", …"""
    status = status_of(changes, copy_id)
    if status.word in (REPLACED, REVOKED):
        return f"{status.word} {status.on.isoformat()}"
    pauses = [change.status for change in changes if change.status in (SUSPENDED, RESUMED)]
    return SUSPENDED if pauses and pauses[-1] == SUSPENDED else status.word


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()
