"""Links by which a holder shows a certificate: found by the hash of their secret, counted by the hour, forgotten."""

import base64
import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils.crypto import salted_hmac

from certificates.issuing.models import ShareLink, ShareVisit

# 192 bits in 32 characters.
SECRET_BYTES = 24
SALT = "certificates.issuing.sharing"
LONGEST_SECRET = 64


def new_key():
    """Return a random key for a form that makes a link: sent again, it gives the same link and no second one."""
    return secrets.token_urlsafe(SECRET_BYTES)


def secret_of(certificate, key):
    """
    Return the secret part of a link, made from the form's `key`, which is not kept. Nobody guesses it.

    It needs the installation's own secret too, so a poor key makes no poor link.
    """
    mac = salted_hmac(SALT, f"{certificate.pk} {key}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac)[:32].decode()


def digest(secret):
    """Return the hash of a secret as it is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ending_of(secret):
    """Return the last letters of a secret: enough to tell links apart, far too few to guess the others."""
    return secret[-4:]


def link_of(secret, at):
    """Return the ShareLink that is open now for this secret, or None: unknown, expired and ended are the same."""
    if not isinstance(secret, str) or len(secret) > LONGEST_SECRET:
        return None
    link = ShareLink.objects.filter(token_sha256=digest(secret)).select_related("certificate").first()
    return link if link and link.is_open(at) else None


def links_open(certificates, at):
    """Return {certificate pk: how many links show it now}; one query."""
    open_now = ShareLink.objects.filter(certificate__in=certificates, ended_at__isnull=True, expires_at__gt=at)
    return dict(open_now.order_by().values_list("certificate").annotate(Count("pk")))


def count_visit(link, what, at):
    """Count one visit in the hour of `at`. So a link that is followed a million times has few rows."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    row, made = ShareVisit.objects.get_or_create(link=link, hour=hour, what=what)
    if not made:
        ShareVisit.objects.filter(pk=row.pk).update(times=F("times") + 1)


def forget_links(at):
    """Delete links and their visits SHARE_LOG_DAYS after they expired or were ended; return how many."""
    before = at - dt.timedelta(days=settings.SHARE_LOG_DAYS)
    old = ShareLink.objects.filter(Q(expires_at__lt=before) | Q(ended_at__lt=before))
    count = old.count()
    if count:
        old.delete()
    return count
