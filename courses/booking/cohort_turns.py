"""What booking has to say when a cohort starts or is cancelled."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.booking.actions.decide import end_with_cohort
from courses.booking.actions.settle import chairs_of, close_line
from courses.booking.cohort_readers import parties_of
from courses.booking.strength import pledged_in, strength_of
from courses.cohorts.closing import (
    Stake,
    begins_with_cohort,
    doubts_start,
    ends_with_cohort,
    holds_back_start,
    says_what_is_at_stake,
)

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


@doubts_start
def below_the_minimum(cohort):
    """Nobody has decided that it takes place, and too few seats are booked for that to go without saying."""
    strength = strength_of(cohort)
    if cohort.confirmed_at is not None or not strength.missing:
        return []
    return [
        _("Whether %(cohort)s takes place is not decided, and %(taken)d of the %(least)d seats needed are booked.")
        % {"cohort": cohort, "taken": strength.taken, "least": strength.least}
    ]


@says_what_is_at_stake
def whoever_is_concerned(cohort):
    """Seats and people that a cohort which is called off would lose."""
    return stakes_in(parties_of(cohort))


def stakes_in(parties):
    """The same of Parties that are read already."""
    return [
        Stake("seats", _("Seats booked"), sum(party.seats for party in parties.payers)),
        Stake("pledged", _("Seats pledged"), sum(party.pledged for party in parties.payers)),
        Stake("waiting", _("Seats waited for"), sum(party.waiting for party in parties.payers)),
        Stake("companies", _("Companies"), parties.companies),
        Stake("private", _("Private payers"), len(parties.payers) - parties.companies),
        Stake("people", _("Participants"), len(parties.people)),
    ]
