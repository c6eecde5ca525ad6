"""Sealed papers with an embedded credential, and what becomes of them in other people's hands."""

import io
from types import SimpleNamespace

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.stamp import TextStamp, TextStampStyle

from certificates.document.archive import raise_to_archive
from certificates.document.pdf import render_pdf
from certificates.document.seal import certificates_of, seal
from certificates.keys import files, making
from certificates.keys.keyring import Key, Purpose, signing_key
from certificates.keys.revocation import revocation_list
from lms.home.operator import operator_name
from tests.certificates.document.papers import make_record, tool
from tests.certificates.keys.scenes import NOW, time_stamp_service, time_stamper

# Any bytes will do here: that a real credential is embedded as it was signed is the issuing's test.
CREDENTIAL = '{"type": ["VerifiableCredential"], "name": "Nguyễn Þórdís \\u0000"}\n'


def sealed_papers(settings):
    """Return the key, its root, and papers as bytes: sealed first, timed, later, for the archive, by others."""
    key = signing_key(Purpose.SEAL, NOW)
    root_pem = files.read(files.path_of("seal", "root"))
    plain = render_pdf(make_record("P07"), CREDENTIAL)
    stamper = time_stamper(root_pem)
    b_b = seal(plain, key).pdf
    with time_stamp_service(stamper) as settings.SEAL_TIMESTAMP_URL:
        b_t = seal(plain, key).pdf
    settings.SEAL_TIMESTAMP_URL = ""
    later = seal(plain, key).pdf
    root = certificates_of(key.chain)[-1]
    archive = raise_to_archive(b_t, roots=[root], revocation_lists=[revocation_list(NOW)], timestamper=stamper)
    foreign = by_a_stranger(plain)
    return SimpleNamespace(key=key, root=root, b_b=b_b, b_t=b_t, later=later, archive=archive, foreign=foreign)


def by_a_stranger(plain):
    """Seal a paper below a root of the same names that is not ours."""
    root_pem = making.new_root(operator_name(), NOW)
    sealed = making.new_seal(root_pem, operator_name(), f"k-{NOW.year}", NOW)
    return seal(plain, Key(None, load_pem_private_key(sealed, None), making.public_half(sealed))).pdf


def with_a_flipped_bit(pdf):
    """Flip one bit within what the seal covers, in the middle of a stream."""
    place = pdf.index(b"stream", len(pdf) // 4) + 100
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def with_an_overlay(pdf):
    """Write over the first page by an incremental update, as PDF editors do."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    TextStamp(writer, TextStampStyle(stamp_text="Summa cum laude")).apply(0, 100, 400)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def written(folder, pdf, name="paper.pdf"):
    path = folder / name
    path.write_bytes(pdf)
    return path


def nss_database(folder, root):
    """Return an NSS database, as pdfsig reads it, that trusts the root (asn1crypto)."""
    nss = folder / "nss"
    nss.mkdir()
    (folder / "root.der").write_bytes(root.dump())
    tool("certutil", "-N", "-d", f"sql:{nss}", "--empty-password")
    tool("certutil", "-A", "-d", f"sql:{nss}", "-n", "root", "-t", "CT,C,C", "-i", folder / "root.der")
    assert "root" in tool("certutil", "-L", "-d", f"sql:{nss}")
    return nss


def pdfsig(nss, path):
    """Return what pdfsig says of each signature, as one text; its exit code is 0 for forged files too."""
    return tool("pdfsig", "-nssdir", f"sql:{nss}", path)
