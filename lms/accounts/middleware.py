"""Whoever is signed in reads the language chosen in their account; whoever no longer is, what became of a form."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


class LanguageMiddleware(LocaleMiddleware):
    """
    Django's, except that a view of ours which answers "not found" is believed.

    Django would send the visitor on to the same address below /de/, where Wagtail takes whatever is left: 302, not 404.
    """

    def process_response(self, request, response):
        if response.status_code != 404 or not getattr(request, "resolver_match", None):
            return super().process_response(request, response)
        if not translation.get_language_from_path(request.path_info):
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class UserLanguageMiddleware:
    """Activate the user's language, unless the address itself names one (Wagtail's /de/ and /en/)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or translation.get_language_from_path(
            request.path_info
        )
        if not chosen and request.session.keys() and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class SignInAgainMiddleware:
    """
    Say to whoever sends a form, but is no longer signed in, what became of it.

    htmx is told with 401: it would follow to the page for signing in and put that into the page, over what was typed.
    What is said instead is in the page (`withinpage.js`). A browser without script is told there, and led back to the
    page with the button; the address of the form would be opened by GET, which many do not take.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 302:
            return response
        away, _mark, query = response.headers["Location"].partition("?")
        if away != resolve_url(settings.LOGIN_URL):
            return response
        if request.htmx:
            return HttpResponse(status=401)
        if getattr(request, "typed_is_kept", False):
            return response
        if request.method == "POST" and QueryDict(query).get("next") == request.get_full_path():
            messages.warning(
                request,
                _("Nothing was changed: you were not signed in (any more). Sign in, then press the button again."),
            )
            return redirect_to_login(page_before(request) or request.get_full_path())
        return response


def page_before(request):
    """
    Return the path of the page of ours on which a form was sent, as the browser says it, or "".

    Anybody can say anything there, so it is never more than a path of this very site.
    """
    said = request.headers.get("Referer", "")[:2_000]
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(said)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, None):
        return ""
    return "" if parts.path == resolve_url(settings.LOGIN_URL) else path
