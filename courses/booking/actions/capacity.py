"""Placing chairs: a cohort is opened for booking, made larger, made smaller."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.booking.actions.settle import NOTHING_HELD, is_free, settle
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Seat
from courses.booking.refusals import BookingClosed, SeatsInUse
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from courses.cohorts.refusals import EditionNotPublished, GroupTooLarge
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@in_one_go
def open_booking(*, cohort, actor, at):
    """
    Open a planned cohort for booking with as many chairs as its group may have, and return it.

    Raises NotAllowed, EditionNotPublished, GroupTooLarge, BookingClosed (not planned any more, or its last day of
    booking is over) or Busy.
    """
    cohort = _locked(cohort, actor)
    if cohort.status != Cohort.Status.PLANNED:
        raise BookingClosed(_("This cohort was opened for booking before. Reload the page to see how it stands now."))
    if cohort.edition.published_on is None:
        raise EditionNotPublished()
    _refuse_too_late(cohort, at)
    _place_chairs(cohort, cohort.max_size, at)
    cohort.status = Cohort.Status.BOOKING_OPEN
    cohort.save(update_fields=["status"])
    record("cohort.opened", actor=actor, subject=cohort, at=at, seats=cohort.max_size)
    return cohort


def _refuse_too_late(cohort, at):
    """Raise BookingClosed if nobody could book the cohort once it is open."""
    if not cohort.is_too_late_to_book(at):
        return
    if cohort.ends_on < timezone.localdate(at):
        day = date_format(cohort.ends_on, "DATE_FORMAT")
        raise BookingClosed(
            _("%(cohort)s ended on %(day)s, so nobody can book it any more.") % {"cohort": cohort, "day": day}
        )
    day = date_format(cohort.booking_closes_on or cohort.starts_on, "DATE_FORMAT")
    raise BookingClosed(
        _("The last day to book %(cohort)s was %(day)s. Set a later one under “Deadlines and rules” first.")
        % {"cohort": cohort, "day": day}
    )


@in_one_go
def set_capacity(*, cohort, size, actor, at):
    """
    Give the cohort `size` chairs and return it: more up to the edition's limit, fewer down to those booked.

    Chairs keep their numbers. Of free chairs the highest numbers leave first; gaps between numbers do no harm.
    Raises NotAllowed, GroupTooLarge, SeatsInUse, BookingClosed (cohort over) or Busy.
    """
    cohort = _locked(cohort, actor)
    if cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED):
        raise BookingClosed(_("This cohort is over; its size no longer changes."))
    before = cohort.max_size
    if cohort.status == Cohort.Status.PLANNED:
        _check_limit(cohort, size)
    else:
        settle(cohort, at)
        _place_chairs(cohort, size, at)
        # New chairs belong to those who wait before anybody else.
        settle(cohort, at)
    cohort.max_size = size
    cohort.save(update_fields=["max_size"])
    record("cohort.resized", actor=actor, subject=cohort, at=at, before=before, after=size)
    return cohort


def _locked(cohort, actor):
    if not may_run(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    return lock_cohort(cohort.pk)


def _check_limit(cohort, size):
    limit = cohort.edition.max_group_size
    if not 1 <= size <= limit:
        raise GroupTooLarge(
            _("The edition of the curriculum allows groups of 1 to %(limit)d. Enter a number within that.")
            % {"limit": limit}
        )


def _place_chairs(cohort, size, at):
    """Make exactly `size` chairs stand in the room: bring back, add, or carry out free ones. The cohort is locked."""
    _check_limit(cohort, size)
    chairs = list(cohort.seats.order_by("number"))
    standing = [chair for chair in chairs if chair.removed_at is None]
    taken = sum(not is_free(chair) for chair in standing)
    if size < taken:
        raise SeatsInUse(taken)
    if size < len(standing):
        _carry_out(cohort, len(standing) - size, at)
    elif size > len(standing):
        missing = size - len(standing)
        back = [chair.pk for chair in chairs if chair.removed_at is not None][:missing]
        Seat.objects.filter(pk__in=back).update(removed_at=None)
        numbers = _unused_numbers({chair.number for chair in chairs}, missing - len(back))
        Seat.objects.bulk_create(Seat(cohort=cohort, number=number) for number in numbers)


def _carry_out(cohort, count, at):
    free = list(cohort.seats.free(at).reverse().values_list("pk", flat=True)[:count])
    gone = Seat.objects.free(at).filter(pk__in=free).update(removed_at=at, **NOTHING_HELD)
    if gone != count:
        raise SeatsInUse(cohort.seats.in_room().count() - cohort.seats.free(at).count())


def _unused_numbers(used, count):
    number, found = 1, []
    while len(found) < count:
        if number not in used:
            found.append(number)
        number += 1
    return found
