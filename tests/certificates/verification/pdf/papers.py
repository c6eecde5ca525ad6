"""A sealed file that the register knows, and keys that it trusts."""

import hashlib

from certificates.issuing.models import Copy, Proof
from certificates.keys.models import SigningKey
from certificates.verification.pdf import inspecting
from certificates.verification.pdf.answering import answer_to_pdf
from tests import makers
from tests.certificates.verification import papers
from tests.certificates.verification.pdf import files

AT = makers.at("2028-03-01")


def trust(number=1, **fields):
    """Let the register know the seal `number` as ours."""
    return SigningKey.objects.create(
        purpose="seal", name=f"k-{number}", public=files.key(number).chain, made_at=files.SEALED_AT, **fields
    )


def register(certificate, sealed=None, copy=None):
    """Let the register know whose file this is."""
    sealed = sealed or files.sealed()
    copy, place = copy or certificate.copies.first(), Proof.objects.count()
    Copy.objects.filter(pk=copy.pk).update(state="done", sha256=hashlib.sha256(sealed.pdf).hexdigest())
    return Proof.objects.create(
        copy=copy,
        status_index=place,
        signed_sha256=sealed.signed_sha256,
        sealed_with=sealed.sealed_with,
    )


def issued(make=papers.valid, **person):
    """Return a certificate whose file is `files.genuine()`."""
    trust()
    certificate = make(**person)
    register(certificate)
    return certificate


def check(pdf, at=AT):
    """Return the FileAnswer; looked at in this process, which is quicker and finds the same."""
    return answer_to_pdf(pdf, at, look=inspecting.inspect)
