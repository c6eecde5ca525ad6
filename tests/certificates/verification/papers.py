"""One certificate of each status, and what its public page says."""

import pytest

from certificates.issuing.actions import (
    erase_name,
    issue_certificates,
    replace_certificate,
    replace_copy,
    revoke_certificate,
)
from tests import makers
from tests.certificates.issuing import scenes

LATER = makers.at("2028-02-10")


def issue(person=None, **edition):
    """Return one new certificate and somebody of its office."""
    cohort = scenes.finished_cohort([person or scenes.learner()], **edition)
    office = scenes.manager(cohort)
    [certificate] = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    return certificate, office


def code_of(certificate):
    return certificate.copies.first().code


def valid(**person):
    return issue(scenes.learner(**person))[0]


def revoked(reason="Projektarbeit nicht selbst verfasst", **person):
    certificate, office = issue(scenes.learner(**person))
    revoke_certificate(certificate=certificate, actor=office, at=LATER, reason=reason)
    return certificate


def renumbered(given_name_now="Mara", **person):
    """Replaced by a new number after a change of first name."""
    certificate, office = issue(scenes.learner(**person))
    holder = certificate.holding.enrolment.person
    holder.given_name = given_name_now
    holder.save()
    replace_certificate(certificate=certificate, actor=office, at=LATER, reason="Vornamensänderung")
    return certificate


def copied(**person):
    """Replaced by a replacement copy; the number holds."""
    certificate, office = issue(scenes.learner(**person))
    replace_copy(certificate=certificate, actor=office, at=LATER, reason="verloren")
    return certificate


def erased(**person):
    certificate, office = issue(scenes.learner(**person))
    erase_name(enrolment=certificate.holding.enrolment, actor=office, at=LATER)
    return certificate


UNKNOWN = "0000-0000-0000-0000"
everything_unknown = pytest.mark.parametrize(
    "code",
    [
        UNKNOWN,
        "x",
        "PNF-2025-0001",
        "0" * 16,
        "0" * 4000,
        "../../etc/passwd",
        "U" * 16,
        "äöü",
        "<b>",
        "1/2",
        "a b",
    ],
)
