"""Printing after the answer was given. May run twice, at any time, killed at any moment."""

from celery import shared_task
from django.utils import timezone

from courses.invoicing import making

# The sweeper runs every minute; more than this would keep it from the other rooms' work.
AT_ONCE = 30


@shared_task
def make_invoice(pk):
    """Make the files of one invoice, unless that is done or somebody is at it."""
    making.make(pk, timezone.now())


def finish_invoices(at):
    """Send for printing what was left: put off, lost, or claimed by a worker that is gone. Returns how many."""
    waiting = list(making.due(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in waiting:
        make_invoice.delay(pk)
    return len(waiting)
