"""
Papers printed under another name than their holder bears today: told to the office, so that it issues them anew.

That they are, is told; the other name is repeated nowhere (decision 17).
"""

from certificates.issuing.models import Certificate
from certificates.issuing.permissions import may_issue
from certificates.issuing.register import entries_of
from certificates.issuing.rules import VALID


def is_printed_otherwise(entry):
    """Whether the copy that counts names its holder otherwise than the person is named today; a new title aside."""
    holding, content = getattr(entry.certificate, "holding", None), getattr(entry.copy, "content", None)
    if holding is None or content is None:
        return False
    person, printed = holding.enrolment.person, content.snapshot
    plain = " ".join(part for part in (person.given_name, person.family_name) if part)
    return f"{printed['given_name']} {printed['family_name']}".strip() not in (person.full_name, plain)


def has_other_given_name(entry):
    """Whether the copy that counts says another given name than the person's today; a surname by marriage aside."""
    if not is_printed_otherwise(entry):
        return False
    person, printed = entry.certificate.holding.enrolment.person, entry.copy.content.snapshot
    return printed["given_name"] not in (person.given_name, f"{person.academic_title} {person.given_name}".strip())


def valid_under_earlier_name(person, actor, *, beside=None):
    """
    Return the valid papers of `person` that bear another name, but `beside`: those that `actor` may issue anew, and
    the names of the offices that must be asked for the others.
    """
    held = Certificate.objects.filter(holding__enrolment__person=person).select_related(
        "cohort__edition__programme__office"
    )
    found = [
        entry.certificate
        for entry in entries_of(held.order_by("year", "sequence"))
        if entry.certificate != beside and entry.status.word == VALID and is_printed_otherwise(entry)
    ]
    mine = [one for one in found if may_issue(actor, one.cohort)]
    return mine, sorted({one.office.name for one in found if one not in mine})
