"""Erasing whose certificate it is: what speaks of the person goes, the number stays checkable."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.issuing import making
from certificates.issuing.actions.forget import delete_files, forget_evidence
from certificates.issuing.models import (
    Certificate,
    Copy,
    CopyContent,
    Holding,
    NameErasure,
    ShareLink,
    StatusChange,
)
from certificates.issuing.papers import lock
from certificates.issuing.permissions import may_issue
from certificates.issuing.refusals import NameIsErased
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@transaction.atomic
def erase_name(*, enrolment, actor, at):
    """
    Erase the holder from every certificate of this enrolment and return those numbers.

    Holder, frozen data, PDFs, share links and bundles of evidence are deleted, the files right after the commit or as
    soon as their storage answers. Number, code, hash, status, programme and date stay. Cannot be undone. Raises
    NotAllowed, or NameIsErased if there is nothing (left) to erase.
    """
    if not may_issue(actor, enrolment.cohort):
        raise NotAllowed(_("You may not change certificates of %(cohort)s.") % {"cohort": enrolment.cohort})
    lock(enrolment.cohort)
    certificates = list(Certificate.objects.filter(holding__enrolment=enrolment))
    if not certificates:
        raise NameIsErased(_("There is no certificate that names this person."))
    copies = list(Copy.objects.filter(certificate__in=certificates))
    making_files = making.files_of(copies) | forget_evidence(enrolment.cohort)
    CopyContent.objects.filter(copy__in=copies).delete()
    Holding.objects.filter(certificate__in=certificates).delete()
    ShareLink.objects.filter(certificate__in=certificates).delete()
    unfinished = [Copy.State.WAITING, Copy.State.RUNNING, Copy.State.FAILED]
    Copy.objects.filter(certificate__in=certificates, state__in=unfinished).update(state=Copy.State.PAPER)
    Copy.objects.filter(certificate__in=certificates).update(last_error="")
    NameErasure.objects.create(enrolment=enrolment)
    for certificate in certificates:
        StatusChange.objects.create(
            certificate=certificate,
            status=StatusChange.Status.NAME_ERASED,
            on=timezone.localdate(at),
            actor=actor,
            at=at,
        )
        # No word of the enrolment: the log must not bring back what was erased.
        record("certificate.name_erased", actor=actor, subject=certificate, at=at)
    delete_files(making_files, at)
    return certificates
