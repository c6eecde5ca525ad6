"""The four answers on a file: what the look at it found, put beside what the register says. Public: no permission."""

from dataclasses import dataclass

from certificates.issuing.models import Proof
from certificates.issuing.rules import NAME_ERASED, VALID
from certificates.keys.models import SigningKey
from certificates.verification.answers import Answer, answer_on, known_copies
from certificates.verification.pdf.alarm import sound_alarm
from certificates.verification.pdf.apart import look_apart
from certificates.verification.pdf.findings import FOREIGN, SEALED, claimed_hashes
from certificates.verification.pdf.kinds import what_else

GENUINE = "genuine"
ENDED = "ended"
ALTERED = "altered"
NOT_OURS = "not_ours"


@dataclass(frozen=True)
class FileAnswer:
    """
    One of genuine (and valid), ended (genuine, but replaced, revoked or suspended), altered after sealing, not_ours.

    `answer` is the register's on the copy that was sealed; None if there is none, or if it cannot be told which. `why`
    says of what is not ours what was found instead: a state of pdf.findings or a kind of pdf.kinds.
    """

    word: str
    answer: Answer | None = None
    why: str = ""


def answer_to_pdf(pdf, at, look=None, size=None):
    """
    Return the FileAnswer on the bytes of a file; nothing of it is kept. `size` is the file's, where less of it is here.

    Our seal on a file that the register does not know alarms the operator. `look(pdf, chains)` returns a Finding;
    None: the other process looks. Raises Busy.
    """
    if kind := what_else(pdf, len(pdf) if size is None else size):
        return FileAnswer(NOT_OURS, why=kind)
    found = (look or look_apart)(pdf, trusted_chains())
    if found.signed_sha256:
        copy = _copy_with([found.signed_sha256])
        if copy is None:
            sound_alarm(found, at)
            # To whoever asks it is a seal like any stranger's.
            return FileAnswer(NOT_OURS, why=FOREIGN)
        answer = answer_on(copy)
        # Not only what the seal covers: a bit in the seal that means nothing would else go unnoticed.
        if found.state == SEALED and found.revision_sha256 == copy.sha256:
            return FileAnswer(GENUINE if answer.word in (VALID, NAME_ERASED) else ENDED, answer)
        return FileAnswer(ALTERED, answer)
    # A seal that does not hold proves nothing; but whoever shows a spoilt file of ours should hear what it was.
    copy = _copy_with(claimed_hashes(pdf)) if found.state != FOREIGN else None
    return FileAnswer(ALTERED, answer_on(copy)) if copy else FileAnswer(NOT_OURS, why=found.state)


def trusted_chains():
    """Return the certificates (PEM, leaf first) of every seal that ever was ours and that nobody else has."""
    seals = SigningKey.objects.filter(purpose=SigningKey.Purpose.SEAL, compromised_at=None)
    return list(seals.values_list("public", flat=True))


def _copy_with(hashes):
    known = Proof.objects.exclude(signed_sha256="").filter(signed_sha256__in=hashes)
    # Few have one of the hashes. Asked for the first of them, PostgreSQL walks through the whole register in its order.
    return min(known_copies().filter(proof__in=known), key=lambda copy: copy.pk, default=None) if hashes else None
