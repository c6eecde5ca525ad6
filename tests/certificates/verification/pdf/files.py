"""Sealed files for tests: ours, somebody else's with our name, raised for the archive; made once per run."""

import asyncio
import datetime as dt
import io
from functools import cache
from types import SimpleNamespace

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import async_add_validation_info
from pyhanko_certvalidator import ValidationContext

from certificates.document.pdf import render_pdf
from certificates.document.seal import certificates_of, seal
from certificates.keys import making
from tests.certificates.document.papers import make_record

SEALED_AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
OURS = "Testnetz e. V."


def key(number=1):
    """A seal below a root of its own; another `number` is somebody else's, with our name all the same."""
    return _key(number)


@cache
def _key(number):
    root = making.new_root(OURS, SEALED_AT)
    private = making.new_seal(root, OURS, "k-2026", SEALED_AT)
    loaded = serialization.load_pem_private_key(private, password=None)
    return SimpleNamespace(private=loaded, chain=making.public_half(private), pem=private)


@cache
def paper(**changes):
    """The PDF of a paper before it is sealed, with an attachment as ours have one."""
    return render_pdf(make_record(**changes), credential='{"type": "VerifiableCredential"}')


def sealed(number=1):
    """Return the Sealed of a paper."""
    return _sealed(number)


@cache
def _sealed(number):
    return seal(paper(), key(number))


def genuine():
    return sealed().pdf


@cache
def time_stamper():
    """A time-stamp service of our own, for tests only: pyHanko's wants RSA."""
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Zeit")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SEALED_AT)
        .not_valid_after(SEALED_AT + dt.timedelta(days=36500))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(private, hashes.SHA256())
    )
    encoded = private.private_bytes(serialization.Encoding.DER, making.PKCS8, serialization.NoEncryption())
    leaf = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    return DummyTimeStamper(leaf, asn1_keys.PrivateKeyInfo.load(encoded))


def archived(pdf=None, level="LTA"):
    """The same file raised for the archive: proofs of validity appended (LT), and a time stamp over all (LTA)."""
    context = ValidationContext(
        trust_roots=[certificates_of(key().chain)[-1]],
        moment=SEALED_AT,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    output = io.BytesIO(pdf or genuine())
    first = PdfFileReader(output).embedded_signatures[0]
    asyncio.run(async_add_validation_info(first, context, in_place=True, output=output))
    if level == "LT":
        return output.getvalue()
    stamped = io.BytesIO()
    signers.PdfTimeStamper(time_stamper()).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(output.getvalue())), "sha256", output=stamped
    )
    return stamped.getvalue()
