"""A request sent twice does its work once: with an Idempotency-Key the first answer is kept and given again."""

import datetime as dt
import hashlib
import re
from typing import Annotated

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import CharField, DateTimeField, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header

from lms.accounts.tokens import tokens_with
from lms.api.faults import answer
from lms.api.models import IdempotentAnswer
from lms.lib.compiled import compiled
from lms.lib.refusals import Refusal
from lms.messages.sweepers import register_sweeper

PATTERN = r"^[\x21-\x7e]+$"
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        min_length=1,
        pattern=PATTERN,
        description="A word of your own, new for each thing that you want done. Sent again with it, the same request "
        "gets the first answer and does nothing.",
        examples=["order-4711"],
    ),
]
SWEPT_AT_ONCE = 1000


class KeyReused(Refusal):
    """The key stands for another request."""

    code = "idempotency_key_reused"
    status = 422

    def __init__(self):
        message = _("This Idempotency-Key was used for another request. Take a new one.")
        super().__init__(message)
        self.errors = [{"field": "Idempotency-Key", "message": message}]


def once(request, key, act):
    """
    Return the response for what `act()` does: it returns (status, Schema).

    With a key, act and answer are written in one transaction, so either both are there or neither. Who comes second
    with the key gets the first answer, also while the first is still at work: then the second's own work is rolled
    back by the unique key, or refused because of the first's (the last seat is gone). Refusals are not kept.
    Raises what the act raises, and KeyReused.
    """
    if key is None:
        return answer(*act())
    # Asked along with the token; most keys are new, and then this costs nothing.
    stored = _stored(request, key) if request.auth.answered else None
    if stored is None:
        try:
            return _first(request, key, act)
        except (Refusal, Http404, IntegrityError):
            stored = _stored(request, key)
            if stored is None:
                raise
    if stored.fingerprint != _fingerprint(request):
        raise KeyReused
    response = HttpResponse(stored.body, status=stored.status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response


def key_of(request):
    """Return the key of a request; "" without one, or with what is none (refused further on)."""
    key = request.headers.get("Idempotency-Key", "")
    return key if re.match(PATTERN, key) else ""


@compiled(digest=CharField(), at=DateTimeField(), key=CharField())
def tokens_and_answer(digest, at, key):
    """The token of a request (see `tokens_with`), which knows whether its owner has an answer to this key."""
    answered = Exists(IdempotentAnswer.objects.filter(user=OuterRef("user"), key=key))
    return tokens_with(digest, at).annotate(answered=answered)


def _first(request, key, act):
    with transaction.atomic():
        try:
            response = answer(*act())
        except Refusal as refusal:
            # Raised below, after the commit: what the act kept although it refused (lapsed offers) must stay.
            refused = refusal
        else:
            refused = None
            IdempotentAnswer.objects.create(
                user=request.user,
                key=key,
                fingerprint=_fingerprint(request),
                status=response.status_code,
                body=response.content.decode(),
                at=request.at,
            )
    if refused is not None:
        raise refused
    return response


def _stored(request, key):
    return IdempotentAnswer.objects.filter(user=request.user, key=key).first()


def _fingerprint(request):
    return hashlib.sha256(b"\0".join([request.method.encode(), request.path.encode(), request.body])).hexdigest()


@register_sweeper("idempotent_answers")
def forget_old_answers(at):
    """Delete answers older than settings.API_ANSWERS_KEPT_DAYS; return how many went."""
    old = IdempotentAnswer.objects.filter(at__lte=at - dt.timedelta(days=settings.API_ANSWERS_KEPT_DAYS))
    gone, _rows = IdempotentAnswer.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    ).delete()
    return gone
