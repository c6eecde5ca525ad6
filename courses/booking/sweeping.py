"""What time alone brings about in cohorts that nobody touches: holds and offers that are over, the next in line."""

from courses.booking.actions.settle import cohorts_to_settle, settle_cohort
from courses.booking.refusals import Busy
from lms.messages.sweepers import register_sweeper


@register_sweeper("waiting lists")
def settle_due(at):
    """Settle the cohorts that want it and return how many did; one that is busy is settled by who keeps it."""
    settled = 0
    for pk in cohorts_to_settle(at).values_list("pk", flat=True):
        try:
            settle_cohort(pk, at)
        except Busy:
            continue
        settled += 1
    return settled
