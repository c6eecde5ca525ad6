"""A chamber countersigns what an office issued: for a whole cohort in one go, for good."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.issuing.models import Certificate
from certificates.issuing.papers import lock
from certificates.issuing.register import entries_of
from certificates.issuing.rules import VALID
from certificates.verification.models import Countersignature
from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.organisations.permissions import may_verify_for


@transaction.atomic
def countersign_certificates(*, cohort, certificates, actor, at):
    """
    Let the chamber of this cohort stand for these of its certificates; return how many it had not yet.

    What is not valid (any more) is passed over: nobody stands for that. Raises NotAllowed.
    """
    cohort = lock(cohort)
    chamber = cohort.edition.chamber
    if not may_verify_for(actor, chamber):
        raise NotAllowed(_("Only the chamber that verifies this cohort countersigns its certificates."))
    asked = {certificate.pk for certificate in certificates}
    signed = [certificate for certificate in _signable(cohort) if certificate.pk in asked]
    Countersignature.objects.bulk_create(
        Countersignature(certificate=each, chamber=chamber, on=timezone.localdate(at), actor=actor, at=at)
        for each in signed
    )
    for each in signed:
        record("certificate.countersigned", actor=actor, subject=each, at=at, chamber=chamber.pk)
    return len(signed)


def _signable(cohort):
    """Those of a cohort that are valid and that its chamber has not countersigned, by number."""
    open_ones = Certificate.objects.filter(cohort=cohort).exclude(countersignatures__chamber=cohort.edition.chamber_id)
    entries = [entry for entry in entries_of(open_ones) if entry.status.word == VALID]
    return sorted((entry.certificate for entry in entries), key=lambda one: (one.year, one.sequence))
