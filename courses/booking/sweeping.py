"""What time alone brings about in cohorts that nobody touches: holds and offers that are over, names that are due."""

from courses.booking.actions.settle import cohorts_to_settle, settle_cohort
from courses.booking.actions.unnamed import ask_for_names, cohorts_to_ask, cohorts_to_return, return_unnamed
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


@register_sweeper("names of seats")
def names_due(at):
    """Warn whose seats want a name, give back those that got none in time; return how many bookings and seats."""
    return _each(cohorts_to_ask(at), ask_for_names, at) + _each(cohorts_to_return(at), return_unnamed, at)


def _each(cohorts, act, at):
    """Do the act to each cohort and return the sum; one that is busy has its turn in a minute."""
    done = 0
    for cohort in cohorts:
        try:
            done += act(cohort=cohort, at=at)
        except Busy:
            continue
    return done
