"""Sending what lies in the outbox: claim one letter, hand it to the mail server, keep the outcome."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q

from lms.messages.models import Letter

logger = logging.getLogger(__name__)

# Waits before the second, third, ... attempt: about a day in all, then somebody has to look.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 960)]
# A letter that is being sent for longer belongs to a worker that died.
LEASE = dt.timedelta(minutes=10)


def due(at):
    """
    Return the letters that want sending at the moment `at`: untried, waited long enough, or with a worker that died.

    `not_before` counts from the first failure on; a letter never tried is due whatever its writer's clock said.
    """
    waited = Q(state=Letter.State.WAITING) & (Q(attempts=0) | Q(not_before__lte=at))
    return Letter.objects.filter(waited | Q(state=Letter.State.SENDING, claimed_at__lt=at - LEASE))


def deliver(pk, at):
    """
    Send the letter `pk` unless somebody else does, and return whether it went out.

    Whatever fails (a mail server that refuses or is silent, an address that nobody can read) puts it back with a later
    `not_before`; after the last attempt it is FAILED and its error stands in the row. Safe to call twice: the claim is
    one conditional UPDATE.
    """
    claimed = due(at).filter(pk=pk).update(state=Letter.State.SENDING, claimed_at=at, attempts=F("attempts") + 1)
    if not claimed:
        return False
    letter = Letter.objects.get(pk=pk)
    try:
        _message(letter).send()
    except Exception as fault:  # noqa: BLE001 - whatever it was, the letter must not stay claimed, nor stop the others
        _put_back(letter, fault, at)
        return False
    Letter.objects.filter(pk=pk).update(state=Letter.State.SENT, sent_at=at, last_error="")
    return True


def _message(letter):
    return EmailMessage(
        subject=letter.subject,
        body=letter.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        # The same for every attempt, so that a mailbox recognises a letter that came twice.
        headers={"Message-ID": f"<letter-{letter.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>')}>"},
    )


def _put_back(letter, fault, at):
    given_up = letter.attempts > len(WAITS)
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.FAILED if given_up else Letter.State.WAITING,
        not_before=letter.not_before if given_up else at + WAITS[letter.attempts - 1],
        last_error=f"{type(fault).__name__}: {fault}"[:300],
    )
    logger.warning("Letter %s was not sent (attempt %s): %s", letter.pk, letter.attempts, type(fault).__name__)
