"""A holder shows others a certificate for a time, and ends it whenever."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.issuing.models import ShareLink
from certificates.issuing.permissions import may_share
from certificates.issuing.refusals import LinkOver, NumberEnded, TooManyLinks
from certificates.issuing.register import status_of_number
from certificates.issuing.rules import VALID
from certificates.issuing.sharing import digest, ending_of, new_key, secret_of
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

MOST_LINKS = 20


@transaction.atomic
def share_certificate(*, certificate, actor, at, days, with_pdf=False, note="", key=""):
    """
    Make a link that shows this certificate for `days` days; return (ShareLink, secret). The secret is not kept.

    Sent twice with one `key` (a page reloaded) it is one link.

    Only the holder does. Raises NotAllowed, NumberEnded unless it is valid, LinkOver if the link of this `key` has
    ended, TooManyLinks above MOST_LINKS open ones.
    """
    if not may_share(actor, certificate):
        raise NotAllowed(_("Only the holder shares a certificate."))
    if status_of_number(certificate).word != VALID:
        raise NumberEnded(_("%(number)s is not valid now, so it cannot be shared.") % {"number": certificate})
    # Whoever presses twice at once queues here, so the most is never exceeded.
    type(certificate.holding).objects.select_for_update().get(pk=certificate.holding.pk)
    secret = secret_of(certificate, key or new_key())
    known = ShareLink.objects.filter(token_sha256=digest(secret)).first()
    if known is not None and not known.is_open(at):
        raise LinkOver(_("This link shows nothing any more. Open the form anew to make another one."))
    if known is not None:
        return known, secret
    if certificate.share_links.filter(ended_at__isnull=True, expires_at__gt=at).count() >= MOST_LINKS:
        raise TooManyLinks(
            _("There are %(most)s links to this certificate. End one that is no longer needed.") % {"most": MOST_LINKS}
        )
    link = ShareLink.objects.create(
        certificate=certificate,
        token_sha256=digest(secret),
        ending=ending_of(secret),
        note=note.strip(),
        with_pdf=with_pdf,
        made_at=at,
        expires_at=at + dt.timedelta(days=days),
    )
    record("certificate.shared", actor=actor, subject=certificate, at=at, link=link.pk, days=days, with_pdf=with_pdf)
    return link, secret


@transaction.atomic
def end_link(*, link, actor, at):
    """End a link at once; ending twice is once. Raises NotAllowed for anybody but the holder."""
    if not may_share(actor, link.certificate):
        raise NotAllowed(_("Only the holder shares a certificate."))
    if ShareLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=at):
        record("certificate.unshared", actor=actor, subject=link.certificate, at=at, link=link.pk)
