"""Whoever is signed in reads the language chosen in their account."""

from django.conf import settings
from django.utils import translation


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
