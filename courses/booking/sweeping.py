"""What time alone brings about in cohorts that nobody touches: holds and offers that are over, names that are due."""

from courses.booking.actions.declare import carry_out_declaration, declarations_left, is_due_by_itself
from courses.booking.actions.settle import cohorts_to_settle, settle_cohort
from courses.booking.actions.unnamed import ask_for_names, cohorts_to_ask, cohorts_to_return, return_unnamed
from courses.booking.refusals import Busy
from lms.lib.refusals import Refusal
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


@register_sweeper("withdrawals")
def withdrawals_left(at):
    """Carry out what consumers declared for certain and nobody did at once (a busy cohort, say); return how many."""
    done = 0
    for declaration in declarations_left():
        if is_due_by_itself(declaration):
            try:
                carry_out_declaration(declaration=declaration, at=at)
            except Refusal:
                continue  # busy: in a minute; anything else stands among the office's decisions
            done += 1
    return done


def _each(cohorts, act, at):
    """Do the act to each cohort and return the sum; one that is busy has its turn in a minute."""
    done = 0
    for cohort in cohorts:
        try:
            done += act(cohort=cohort, at=at)
        except Busy:
            continue
    return done
