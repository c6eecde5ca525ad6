"""Many numbers and codes at once, for a chamber: as many queries for a thousand as for one."""

from dataclasses import dataclass
from datetime import date

from certificates.document.codes import read_code
from certificates.issuing.models import Certificate, Copy, StatusChange
from certificates.issuing.register import entries_of
from certificates.issuing.rules import VALID, status_of
from certificates.verification.answers import UNKNOWN, printed_on
from certificates.verification.rules import same_name, tidy_number

# What may be asked at once.
MOST = 1000


@dataclass(frozen=True)
class Asked:
    """One question: a number, with what the paper says of its holder or without; or a code."""

    number: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    code: str = ""


@dataclass(frozen=True)
class Found:
    """
    What the register says of one question: a status, since which day, and whether the holder is the one who was named.

    `matches` is None where nobody was named or where the number does not hold: then it must not lead to anybody.
    """

    word: str
    number: str = ""
    on: date | None = None
    matches: bool | None = None


def check_many(questions, chambers):
    """
    Return a Found per Asked, in their order.

    Numbers of these chambers are answered with their status, compared with whatever was named. Of all others only who
    names number, surname and date of birth of a valid one hears that they match: the same as in public.
    """
    entries = _entries({tidy_number(each.number) for each in questions if each.number})
    codes = _statuses_of_codes({read_code(each.code) for each in questions if each.code} - {None})
    ours = {chamber.pk for chamber in chambers}
    return [
        codes.get(read_code(each.code), Found(UNKNOWN))
        if each.code
        else _found(each, entries.get(tidy_number(each.number)), ours)
        for each in questions
    ]


def _found(asked, entry, ours):
    if entry is None:
        return Found(UNKNOWN)
    certificate, status = entry.certificate, entry.status
    matches = _matches(asked, entry) if status.word == VALID and (asked.family_name or asked.date_of_birth) else None
    if certificate.cohort.edition.chamber_id not in ours:
        named = asked.family_name and asked.date_of_birth
        return Found(VALID, certificate.number, certificate.issued_on, True) if named and matches else Found(UNKNOWN)
    return Found(status.word, certificate.number, status.since(certificate.issued_on), matches)


def _matches(asked, entry):
    printed = printed_on(entry.copy, entry.certificate)
    if printed is None:
        return False
    named = not asked.family_name or same_name(asked.family_name, printed[0])
    return named and (asked.date_of_birth is None or asked.date_of_birth == printed[1])


def _entries(numbers):
    certificates = Certificate.objects.filter(number__in=numbers).select_related("cohort__edition")
    return {entry.certificate.number: entry for entry in entries_of(certificates)}


def _statuses_of_codes(codes):
    copies = list(Copy.objects.filter(code__in=codes).select_related("certificate")) if codes else []
    changes = {}
    if copies:
        for change in StatusChange.objects.filter(certificate__in=[copy.certificate_id for copy in copies]).order_by(
            "at", "pk"
        ):
            changes.setdefault(change.certificate_id, []).append(change)
    return {copy.code: _status_of_copy(copy, changes.get(copy.certificate_id, ())) for copy in copies}


def _status_of_copy(copy, changes):
    status = status_of(changes, copy.pk)
    return Found(status.word, copy.certificate.number, status.since(copy.certificate.issued_on))
