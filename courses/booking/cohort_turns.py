"""What booking has to say when a cohort starts or is cancelled."""

from django.utils.translation import ngettext

from courses.booking.actions.decide import end_with_cohort
from courses.booking.actions.settle import chairs_of, close_line
from courses.booking.strength import pledged_in
from courses.cohorts.closing import begins_with_cohort, ends_with_cohort, holds_back_start

ends_with_cohort(end_with_cohort)


@begins_with_cohort
def close_waiting_list(cohort, *, actor, at):
    """Nobody is served from the waiting list any more."""
    close_line(cohort, chairs_of(cohort), at, actor=actor)


@holds_back_start
def pledges_to_decide(cohort, at):
    """Companies that gave their word for the case that it runs: the office confirms first, so that they are booked."""
    pledged = pledged_in(cohort)
    if not pledged:
        return []
    return [
        ngettext(
            "%(seats)d seat is pledged. Decide first that the cohort takes place; the pledge becomes a booking then.",
            "%(seats)d seats are pledged. Decide first that the cohort takes place; the pledges become bookings then.",
            pledged,
        )
        % {"seats": pledged}
    ]
