"""The container of a seal: filled in it is what pyHanko would have written."""

import asyncio
import hashlib

import pytest
from asn1crypto import cms
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.document.container import Container
from certificates.document.seal import KeySigner
from certificates.keys import making
from tests.certificates.keys.scenes import NOW, as_asn1, issue, new_key, time_stamper

DIGEST, ANOTHER = (hashlib.sha256(text).digest() for text in (b"a paper", b"another paper"))
ROOT = making.new_root("Testnetz", NOW)


def signer_of(kind):
    key = new_key(kind)
    registry = SimpleCertificateStore()
    registry.register_multiple([as_asn1(making.x509.load_pem_x509_certificate(ROOT))])
    return KeySigner(signing_cert=as_asn1(issue(ROOT, key, "Siegel")), signing_key=key, cert_registry=registry)


def signed_by(signer, digest, **options):
    return asyncio.run(signer.async_sign(digest, "sha256", use_pades=True, **options))


def test_is_byte_for_byte_what_pyhanko_writes():
    # An RSA signature of the same digest is the same each time.
    signer = signer_of("RSA-3072")
    signed_by(signer, DIGEST)
    filled = signed_by(signer, ANOTHER)
    signer.container = None
    assert filled.dump() == signed_by(signer, ANOTHER).dump()


@pytest.mark.parametrize("kind", ["P-256", "RSA-3072"])
def test_the_next_ones_are_filled_in(kind, monkeypatch):
    signer = signer_of(kind)
    first = signed_by(signer, DIGEST)
    assert signer.container
    monkeypatch.setattr(KeySigner, "signed_attrs", None)  # pyHanko would ask for them
    second = signed_by(signer, ANOTHER)
    [one], [other] = first["content"]["signer_infos"], second["content"]["signer_infos"]
    digests = [info["signed_attrs"][1]["values"][0].native for info in (one, other)]
    assert digests == [DIGEST, ANOTHER]
    assert one["signature"].native != other["signature"].native
    assert second["content"]["certificates"].dump() == first["content"]["certificates"].dump()


def test_a_time_stamp_is_of_its_own_signature():
    signer, stamper = signer_of("P-256"), time_stamper(ROOT)
    stamps = []
    for digest in (DIGEST, ANOTHER):
        [info] = signed_by(signer, digest, timestamper=stamper)["content"]["signer_infos"]
        [attribute] = info["unsigned_attrs"]
        token = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
        stamps.append(token["message_imprint"]["hashed_message"].native)
        assert stamps[-1] == hashlib.sha256(info["signature"].native).digest()
    assert stamps[0] != stamps[1]


def test_a_trial_leaves_no_container():
    signer = signer_of("P-256")
    signed_by(signer, DIGEST, dry_run=True)
    assert signer.container is None


def test_a_container_that_says_more_than_a_digest_is_not_used_again():
    signer = signer_of("P-256")
    timed = PdfCMSSignedAttributes(signing_time=NOW)
    sealed = asyncio.run(signer.async_sign(DIGEST, "sha256", use_pades=False, signed_attr_settings=timed))
    assert Container.like(sealed, DIGEST) is None and signer.container is None


def test_a_container_that_cannot_be_written_again_is_not_used():
    sealed = cms.ContentInfo.load(signed_by(signer_of("P-256"), DIGEST).dump())
    assert Container.like(sealed, DIGEST)
    assert Container.like(sealed, ANOTHER) is None
    sealed["content"]["crls"] = cms.RevocationInfoChoices([])
    assert Container.like(sealed, DIGEST) is None
