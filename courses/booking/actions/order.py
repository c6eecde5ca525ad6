"""The order of the waiting list, which is the cluster office's."""

from django.utils.translation import gettext as _

from courses.booking.actions.settle import settle
from courses.booking.actions.waiting import why_closed
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import WaitEntry
from courses.booking.refusals import OfferOver
from courses.booking.rules import priorities_for
from courses.cohorts.permissions import may_run
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@in_one_go
def move_up(*, entry, priority, actor, at):
    """
    Give an entry that waits another priority (higher is served first) and return it. Only who runs the cohort.

    Raises NotAllowed, OfferOver or Busy.
    """
    cohort, entry = _waiting(entry, actor)
    _set(entry, priority, actor, at)
    settle(cohort, at)
    return entry


@in_one_go
def move_by_one(*, entry, up, actor, at):
    """
    Let an entry change places with its neighbour in line, and return it; at the end of the line nothing changes.

    Everybody else keeps their place, and so does who comes later: behind all of them. Raises as `move_up`.
    """
    cohort, entry = _waiting(entry, actor)
    line = list(WaitEntry.objects.in_line().filter(cohort=cohort))
    here = next(place for place, one in enumerate(line) if one.pk == entry.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(line):
        line[here], line[there] = line[there], line[here]
        for one, priority in zip(line, priorities_for([(one.created_at, one.pk) for one in line]), strict=True):
            if one.priority != priority:
                _set(one, priority, actor, at)
        settle(cohort, at)
        entry.refresh_from_db()
    return entry


def _waiting(entry, actor):
    cohort = lock_cohort(entry.cohort_id)
    if not may_run(actor, cohort):
        raise NotAllowed(_("The order of the waiting list is the cluster office's."))
    entry = WaitEntry.objects.select_related("company", "private_payer").get(pk=entry.pk)
    if entry.state != WaitEntry.State.WAITING:
        raise OfferOver(why_closed(entry))
    return cohort, entry


def _set(entry, priority, actor, at):
    before, entry.priority = entry.priority, priority
    entry.save(update_fields=["priority"])
    record("waiting.moved", actor=actor, subject=entry, at=at, before=before, after=priority)
