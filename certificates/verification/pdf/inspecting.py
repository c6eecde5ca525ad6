"""
Looks at one file with pyHanko: our seal, nothing changed since. Knows neither Django nor the register.

Nothing that the file says of itself is trusted: neither its texts, nor its certificates, nor where its seal ends.
"""

import asyncio
import hashlib
import io
import re

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.verification.pdf.findings import BROKEN, CHANGED, ENCRYPTED, FOREIGN, PLAIN, SEALED, SPOILT, Finding

# Time stamps and proofs of validity for the archive; whatever else was appended is a change.
ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
# How a revision ends. Readers that do not find this at the end of a file gather its objects as they please.
_END = re.compile(rb"startxref\s{1,4}\d{1,8}\s{1,4}%%EOF\s*")


def inspect(pdf, chains, loop=None):
    """
    Return the Finding on the bytes of a file. Never raises; what trips the reader is BROKEN.

    `chains` are the certificates of every seal that is trusted, each as PEM, leaf first. `loop` is an event loop for
    who cannot open one any more.
    """
    running = loop or asyncio.new_event_loop()
    try:
        return _inspect(pdf, Pinned(chains), running)
    # The file is a stranger's, and its reader raises whatever it trips over.
    except Exception:  # noqa: BLE001
        return Finding(BROKEN)
    finally:
        if loop is None:
            running.close()


class Pinned:
    """The seals that are trusted: their leaves by fingerprint, and what they were issued under."""

    def __init__(self, chains):
        certificates = [_certificates(chain) for chain in chains]
        self.leaves = {fingerprint(chain[0]) for chain in certificates if chain}
        # Of a chain of one, the leaf is its own anchor.
        self.roots = [chain[-1] for chain in certificates if chain]
        self.between = [one for chain in certificates for one in chain[1:-1]]

    def has(self, certificate):
        """Whether exactly this certificate sealed for us: the root of a trust centre has issued many others."""
        return fingerprint(certificate) in self.leaves

    def context(self, moment):
        """What a chain is judged by: at `moment`, without asking anybody on the network."""
        return ValidationContext(
            trust_roots=self.roots,
            other_certs=self.between,
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )


def _inspect(pdf, pinned, loop):
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    if reader.encrypted:
        return Finding(ENCRYPTED)
    seals = reader.embedded_regular_signatures
    if not seals:
        return Finding(PLAIN)
    first = seals[0]
    if not pinned.has(first.signer_cert):
        return Finding(FOREIGN)
    # As of when it was sealed, so that papers outlive the certificate of their seal. A date that the holder of a key
    # made up is no way in: what the register does not know is not confirmed.
    context = pinned.context(first.self_reported_timestamp)
    status = loop.run_until_complete(async_validate_pdf_signature(first, context, diff_policy=DEFAULT_DIFF_POLICY))
    if not (status.intact and status.valid and status.trusted):
        return Finding(SPOILT)
    _start, _length, again, rest = first.byte_range
    sound = len(seals) == 1 and _covers_all(pdf, first) and _is_unchanged(status) and _ends_well(pdf, first, reader)
    return Finding(
        SEALED if sound else CHANGED,
        signed_sha256=first.compute_digest("sha256").hex(),
        revision_sha256=hashlib.sha256(pdf[: again + rest]).hexdigest(),
        sealed_with=fingerprint(first.signer_cert),
    )


def _is_unchanged(status):
    return isinstance(status.diff_result, DiffResult) and status.diff_result.modification_level in ALLOWED


def _covers_all(pdf, seal):
    """Whether the seal leaves out itself and nothing else: what lies in the gap is read by nobody."""
    start, length, again, rest = seal.byte_range
    gap = pdf[length:again]
    written = b"<" + seal.pkcs7_content.hex().encode() + b">"
    return start == 0 and gap.lower() == written and again + rest <= len(pdf)


def _ends_well(pdf, seal, reader):
    """
    Whether nothing hides behind the seal that pyHanko passes over and other readers may not.

    White space shows nothing: mail programs add a line break. Only the archive appends revisions, and these bring
    proofs of validity or time stamps.
    """
    _start, _length, again, rest = seal.byte_range
    tail = pdf[again + rest :]
    if reader.xrefs.total_revisions == seal.signed_revision + 1:
        return not tail.strip()
    if "/DSS" not in reader.root and not reader.embedded_timestamp_signatures:
        return False
    last = tail.rfind(b"startxref")
    return _END.fullmatch(tail, last) is not None if last >= 0 else False


def fingerprint(certificate):
    """Return the SHA-256 of a certificate (asn1crypto) in hex."""
    return hashlib.sha256(certificate.dump()).hexdigest()


def _certificates(chain):
    return [x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(chain.encode(), multiple=True)]
