"""From a frozen record to the file that is handed out: rendered, sealed. Heavy: imported by whoever prints."""

from certificates.document.pdf import render_pdf
from certificates.document.record import DocumentRecord
from certificates.document.seal import seal
from certificates.issuing.making import Paper
from certificates.issuing.places import proof_of
from certificates.keys.keyring import Purpose, signing_key


def produce(copy, at):
    """
    Return the Paper of a copy, from its frozen content alone.

    Raises DocumentFault if it cannot be printed, KeyNotHere if it cannot be sealed.
    """
    record = DocumentRecord.from_json(copy.content.snapshot)
    proof_of(copy)
    sealed = seal(render_pdf(record), signing_key(Purpose.SEAL, at))
    return Paper(pdf=sealed.pdf, signed_sha256=sealed.signed_sha256, sealed_with=sealed.sealed_with)
