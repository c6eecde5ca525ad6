"""Who signs in, and who asks: the user of a session is read with every request, by a query that is written once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.db.models import BigAutoField

from lms.accounts.models import User
from lms.lib.compiled import compiled


@compiled(pk=BigAutoField())
def _users(pk):
    return User.objects.filter(pk=pk)


class _OfSession:
    def get_user(self, user_id):
        """Return the User of a session, or None: unknown, or not active."""
        found = _users(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


class PasswordBackend(_OfSession, ModelBackend):
    """Django's: the address and the password, and what is granted for all rows."""


class EmailBackend(_OfSession, AuthenticationBackend):
    """That of the pages for signing in."""
