"""Releasing and issuing: one press for a whole cohort, safe to press twice."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.issuing import register
from certificates.issuing.models import Certificate, Release
from certificates.issuing.papers import lock, write_papers
from certificates.issuing.permissions import may_issue, may_release
from certificates.issuing.refusals import LanguageNotOffered, NotEarned, NotYourList
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@dataclass
class Issued:
    """What one press of the button did, and for whom it could do nothing: (enrolment, what is missing) in words."""

    certificates: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    unreleased: list = field(default_factory=list)


@transaction.atomic
def release_enrolments(*, cohort, enrolments, actor, at):
    """
    Release the certificates of these enrolments for issue, in the name of the chamber that certifies; return how many.

    Raises NotYourList if no chamber certifies this cohort or it is another one's, NotEarned if somebody has not earned
    a certificate. Releasing twice is once.
    """
    cohort = lock(cohort)
    if not cohort.edition.chamber_certifies:
        raise NotYourList(_("No chamber certifies this cohort; the cluster office issues without a release."))
    if not may_release(actor, cohort):
        raise NotAllowed(_("Only %(chamber)s releases this list.") % {"chamber": cohort.edition.chamber})
    rows = {row.enrolment.pk: row for row in register.rows_of(cohort, at)}
    asked = {enrolment.pk for enrolment in enrolments}
    chosen = [rows.get(pk) for pk in asked]
    if any(row is None or row.standing.earned != Certificate.Kind.CERTIFICATE for row in chosen):
        raise NotEarned(_("Only those who have earned a certificate can be released. Reload the list."))
    releases = [
        Release(enrolment=row.enrolment, chamber=cohort.edition.chamber, released_by=actor, released_at=at)
        for row in chosen
        if not row.released
    ]
    Release.objects.bulk_create(releases)
    for release in releases:
        record("certificate.released", actor=actor, subject=release.enrolment, at=at, chamber=release.chamber_id)
    return len(releases)


def issue_certificates(*, cohort, actor, at, language=None):
    """
    Issue certificates to all who have earned one and have none yet; return Issued. Pressing again issues nothing more.

    `language` is that of the papers; None: each person's own where the edition offers it. Where the chamber certifies,
    only the released get theirs; who lacks date or place of birth is reported. Raises NotAllowed, LanguageNotOffered,
    or DocumentFault if a paper would contradict itself; then nothing is issued at all.
    """
    return _issue(Certificate.Kind.CERTIFICATE, cohort, actor, at, language)


def issue_confirmations(*, cohort, actor, at, language=None):
    """
    Issue attendance confirmations to those who earned only that, e.g. because the course test was failed for good.

    Otherwise like `issue_certificates`; the chamber is not asked, for it certifies certificates only.
    """
    return _issue(Certificate.Kind.CONFIRMATION, cohort, actor, at, language)


@transaction.atomic
def _issue(kind, cohort, actor, at, language):
    if not may_issue(actor, cohort):
        raise NotAllowed(_("You may not issue certificates for %(cohort)s.") % {"cohort": cohort})
    cohort = lock(cohort)
    if language is not None and language not in cohort.edition.certificate_languages:
        raise LanguageNotOffered(_("This programme does not offer its papers in that language."))
    rows = register.rows_of(cohort, at)
    if kind == Certificate.Kind.CERTIFICATE:
        ready = [row for row in rows if row.can_be_issued]
        missing = [(row.enrolment, row.unknown) for row in rows if row.lacks_only_data]
        unreleased = [row.enrolment for row in rows if row.can_be_released]
    else:
        ready, missing, unreleased = [row for row in rows if row.can_be_confirmed], [], []
    written = write_papers(kind, cohort, [row.standing for row in ready], language=language, actor=actor, at=at)
    for certificate in written:
        record("certificate.issued", actor=actor, subject=certificate, at=at, number=certificate.number)
    return Issued(certificates=written, missing=missing, unreleased=unreleased)
