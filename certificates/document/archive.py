"""The archive copy of a sealed PDF: with all that a validator asks for, and a last time stamp over it (PAdES B-LTA)."""

import io

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation import add_validation_info, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.document.refusals import DocumentFault


def raise_to_archive(pdf, *, roots, revocation_lists, timestamper, at=None):
    """
    Return a sealed PDF (bytes) with certificates, revocation lists and a time stamp over all of it.

    What the seal covers stays as it is, byte for byte, and so does its hash. `roots` are the certificates (asn1crypto)
    that are trusted, of seal and time stamp; `revocation_lists` are DER bytes. Asks the time stamper and nobody else.
    Raises DocumentFault if the seal does not hold, is revoked, or was changed after.
    """
    trusted = ValidationContext(
        trust_roots=list(roots),
        crls=list(revocation_lists),
        allow_fetching=False,
        revocation_mode="require",
        moment=at,
    )
    seal = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    verdict = validate_pdf_signature(seal, trusted, ts_validation_context=trusted)
    if not verdict.bottom_line:
        raise DocumentFault(_("The seal does not hold; there is nothing to keep."), reason="seal")
    completed = io.BytesIO()
    add_validation_info(seal, trusted, output=completed)
    output = io.BytesIO()
    PdfTimeStamper(timestamper).timestamp_pdf(
        IncrementalPdfFileWriter(completed), "sha256", validation_context=trusted, output=output
    )
    return output.getvalue()
