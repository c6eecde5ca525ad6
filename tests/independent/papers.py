"""Real certificates of this test, and what the public addresses offer to verify them."""

import json

from django.utils import timezone

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Copy, CopyContent, Proof
from certificates.issuing.producing import produce
from tests.certificates.issuing import scenes


def issue(people=1):
    """Issue certificates to a cohort, made by the real line of production; return (certificates, their office)."""
    cohort = scenes.finished_cohort(people)
    office = scenes.manager(cohort)
    issued = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    make_all()
    return issued, office


def make_all():
    at = timezone.now()
    for pk in Copy.objects.filter(state=Copy.State.WAITING).values_list("pk", flat=True):
        assert making.make(making.claim(pk, at), produce, at)


def credential_of(certificate):
    return json.loads(CopyContent.objects.filter(copy__certificate=certificate).latest("copy__ordinal").credential)


def offered(client):
    """Return (DID document, {address: status list}) as anybody gets them."""
    numbers = Proof.objects.values_list("status_list", flat=True).distinct()
    paths = [f"/credentials/{kind}/{number}" for number in numbers for kind in ("status", "suspension")]
    lists = {f"https://lehrgang.example{path}": client.get(path).json() for path in paths}
    return client.get("/.well-known/did.json").json(), lists
