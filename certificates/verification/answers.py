"""What the register says to somebody who holds a code, or number, surname and date of birth. Public: no permission."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigAutoField, CharField

from certificates.document.codes import read_code
from certificates.document.record import DocumentRecord
from certificates.issuing.models import Copy, StatusChange
from certificates.issuing.rules import NAME_ERASED, VALID, status_of
from certificates.verification.models import Countersignature
from certificates.verification.rules import same_name, tidy_number
from lms.lib.compiled import compiled

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """
    One of valid, name_erased, replaced, revoked, suspended, unknown, with the day that it dates from.

    Only a valid answer carries `copy` and, where it was printed from one, the frozen `record`; one whose name was
    erased carries the copy. All others are bare, so that no page can say more than it should.
    """

    word: str
    on: date | None = None
    number: str = ""
    copy: Copy | None = None
    record: DocumentRecord | None = None
    # Pairs of a chamber's name and the day since when it stands for the number.
    countersigned: tuple = ()


def answer_to_code(text):
    """Return the Answer to a code as somebody typed it; what cannot be a code is as unknown as one never given out."""
    code = read_code(text)
    copies = code and _copies_under(code=code)
    return answer_on(copies[0]) if copies else Answer(UNKNOWN)


def answer_on(copy):
    """Return the Answer to whoever shows a copy, one of `known_copies`; two queries, or three where nothing is kept."""
    status = status_of(_changes_of(certificate=copy.certificate_id), copy.pk)
    if status.word not in (VALID, NAME_ERASED):
        return Answer(status.word, on=status.on, number=copy.certificate.number)
    content = getattr(copy, "content", None)
    record = DocumentRecord.from_json(content.snapshot) if content and status.word == VALID else None
    return Answer(
        status.word,
        on=copy.certificate.issued_on,
        number=copy.certificate.number,
        # Without a record the register itself is told, and one query more fetches what it knows.
        copy=copy if record else _known_in_full().get(pk=copy.pk),
        record=record,
        countersigned=tuple((one.chamber.name, one.on) for one in _countersigned(certificate=copy.certificate_id)),
    )


def matches(*, number, family_name, date_of_birth):
    """
    Whether a valid certificate has this number, surname and date of birth, all three.

    The same two queries whatever is asked, so that the time taken tells nothing either.
    """
    number = tidy_number(number)
    copy = _known_in_full().filter(certificate__number=number).order_by("-ordinal").first()
    changes = list(StatusChange.objects.filter(certificate__number=number).order_by("at", "pk"))
    printed = printed_on(copy, copy.certificate) if copy else None
    if printed is None or status_of(changes, copy.pk).word != VALID:
        return False
    return same_name(family_name, printed[0]) and printed[1] == date_of_birth


def known_copies():
    """Copies with what an Answer says of those that were printed here, which is nearly all."""
    return Copy.objects.select_related("content", "certificate")


# What every scan of a code asks.
@compiled(code=CharField())
def _copies_under(code):
    return known_copies().filter(code=code)


@compiled(certificate=BigAutoField())
def _changes_of(certificate):
    return StatusChange.objects.filter(certificate=certificate).order_by("at", "pk")


@compiled(certificate=BigAutoField())
def _countersigned(certificate):
    return Countersignature.objects.filter(certificate=certificate).select_related("chamber")


def _known_in_full():
    """Copies with what the register knows of them: to write this query takes longer than to ask it."""
    return known_copies().select_related(
        "certificate__office",
        "certificate__holding__enrolment__person",
        "certificate__cohort__edition__programme__office",
        "certificate__cohort__edition__chamber",
    )


def printed_on(copy, certificate):
    """Return surname and date of birth as printed; as known now if the copy only exists on paper; None if erased."""
    content = getattr(copy, "content", None)
    if content is not None:
        record = DocumentRecord.from_json(content.snapshot)
        return record.family_name, record.date_of_birth
    holding = getattr(certificate, "holding", None)
    if holding is None:
        return None
    return holding.enrolment.person.family_name, holding.enrolment.person.date_of_birth
