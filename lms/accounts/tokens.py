"""API tokens: opened and revoked by their owner, asked by the API who somebody is."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import CharField, DateTimeField, Q
from django.utils.translation import gettext as _

from lms.accounts.models import ApiToken, User
from lms.accounts.refusals import TooManyTokens
from lms.audit.log import record
from lms.lib.compiled import compiled
from lms.lib.refusals import NotAllowed

# So that a secret which strayed into a log or a repository is recognised as one.
PREFIX = "lg_"
SHOWN = 8
MOST = 20
KEEP_LAST_USE = dt.timedelta(minutes=10)


def valid(at):
    """The tokens that open something at the moment `at`."""
    return ApiToken.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True, user__is_active=True
    )


def digest_of(secret):
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


@transaction.atomic
def create_token(*, user, name, days=None, actor, at):
    """
    Give `user` a token for `days` days (None: until it is revoked) and return (ApiToken, secret).

    The secret is nowhere else: whoever loses it needs a new token. Its owner does this, or the installation itself
    (`actor` None, a command). Raises NotAllowed or TooManyTokens.
    """
    if actor is not None and actor != user:
        raise NotAllowed(_("Only the owner of an account makes tokens for it."))
    # The row of the owner keeps two requests from passing the limit together.
    User.objects.select_for_update().get(pk=user.pk)
    if valid(at).filter(user=user).count() >= MOST:
        raise TooManyTokens(MOST)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        start=secret[:SHOWN],
        created_at=at,
        expires_at=at + dt.timedelta(days=days) if days else None,
    )
    record("api_token.created", actor=actor, subject=user, at=at, token=token.pk, days=days)
    return token, secret


@transaction.atomic
def revoke_token(*, token, actor, at):
    """End a token for good; the next request with it is refused. Its owner does this. Raises NotAllowed."""
    if token.user_id != actor.pk:
        raise NotAllowed(_("Only the owner of an account ends its tokens."))
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        record("api_token.revoked", actor=actor, subject=actor, at=at, token=token.pk)


def revoke_all(user, at):
    """End every token of `user`. Belongs inside the act that says why."""
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=at)


def tokens_with(digest, at):
    """The token with this digest that is valid at `at`, with its user, as a query."""
    return valid(at).select_related("user").filter(digest=digest).order_by()


@compiled(digest=CharField(), at=DateTimeField())
def _tokens_with(digest, at):
    return tokens_with(digest, at)


def token_of(secret, at, read=None, **facts):
    """
    Return the valid ApiToken of this secret with its user, or None: one query, and a rare write of its last use.

    `read` is a compiled query of `tokens_with` that asks more along with it, of `facts`.
    """
    if not secret.startswith(PREFIX):
        return None
    found = (read or _tokens_with)(digest=digest_of(secret), at=at, **facts)
    token = found[0] if found else None
    if token and (token.last_used_at is None or token.last_used_at <= at - KEEP_LAST_USE):
        unused = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - KEEP_LAST_USE)
        ApiToken.objects.filter(unused, pk=token.pk).update(last_used_at=at)
    return token
