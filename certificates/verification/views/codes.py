"""The answer to a code. A page reached by QR code writes no session and no cookie, and is not to be kept or indexed."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.verification import claims, limits
from certificates.verification.answers import UNKNOWN, answer_to_code
from certificates.verification.programs import said_to_programs
from certificates.verification.views.privacy import private
from lms.home.operator import operator_name

TOO_MANY = "too_many_requests"


@require_safe
def verify_code(request, code):
    """Answer to the code of a paper: as a page, or with Accept: application/json the same for programs."""
    at = timezone.now()
    # Whoever types the address may end it with a slash.
    answer = answer_within_limits(code.rstrip("/"), request, at)
    if answer is None:
        return _reply(request, None, at, status=429)
    return _reply(request, answer, at, status=404 if answer.word == UNKNOWN else 200)


def answer_within_limits(code, request, at):
    """Return the Answer to a code; None if this address has asked too often for codes that do not exist."""
    answer = answer_to_code(code)
    if answer.word == UNKNOWN:
        # A paper that is in the register is answered always, however often others at this address have guessed.
        if limits.spent(limits.CODES, request, at):
            return None
        limits.count(limits.CODES, request, at)
    return answer


def _reply(request, answer, at, status):
    wanted = request.get_preferred_type(["text/html", "application/json"])
    if wanted == "application/json":
        said = said_to_programs(answer) if answer else {"status": TOO_MANY, "date": None}
        response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        response = HttpResponse(_page(request, answer, at), status=status)
    patch_vary_headers(response, ["Accept"])
    if status == 429:
        response["Retry-After"] = str(limits.HOUR)
    return private(response)


def _page(request, answer, at):
    """Return the page. It is drawn without the request: no session is read for it, no token and no cookie is set."""
    asked = request.GET.get("language")
    language = asked if asked in dict(settings.LANGUAGES) else get_language()
    with override(language):
        context = {
            "answer": answer,
            "at": at,
            "facts": claims.facts(answer) if answer and answer.copy else (),
            "languages": [pair for pair in settings.LANGUAGES if pair[0] != language],
            "SITE_NAME": operator_name(),
            "SUBLINE": _("Verification"),
            "navigation": [{"label": _("Verify a certificate"), "url": reverse("verify"), "current": True}],
        }
        return render_to_string("certificates/verification/answer.html", context)
