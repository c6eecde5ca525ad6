"""Certificates with a place in the status lists, without printing anything."""

import base64
import gzip

from django.core.cache import cache
from django.utils import timezone

from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Copy, Proof, StatusChange
from certificates.issuing.places import proof_of
from certificates.publishing.lists import sign_all
from tests.certificates.issuing import scenes


def issue(people=1):
    """Return (certificates with a place each, somebody of their office)."""
    cohort = scenes.finished_cohort(people)
    office = scenes.manager(cohort)
    issued = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    for copy in Copy.objects.filter(proof=None):
        proof_of(copy)
    return issued, office


def place(certificate, ordinal=1):
    return Proof.objects.get(copy__certificate=certificate, copy__ordinal=ordinal).status_index


def change(certificate, status, at=None):
    at = at or timezone.now()
    return StatusChange.objects.create(certificate=certificate, status=status, on=at.date(), at=at)


def publish(at=None):
    cache.clear()
    return sign_all(at or timezone.now())


def bits(client, kind="status", number=1):
    """Return the places whose bit is set in the list that anybody gets."""
    packed = client.get(f"/credentials/{kind}/{number}").json()["credentialSubject"]["encodedList"][1:]
    data = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return {8 * at + bit for at, byte in enumerate(data) if byte for bit in range(8) if byte >> (7 - bit) & 1}
