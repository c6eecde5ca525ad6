"""What a booking has of a cohort's dates: from when somebody takes part, and until when giving back is free."""

import copy

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.booking.models import Enrolment
from courses.booking.prices import free_until
from courses.cohorts.dates import follows_dates, says_what_dates_change
from courses.cohorts.models import Cohort


@says_what_dates_change
def terms_of_cancelling(cohort, dates):
    """Until when seats are given back freely, before and after: also seats that are booked already."""
    if dates.starts_on == cohort.starts_on or cohort.status == Cohort.Status.RUNNING:
        return []
    then = copy.copy(cohort)
    then.starts_on = dates.starts_on
    now_until, then_until = free_until(cohort), free_until(then)
    if now_until == then_until:
        return []
    return [
        _(
            "Seats are given back free of charge until %(then)s then, not until %(now)s; this holds for seats booked "
            "before, too."
        )
        % {"then": date_format(then_until, "DATE_FORMAT"), "now": date_format(now_until, "DATE_FORMAT")}
    ]


@follows_dates
def take_part_from_the_new_start(cohort, before):
    """Let whoever takes part from the first day on do so from the new one; who never did stays out."""
    if cohort.starts_on == before.starts_on:
        return
    from_the_start = Enrolment.objects.filter(cohort=cohort, starts_on=before.starts_on)
    never = Q(ends_on=F("starts_on"))
    from_the_start.filter(never).update(starts_on=cohort.starts_on, ends_on=cohort.starts_on)
    stays = Q(ends_on__isnull=True) | Q(ends_on__gt=cohort.starts_on)
    from_the_start.filter(stays & ~never).update(starts_on=cohort.starts_on)
