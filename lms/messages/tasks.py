"""Celery's side of the outbox: takes ids, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from lms.messages.delivery import ServerUnreachable, deliver, due, try_to_deliver
from lms.messages.sweepers import register_sweeper, sweep

AT_ONCE = 200


@shared_task
def send_letter(pk):
    """Send one letter if it is still waiting."""
    deliver(pk, timezone.now())


@shared_task
def run_due_jobs():
    """Do what is due in every room; `manage.py run_due_jobs` does the same without a broker."""
    return sweep(timezone.now())


@register_sweeper("letters")
def send_due_letters(at):
    """
    Send what a lost task or a silent mail server left lying, oldest first; return how many went out.

    A server that cannot be reached ends it: the other letters would only use up their attempts, and the sweepers after
    this one their time.
    """
    pks, started = list(due(at).order_by("not_before", "pk").values_list("pk", flat=True)[:AT_ONCE]), timezone.now()
    sent = 0
    for pk in pks:
        try:
            # A slow server takes its time over each letter: the claim of the last one must not look old when it begins.
            sent += try_to_deliver(pk, at + (timezone.now() - started))
        except ServerUnreachable:
            break
    return sent
