"""From a frozen record to what is handed out: signed, rendered, sealed. Heavy: imported by whoever prints."""

from certificates.credential.badge import credential_of
from certificates.document.pdf import render_pdf
from certificates.document.record import DocumentRecord
from certificates.document.seal import seal, seal_of
from certificates.issuing.making import Paper
from certificates.issuing.places import proof_of
from certificates.keys.keyring import Purpose, signing_key


def produce(copy, at):
    """
    Return the Paper of a copy, from its frozen content alone.

    Every kind of paper gets a credential: each has a number, a code and a status that machines may ask for. Raises
    DocumentFault if it cannot be printed, StrayTerm or KeyNotHere if it cannot be signed or sealed.
    """
    record = DocumentRecord.from_json(copy.content.snapshot)
    proof = proof_of(copy)
    credential = credential_of(
        record,
        credential_id=copy.credential_id,
        place=(proof.status_list, proof.status_index),
        key=signing_key(Purpose.CREDENTIAL, at),
        at=at,
    )
    key = signing_key(Purpose.SEAL, at)
    sealed = seal(render_pdf(record, credential, seal_of(key)), key)
    return Paper(
        pdf=sealed.pdf,
        credential=credential,
        signed_sha256=sealed.signed_sha256,
        sealed_with=sealed.sealed_with,
    )
