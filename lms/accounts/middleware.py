"""Whoever is signed in reads the language chosen in their account."""

from django.conf import settings
from django.http import HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import patch_vary_headers


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
    Tell htmx with 401 that nobody is signed in any more.

    It would follow to the page for signing in and put that into the page, over what was typed. What is said instead is
    in the page (`withinpage.js`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.htmx and response.status_code == 302:
            away = response.headers["Location"].partition("?")[0]
            if away == resolve_url(settings.LOGIN_URL):
                return HttpResponse(status=401)
        return response
