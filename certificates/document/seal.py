"""The seal on a finished PDF: PAdES, invisible, no changes allowed afterwards; timed where a service is set."""

import functools
import hashlib
import io
import re
from dataclasses import dataclass

from asn1crypto import cms, pem
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.document.container import Container
from certificates.keys import token
from certificates.keys.given import TokenKey

FIELD = "Siegel"
# Seconds to wait for the time-stamp service; the making of a PDF is tried again later.
TIMEOUT = 10
# How pyHanko writes which bytes a seal covers: from a to a + b, and from c to c + d.
_COVERED = re.compile(rb"/ByteRange\s*\[(\d+) (\d+) (\d+) (\d+) *\]")
# The characters that a signer's seal, timed by a service, was given to stand in.
_room: dict[tuple, int] = {}


@dataclass(frozen=True)
class Sealed:
    """A sealed PDF; `signed_sha256` of the bytes that the seal covers and `sealed_with` of its certificate, in hex."""

    pdf: bytes
    signed_sha256: str
    sealed_with: str


class KeySigner(signers.SimpleSigner):
    """
    Signs with a key that is loaded already; pyHanko's own loads and checks it for every signature.

    What it signs it puts into a container like that of its first seal.
    """

    container = None

    async def async_sign(self, data_digest, digest_algorithm, dry_run=False, timestamper=None, **settings):
        about = {"dry_run": dry_run, "timestamper": timestamper, **settings}
        if dry_run or self.container is None:
            sealed = await super().async_sign(data_digest, digest_algorithm, **about)
            self.container = None if dry_run else Container.like(sealed, data_digest)
            return sealed
        covered = self.container.to_sign(data_digest)
        signature = await self.async_sign_raw(covered, digest_algorithm)
        unsigned = await self.unsigned_attrs(
            digest_algorithm, signature, signed_attrs=cms.CMSAttributes.load(covered), timestamper=timestamper
        )
        return self.container.filled(data_digest, signature, unsigned)

    async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
        algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[digest_algorithm]
        if isinstance(self.signing_key, ec.EllipticCurvePrivateKey):
            return self.signing_key.sign(data, ec.ECDSA(algorithm))
        return self.signing_key.sign(data, PKCS1v15(), algorithm)


class Revision(IncrementalPdfFileWriter):
    """Appends to a PDF and leaves its metadata as they were printed; pyHanko's own dates and rewrites them."""

    def _update_meta(self):
        """Simple readers would not find PDF/A in what pyHanko writes, nor would the same day stand in it."""


def seal(pdf, key):
    """
    Return the PDF (bytes) sealed with a Key of the keyring. The same PDF sealed twice gives two different files.

    Raises KeyNotHere if a token does not sign, OSError or pyHanko's TimestampRequestError if the time-stamp service
    does not answer.
    """
    output = io.BytesIO()
    signer = _signer(key.chain, key.private)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    # Without the room pyHanko seals for a trial, with half a seal more than that needed. If it does not do it is
    # forgotten, and the making is tried again.
    alike = (key.chain, settings.SEAL_TIMESTAMP_URL)
    signers.PdfSigner(about, signer=signer, timestamper=_timestamper()).sign_pdf(
        Revision(io.BytesIO(pdf)), output=output, bytes_reserved=_room.pop(alike, None)
    )
    sealed = output.getvalue()
    start, length, again, rest = map(int, _COVERED.search(sealed, len(pdf)).groups())
    _room[alike] = again - start - length - len("<>")
    return Sealed(sealed, _sha256(sealed, start, length, again, rest), fingerprint(signer.signing_cert))


def signed_sha256(pdf):
    """Return the SHA-256, in hex, of what the first seal of a PDF covers: that revision without the seal itself."""
    first = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    return _sha256(pdf, *first.byte_range)


def _sha256(pdf, start, length, again, rest):
    return hashlib.sha256(pdf[start : start + length] + pdf[again : again + rest]).hexdigest()


def seal_of(key):
    """Return the fingerprint of the certificate with which a Key of the keyring seals."""
    return fingerprint(_signer(key.chain, key.private).signing_cert)


def fingerprint(certificate):
    """Return the SHA-256 of a certificate (asn1crypto) in hex, as browsers and Acrobat show it."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def certificates_of(chain):
    """Return the certificates (asn1crypto) of a PEM text in its order."""
    return [asn1.Certificate.load(der) for _kind, _headers, der in pem.unarmor(chain.encode(), multiple=True)]


@functools.lru_cache(maxsize=4)
def _signer(chain, private):
    leaf, *others = certificates_of(chain)
    if isinstance(private, TokenKey):
        return token.signer_of(private, leaf, others)
    registry = SimpleCertificateStore()
    registry.register_multiple(others)
    return KeySigner(signing_cert=leaf, signing_key=private, cert_registry=registry)


def _timestamper():
    return (
        timestamps.HTTPTimeStamper(settings.SEAL_TIMESTAMP_URL, timeout=TIMEOUT)
        if settings.SEAL_TIMESTAMP_URL
        else None
    )
