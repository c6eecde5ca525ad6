"""
The door of the API: what is asked below it goes to its calls, past everything that pages need.

No session is read or made, no cookie set, no redirect looked up; what is answered is JSON and for the asker alone.
"""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from lms.api.errors import not_found, refused, too_large
from lms.api.faults import Invalid, fault
from lms.audit.log import through

ROOT = "/api/v1/"


class ApiDoor:
    """Middleware. It stands before sessions; behind it requests to the API never go."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        request.at = timezone.now()
        request.language_asked = language_asked(request)
        with translation.override(request.language_asked or settings.LANGUAGE_CODE), through("api"):
            response = _response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def _response(request):
    query = request.META.get("QUERY_STRING", "")
    if "\0" in request.path:
        return not_found(request)
    if "%00" in query or "\0" in query:
        return refused(request, Invalid("query", _("This has characters in it that are not allowed here.")))
    if _announced(request) > settings.API_LONGEST_BODY:
        return too_large(request)
    try:
        match = resolve(request.path_info)
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return not_found(request)
    return _wrong_method(response) if isinstance(response, HttpResponseNotAllowed) else response


def _announced(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else 0


def _wrong_method(response) -> HttpResponse:
    said = fault(405, "method_not_allowed", _("This address does not answer to this method."))
    said["Allow"] = response["Allow"]
    return said


def language_asked(request):
    """Return the first language of Accept-Language that we speak, or None."""
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        try:
            return translation.get_supported_language_variant(language)
        except LookupError:
            continue
    return None
