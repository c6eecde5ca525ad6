"""What a share link shows: the verified claims, and the PDF if its holder said so. No session, nothing to be kept."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.issuing.models import ShareVisit
from certificates.issuing.register import status_of_number
from certificates.issuing.rules import VALID
from certificates.issuing.sharing import count_visit, link_of
from certificates.issuing.views.holder import stored_pdf
from certificates.verification import claims, limits
from certificates.verification.answers import answer_to_code
from certificates.verification.views.privacy import private
from lms.home.operator import operator_name


@require_safe
def shared(request, secret):
    """Show what a link shows; expired, ended and unknown are answered with the same words."""
    at = timezone.now()
    link = link_of(secret, at)
    if link is None:
        return _nothing(request, secret, at)
    if request.method == "GET":
        count_visit(link, ShareVisit.What.PAGE, at)
    return private(HttpResponse(_page(request, secret, at, link=link)))


@require_safe
def shared_pdf(request, secret):
    """Hand out the PDF of a link that includes it, while the number is valid; else 404 as for an unknown link."""
    at = timezone.now()
    link = link_of(secret, at)
    if link is None or not link.with_pdf or status_of_number(link.certificate).word != VALID:
        return _nothing(request, secret, at)
    try:
        response = stored_pdf(request, link.certificate)
    except Http404:
        return private(HttpResponse(_page(request, secret, at), status=404))
    if request.method == "GET":
        count_visit(link, ShareVisit.What.PDF, at)
    return private(response)


def _nothing(request, secret, at):
    """Answer that there is nothing to show; who has asked so too often is told that, and asks later."""
    if limits.spent(limits.CODES, request, at):
        return private(HttpResponse(_page(request, secret, at, too_many=True), status=429))
    limits.count(limits.CODES, request, at)
    return private(HttpResponse(_page(request, secret, at), status=404))


def _page(request, secret, at, *, link=None, too_many=False):
    """Return the page. It is drawn without the request: no session is read for it, no token and no cookie is set."""
    asked = request.GET.get("language")
    language = asked if asked in dict(settings.LANGUAGES) else get_language()
    with override(language):
        answer = answer_to_code(link.certificate.copies.last().code) if link else None
        context = {
            "link": link,
            "secret": secret,
            "answer": answer,
            "too_many": too_many,
            "at": at,
            "facts": claims.facts(answer) if answer and answer.copy else (),
            "with_pdf": bool(link and link.with_pdf and answer.word == VALID and answer.copy.state == "done"),
            "languages": [pair for pair in settings.LANGUAGES if pair[0] != language],
            "SITE_NAME": operator_name(),
            "SUBLINE": _("Verification"),
            "navigation": [{"label": _("Verify a certificate"), "url": reverse("verify"), "current": False}],
        }
        return render_to_string("certificates/verification/shared.html", context)
