"""The evidence of a cohort, for the office and the chamber that certifies it; each download is in the log of acts."""

import base64
import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.issuing.actions import ask_for_evidence
from certificates.issuing.models import NameErasure
from certificates.issuing.permissions import may_issue, may_take_evidence
from certificates.issuing.tasks import take_up_evidence
from courses.cohorts.models import Cohort
from lms.audit.log import record
from lms.lib.making import State

log = logging.getLogger(__name__)
FORMS = {"zip": "application/zip", "pdf": "application/pdf"}
MOST = 10


def _cohort(request, code):
    cohort = get_object_or_404(
        Cohort.objects.select_related("edition__programme__office", "edition__chamber"), code=code
    )
    if not may_take_evidence(request.user, cohort):
        raise Http404
    return cohort


@login_required
def cohort_evidence(request, code):
    """Show the bundles made lately; a POST has a new one made."""
    cohort = _cohort(request, code)
    if request.method == "POST":
        ask_for_evidence(cohort=cohort, actor=request.user, at=timezone.now(), language=get_language())
        messages.success(request, _("The evidence is being put together."))
        return redirect("cohort_evidence", code=cohort.code)
    bundles = list(cohort.evidence_bundles.select_related("asked_by")[:MOST])
    unfinished = any(one.state in (State.WAITING, State.RUNNING) for one in bundles)
    if unfinished:
        take_up_evidence(cohort, timezone.now())
    context = {
        "cohort": cohort,
        "bundles": bundles,
        "unfinished": unfinished,
        "kept_days": settings.EVIDENCE_DAYS,
        "erased": NameErasure.objects.filter(enrolment__cohort=cohort).exists(),
        "of_office": may_issue(request.user, cohort),
    }
    return render(request, "certificates/issuing/evidence/page.html", context)


@login_required
@require_safe
def evidence_file(request, code, pk, form):
    """Hand out the ZIP or the PDF of a bundle."""
    cohort = _cohort(request, code)
    bundle = get_object_or_404(cohort.evidence_bundles, pk=pk, state=State.DONE)
    if form not in FORMS:
        raise Http404
    try:
        stored = getattr(bundle, form).open("rb")
    except FileNotFoundError as error:
        log.error("The stored %s of evidence %s is missing", form, bundle.pk)
        raise Http404 from error
    with transaction.atomic():
        record("evidence.taken", actor=request.user, subject=cohort, at=timezone.now(), bundle=bundle.pk, form=form)
    made = timezone.localtime(bundle.asked_at)
    response = FileResponse(
        stored,
        filename=f"{cohort.code}-{made:%Y-%m-%d}.{form}",
        content_type=FORMS[form],
        as_attachment=form == "zip",
    )
    if form == "zip":
        response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(bundle.sha256)).decode()}:"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
