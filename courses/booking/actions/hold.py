"""Keeping chairs while a form is filled in, so that nobody loses a seat while typing names."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from courses.booking.actions.book import admitted, ask_who, check_hosts, check_open
from courses.booking.actions.settle import free_chairs, is_free, settle
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Seat
from courses.booking.refusals import AlreadyBooked, CohortFull


@in_one_go
def hold_seats(*, cohort, company, count, key, despite_host="", actor, at):
    """
    Keep `count` chairs for the form that `actor` fills in under `key`, and return until when (an aware datetime).

    All or nothing; each user has one hold per cohort, so a further one (another number, another form) replaces it. The
    hold is over settings.BOOKING_HOLD_MINUTES after the last of these calls, by the clock alone. It is no promise: the
    rules are asked again when the form is sent. `company` None is a private payer.
    Raises NotAllowed, BookingClosed, AlreadyBooked, CohortFull, HostTooSmall or Busy; an earlier hold then stays as it
    is.
    """
    if count < 1 or not key:
        raise ValueError("Hold at least one chair, under a key.")
    ask_who(actor, cohort, company)
    cohort = lock_cohort(cohort.pk)
    check_open(actor, cohort, at)
    if Booking.objects.under(key, actor).exists():
        # The form was sent meanwhile, or comes back by the browser's button: nobody would ever let these chairs go.
        raise AlreadyBooked(_("This form is booked already. To book more seats, open the page anew."))
    chairs = settle(cohort, at)
    held = [chair for chair in chairs if chair.held_by_id == actor.pk]
    free = held + [chair for chair in chairs if is_free(chair)]
    if len(free) < count:
        return CohortFull(admitted(cohort, chairs, free), count, cohort.max_size)
    check_hosts(actor, cohort, chairs, free, count, despite_host)
    until = at + dt.timedelta(minutes=settings.BOOKING_HOLD_MINUTES)
    free_chairs(held)
    kept = Seat.objects.free(at).filter(pk__in=[chair.pk for chair in free[:count]])
    if kept.update(held_until=until, held_by=actor, hold_key=key) != count:
        raise RuntimeError(f"Chairs of {cohort} changed while its lock was held.")
    if len(held) > count:
        settle(cohort, at)
    return until


@in_one_go
def let_go(*, cohort, key, actor, at):
    """Give up what `actor` holds under `key`, if anything; whoever waits is served. Return how many chairs it was."""
    cohort = lock_cohort(cohort.pk)
    held = list(Seat.objects.filter(cohort=cohort, held_by=actor, hold_key=key, booking__isnull=True))
    free_chairs(held)
    settle(cohort, at)
    return len(held)
