"""The life of a cohort after planning: it starts, is completed, or is cancelled."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.cohorts import letters
from courses.cohorts.closing import obstacles_of
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import may_run
from courses.cohorts.refusals import NotFinished, WrongState
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

Status = Cohort.Status


@transaction.atomic
def start_cohort(*, cohort, actor, at):
    """
    Let a cohort run from now on; nobody new books then. Return it.

    Raises NotAllowed, or WrongState unless it is open for booking.
    """
    cohort = _locked(cohort, actor)
    _must_be(cohort, Status.BOOKING_OPEN)
    return _set(cohort, Status.RUNNING, "cohort.started", actor, at)


def early_in(cohort, at):
    """Return why starting the cohort now may be too early, as sentences: it is not taken back."""
    warnings = []
    if timezone.localdate(at) < cohort.starts_on:
        warnings.append(_("Its first day is only %(day)s.") % {"day": date_format(cohort.starts_on, "DATE_FORMAT")})
    undated = cohort.edition.seminars.exclude(pk__in=cohort.sessions.values("seminar")).count()
    if undated:
        warnings.append(
            ngettext("%(count)d seminar has no date yet.", "%(count)d seminars have no date yet.", undated)
            % {"count": undated}
        )
    return warnings


@transaction.atomic
def complete_cohort(*, cohort, actor, at):
    """
    Complete a running cohort; figures are final and papers may be issued. Return it.

    Raises NotAllowed, WrongState, or NotFinished naming what remains: sessions to come, open sheets.
    """
    cohort = _locked(cohort, actor)
    _must_be(cohort, Status.RUNNING)
    if reasons := remains_of(cohort, at):
        raise NotFinished(" ".join(reasons))
    return _set(cohort, Status.COMPLETED, "cohort.completed", actor, at)


def remains_of(cohort, at):
    """Return what must still be done before the cohort is completed, as sentences; empty: nothing."""
    unplanned = cohort.edition.seminars.exclude(pk__in=cohort.sessions.values("seminar")).order_by("position")
    remaining = [str(session) for session in _to_come(cohort)] + [seminar.code for seminar in unplanned]
    reasons = [_("Not held yet: %(sessions)s.") % {"sessions": ", ".join(remaining)}] if remaining else []
    return reasons + obstacles_of(cohort, at)


@transaction.atomic
def cancel_cohort(*, cohort, actor, at):
    """
    Cancel a cohort and the sessions that were still to come; everybody concerned is written to. Return it.

    Bookings stay as they are: what is refunded is the office's to settle. Raises NotAllowed, or WrongState if it is
    over.
    """
    cohort = _locked(cohort, actor)
    _must_be(cohort, Status.PLANNED, Status.BOOKING_OPEN, Status.RUNNING)
    for session in _to_come(cohort):
        session.status = SeminarSession.Status.CANCELLED
        session.sequence += 1
        session.save(update_fields=["status", "sequence"])
        letters.tell_of_cancellation(session, at=at)
    return _set(cohort, Status.CANCELLED, "cohort.cancelled", actor, at)


def _locked(cohort, actor):
    if not may_run(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    return Cohort.objects.select_for_update(of=("self",)).select_related("edition__programme__office").get(pk=cohort.pk)


def _must_be(cohort, *states):
    if cohort.status not in states:
        raise WrongState(
            _("%(cohort)s is %(state)s; this cannot be done now.")
            % {"cohort": cohort, "state": cohort.get_status_display()}
        )


def _to_come(cohort):
    return list(
        cohort.sessions.filter(status=SeminarSession.Status.PLANNED)
        .select_related("cohort__edition__programme__office", "seminar", "host__company")
        .order_by("seminar__position")
    )


def _set(cohort, status, verb, actor, at):
    before, cohort.status = cohort.status, status
    cohort.save(update_fields=["status"])
    record(verb, actor=actor, subject=cohort, at=at, before=before)
    return cohort
