"""Sending what lies in the outbox: claim one letter, hand it to the mail server, keep the outcome."""

import datetime as dt
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q

from lms.messages.models import Letter

logger = logging.getLogger(__name__)

# Waits before the second, third, ... attempt: often on the first day, then twice a day until the fifth is over, as mail
# servers do among themselves (RFC 5321, 4.5.4.1). A server that is down for a weekend loses nothing.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, *[720] * 9)]
# An address that the server refuses for good (5xx) will not become better: soon somebody has to look.
REFUSALS = 3
# A letter that is being sent for longer belongs to a worker that died.
LEASE = dt.timedelta(minutes=10)


class ServerUnreachable(Exception):
    """The mail server takes no letter at all now; the letter at hand is put back."""


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
    one conditional UPDATE. What a worker had handed over when it died, before it could say so, is sent once more by the
    next one: between a mail server and a database that cannot be excluded.
    """
    try:
        return try_to_deliver(pk, at)
    except ServerUnreachable:
        return False


def try_to_deliver(pk, at):
    """As `deliver`, but raises ServerUnreachable where the next letter would fare alike."""
    claimed = due(at).filter(pk=pk).update(state=Letter.State.SENDING, claimed_at=at, attempts=F("attempts") + 1)
    if not claimed:
        return False
    letter = Letter.objects.get(pk=pk)
    try:
        _message(letter).send()
    # Whatever it was, the letter must not stay claimed, nor stop the others.
    except Exception as fault:
        _put_back(letter, fault, at)
        if _is_about_the_server(fault):
            raise ServerUnreachable from fault
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
    given_up = letter.attempts > len(WAITS) or (letter.attempts >= REFUSALS and _is_refused_for_good(fault))
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.FAILED if given_up else Letter.State.WAITING,
        not_before=letter.not_before if given_up else at + WAITS[letter.attempts - 1],
        last_error=f"{type(fault).__name__}: {fault}"[:300],
    )
    logger.warning("Letter %s was not sent (attempt %s): %s", letter.pk, letter.attempts, type(fault).__name__)


def _is_refused_for_good(fault):
    return isinstance(fault, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _text in fault.recipients.values()
    )


def _is_about_the_server(fault):
    """Whether it would have befallen any letter: no connection, no greeting, not signed in, gone in the middle."""
    about_a_letter = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    return isinstance(fault, OSError) and not isinstance(fault, about_a_letter)
