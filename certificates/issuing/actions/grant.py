"""An exception: somebody of the office answers by name for a certificate although something was missing."""

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.issuing.exceptions import as_data, exceptions_of, left_to_except
from certificates.issuing.models import Certificate, ExceptionGranted, NameErasure
from certificates.issuing.papers import lock
from certificates.issuing.permissions import may_issue
from certificates.issuing.reasons import refuse_names
from certificates.issuing.refusals import NameIsErased, NothingToExcept, ReasonMissing
from courses.completion.standing import standing_of
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@transaction.atomic
def grant_exception(*, enrolment, actor, at, reason):
    """
    Grant this person the certificate in spite of what is missing now, and return the ExceptionGranted.

    Possible once all is settled, for attendance and assessments. Shown in the register, in the evidence and to the
    chamber before it releases; the paper does not claim what was not met. Raises NotAllowed, ReasonMissing,
    ReasonNames, NothingToExcept or NameIsErased.
    """
    if not may_issue(actor, enrolment.cohort):
        raise NotAllowed(_("You may not issue certificates for %(cohort)s.") % {"cohort": enrolment.cohort})
    reason = (reason or "").strip()
    if not reason:
        raise ReasonMissing(_("Give the reason of the exception: the chamber and the evidence show it with your name."))
    cohort = lock(enrolment.cohort)
    if NameErasure.objects.filter(enrolment=enrolment).exists():
        raise NameIsErased(_("The name of this person was erased; nothing can be issued any more."))
    if Certificate.objects.filter(holding__enrolment=enrolment, kind=Certificate.Kind.CERTIFICATE).exists():
        raise NothingToExcept(_("A certificate was issued already; there is nothing to except."))
    refuse_names(reason, [enrolment])
    enrolment.cohort = cohort
    standing = standing_of(enrolment, at)
    missing = left_to_except(standing, exceptions_of(enrolment))
    if not missing:
        raise NothingToExcept(
            _("Nothing is missing that an exception could make up for, or attendance is not settled yet.")
        )
    granted = ExceptionGranted.objects.create(
        enrolment=enrolment, missing=as_data(missing, standing), reason=reason, granted_by=actor, granted_at=at
    )
    record("exception.granted", actor=actor, subject=enrolment, at=at, missing=[item.kind for item in missing])
    return granted
