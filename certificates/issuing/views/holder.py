"""The holder's own certificates, and the stored PDF for whoever may open it."""

import base64
import logging

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from certificates.issuing.models import Certificate, Copy
from certificates.issuing.permissions import may_read
from certificates.issuing.register import entries_of, status_of_number
from certificates.issuing.rules import VALID
from certificates.issuing.sharing import links_open
from certificates.issuing.showing import line_of
from certificates.issuing.snapshot import verify_url
from courses.completion.mine import checklist, my_held_back, my_standings

log = logging.getLogger(__name__)


@login_required
def my_certificates(request):
    """Show whoever is signed in their certificates, and what is missing for the next."""
    person = request.user.person_id
    if person is None:
        raise Http404
    held = Certificate.objects.filter(holding__enrolment__person=person).select_related("cohort__edition__programme")
    now = timezone.now()
    shared = links_open(held, now)
    lines = [
        line_of(entry) | {"verify_url": verify_url(entry.copy.code), "shared": shared.get(entry.certificate.pk, 0)}
        for entry in entries_of(held)
    ]
    missing = [
        {"standing": standing, "items": checklist(standing), "cohort": standing.enrolment.cohort}
        for standing in [*my_standings(request, now), *my_held_back(request, now)]
    ]
    return render(request, "certificates/issuing/mine.html", {"lines": lines, "missing": missing})


@login_required
@require_safe
def certificate_pdf(request, number):
    """
    Hand out the stored bytes of the copy that is valid now: to its holder, the office, the chamber; else 404.

    A number that was replaced or revoked has no PDF any more for anybody: it might show a former name.
    """
    certificate = get_object_or_404(
        Certificate.objects.select_related(
            "holding__enrolment", "cohort__edition__programme", "cohort__edition__chamber"
        ),
        number=number,
    )
    if not may_read(request.user, certificate) or status_of_number(certificate).word != VALID:
        raise Http404
    return stored_pdf(request, certificate)


def stored_pdf(request, certificate):
    """Answer with the stored bytes of the copy that counts now; 404 if there are none. Whoever calls has asked."""
    copy = certificate.copies.select_related("content").last()
    content = getattr(copy, "content", None)
    if copy.state != Copy.State.DONE or content is None:
        raise Http404
    etag = f'"{copy.sha256}"'
    response = get_conditional_response(request, etag=etag) or _file(content, certificate)
    response["ETag"] = etag
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(copy.sha256)).decode()}:"
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
@require_safe
def certificate_credential(request, number):
    """Hand out the stored credential.json of the copy that is valid now to its holder, and to nobody else: 404."""
    person = request.user.person_id
    certificate = get_object_or_404(
        Certificate.objects.select_related("holding__enrolment").filter(holding__enrolment__person__isnull=False),
        number=number,
    )
    if certificate.holding.enrolment.person_id != person or status_of_number(certificate).word != VALID:
        raise Http404
    content = getattr(certificate.copies.select_related("content").last(), "content", None)
    if content is None or not content.credential:
        raise Http404
    response = HttpResponse(content.credential, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.credential.json"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(content, certificate):
    try:
        stored = content.pdf.open("rb")
    except FileNotFoundError as error:
        log.error("The stored PDF of copy %s is missing", content.copy_id)
        raise Http404 from error
    return FileResponse(stored, filename=f"{certificate.number}.pdf", content_type="application/pdf")
