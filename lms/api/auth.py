"""Who asks: whoever has the token. A session's cookie opens nothing here: no foreign page asks in somebody's name."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from lms.accounts.tokens import token_of
from lms.api.faults import TooManyRequests
from lms.api.idempotency import key_of, tokens_and_answer
from lms.lib import counting

MINUTE = 60


class BearerToken(HttpBearer):
    """A token from the account's page or `manage.py create_token`."""

    openapi_description = "An API token: made on the account's page, or with manage.py create_token EMAIL."

    def authenticate(self, request, secret):
        """Return the token, or None; put its owner into the request. Raises TooManyRequests."""
        key = key_of(request)
        token = token_of(secret, request.at, tokens_and_answer, key=key) if key else token_of(secret, request.at)
        if token is None:
            return None
        request.user = token.user
        if request.language_asked is None:
            translation.activate(token.user.language)
        _count(token, request.at)
        return token


def _count(token, at):
    minute, left = counting.window(at, MINUTE)
    most = settings.API_REQUESTS_PER_MINUTE
    if counting.count(f"api:{token.digest[:32]}:{minute}", MINUTE) > most:
        raise TooManyRequests(
            _("This token has asked %(most)d times within a minute. Wait a little.") % {"most": most}, retry_after=left
        )
