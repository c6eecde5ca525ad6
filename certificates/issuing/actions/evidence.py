"""Asking for the evidence of a cohort; the files are made after the commit."""

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.issuing.models import EvidenceBundle
from certificates.issuing.permissions import may_take_evidence
from certificates.issuing.tasks import make_evidence
from lms.audit.log import record
from lms.lib.making import State
from lms.lib.refusals import NotAllowed
from lms.messages.after_commit import hand_over


@transaction.atomic
def ask_for_evidence(*, cohort, actor, at, language):
    """
    Have the evidence of a cohort put together as it stands, as ZIP and PDF; return the EvidenceBundle.

    While one that the same person asked for is being made, that one is returned. Raises NotAllowed.
    """
    if not may_take_evidence(actor, cohort):
        raise NotAllowed(_("You may not take the evidence of %(cohort)s along.") % {"cohort": cohort})
    under_way = EvidenceBundle.objects.select_for_update().filter(
        cohort=cohort, asked_by=actor, language=language, state__in=[State.WAITING, State.RUNNING]
    )
    bundle = under_way.first()
    if bundle is None:
        bundle = EvidenceBundle.objects.create(cohort=cohort, asked_by=actor, asked_at=at, language=language)
        record("evidence.asked", actor=actor, subject=cohort, at=at, bundle=bundle.pk)
        hand_over(make_evidence, bundle.pk, long=True)
    return bundle
