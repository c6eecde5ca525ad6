"""Issuing to all of a cohort who have earned a paper: certificates and attendance confirmations."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.issuing import register
from certificates.issuing.models import Certificate
from certificates.issuing.papers import lock, write_papers
from certificates.issuing.permissions import may_issue
from certificates.issuing.refusals import LanguageNotOffered
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@dataclass
class Issued:
    """What one press of the button did, and for whom it could do nothing: (enrolment, what is missing) in words."""

    certificates: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    unreleased: list = field(default_factory=list)


def issue_certificates(*, cohort, actor, at, language=None):
    """
    Issue certificates to all who have earned one and have none yet; return Issued. Pressing again issues nothing more.

    `language` is that of the papers; None: each person's own where the edition offers it. Where the chamber certifies,
    only the released get theirs; who lacks date or place of birth is reported. Raises NotAllowed, LanguageNotOffered,
    or DocumentFault if a paper would contradict itself; then nothing is issued at all.
    """
    return _issue(Certificate.Kind.CERTIFICATE, cohort, actor, at, language)


def issue_confirmations(*, cohort, actor, at, language=None, enrolments=None):
    """
    Issue attendance confirmations to those who earned only that, e.g. because the course test was failed for good.

    `enrolments` None: to everybody of the cohort. Otherwise like `issue_certificates`; the chamber is not asked, for
    it certifies certificates only.
    """
    return _issue(Certificate.Kind.CONFIRMATION, cohort, actor, at, language, enrolments)


@transaction.atomic
def _issue(kind, cohort, actor, at, language, enrolments=None):
    cohort = open_for_issue(cohort, actor, language)
    rows = register.rows_of(cohort, at)
    if enrolments is not None:
        asked = {enrolment.pk for enrolment in enrolments}
        rows = [row for row in rows if row.enrolment.pk in asked]
    if kind == Certificate.Kind.CERTIFICATE:
        ready = [row for row in rows if row.can_be_issued]
        missing = [(row.enrolment, row.unknown) for row in rows if row.lacks_only_data]
        unreleased = [row.enrolment for row in rows if row.can_be_released]
    else:
        ready, missing, unreleased = [row for row in rows if row.can_be_confirmed], [], []
    written = write_and_record(kind, cohort, ready, language=language, actor=actor, at=at)
    return Issued(certificates=written, missing=missing, unreleased=unreleased)


def open_for_issue(cohort, actor, language):
    """Return the cohort, locked, if `actor` may issue for it in this language; else raise the refusal."""
    if not may_issue(actor, cohort):
        raise NotAllowed(_("You may not issue certificates for %(cohort)s.") % {"cohort": cohort})
    cohort = lock(cohort)
    if language is not None and language not in cohort.edition.certificate_languages:
        raise LanguageNotOffered(_("This programme does not offer its papers in that language."))
    return cohort


def write_and_record(kind, cohort, rows, *, language, actor, at):
    """Write the papers of these Rows into the register and the log; return the certificates."""
    written = write_papers(
        kind,
        cohort,
        [row.standing for row in rows],
        language=language,
        actor=actor,
        at=at,
        exceptions={row.enrolment.pk: row.exceptions for row in rows},
    )
    for certificate in written:
        record("certificate.issued", actor=actor, subject=certificate, at=at, number=certificate.number)
    return written
