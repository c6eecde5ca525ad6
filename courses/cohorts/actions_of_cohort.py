"""The life of a cohort after planning: its terms change, it starts, is completed, or is cancelled."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.cohorts import letters
from courses.cohorts.actions import refuse_past_deadline, refuse_wrong_terms
from courses.cohorts.calling_off import refuse_unseen_state
from courses.cohorts.closing import begin_all, doubts_of, end_all, hurdles_of, obstacles_of
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import may_run
from courses.cohorts.refusals import NotDecided, NotFinished, ReasonMissing, WrongState
from courses.cohorts.seen import refuse_unseen
from lms.audit.log import record
from lms.lib.nul import is_one_line
from lms.lib.refusals import NotAllowed

Status = Cohort.Status


@transaction.atomic
def start_cohort(*, cohort, reason="", actor, at):
    """
    Let a cohort run from now on; nobody new books then, and its waiting list is closed. Return it.

    Undecided and below its minimum only with a `reason`, as when it is confirmed; it stays with the cohort.
    Raises NotAllowed, WrongState unless it is open for booking, NotDecided naming what is open, or ReasonMissing.
    """
    cohort = _locked(cohort, actor)
    _must_be(cohort, Status.BOOKING_OPEN)
    if reasons := hurdles_of(cohort, at):
        raise NotDecided(" ".join(reasons))
    if doubts := doubts_of(cohort):
        if not reason.strip():
            raise ReasonMissing(" ".join([*doubts, _("Say why it starts all the same.")]))
        cohort.decision_reason = reason.strip()
        cohort.save(update_fields=["decision_reason"])
    _set(cohort, Status.RUNNING, "cohort.started", actor, at)
    begin_all(cohort, actor=actor, at=at)
    return cohort


def early_in(cohort, at):
    """Return why starting the cohort now may be too early, or in silence, as sentences: it is not taken back."""
    warnings = doubts_of(cohort)
    if cohort.confirmed_at is None:
        warnings.append(
            _("It is not confirmed, and starting tells nobody that it takes place. Confirm it first to tell all.")
        )
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
    remaining = [session.seminar.spoken for session in _to_come(cohort)] + [seminar.spoken for seminar in unplanned]
    reasons = [_("Not held yet: %(sessions)s.") % {"sessions": ", ".join(remaining)}] if remaining else []
    return reasons + obstacles_of(cohort, at)


@transaction.atomic
def cancel_cohort(*, cohort, reason, seen=None, actor, at):
    """
    Cancel a cohort and the sessions that were still to come; everybody concerned is written to, once. Return it.

    In the same transaction rooms above end what hangs on it: bookings without a fee, waiting list, pledges. `reason`,
    a sentence, stays with the cohort and in the log, and stands in every letter and on the pages that tell of it.
    `seen`: how it stood when the asker looked (`calling_off.state_of`), or None. There is no way back.
    Raises NotAllowed, WrongState if it is over, ChangedMeanwhile, or ReasonMissing.
    """
    cohort = _locked(cohort, actor)
    _must_be(cohort, Status.PLANNED, Status.BOOKING_OPEN, Status.RUNNING)
    refuse_unseen_state(cohort, seen)
    reason = _readable(reason)
    lapsing = _to_come(cohort)
    for session in lapsing:
        session.status = SeminarSession.Status.CANCELLED
        session.sequence += 1
        session.save(update_fields=["status", "sequence"])
    cohort.decision_reason = reason
    cohort.save(update_fields=["decision_reason"])
    _set(cohort, Status.CANCELLED, "cohort.cancelled", actor, at, reason=reason)
    told = end_all(cohort, actor=actor, at=at)
    for session in lapsing:
        letters.tell_of_cancellation(session, reason=reason, told=told, at=at)
    return cohort


def _readable(reason):
    """The reason as everybody concerned reads it. Raises ReasonMissing."""
    reason, most = reason.strip(), Cohort._meta.get_field("decision_reason").max_length
    if not reason:
        raise ReasonMissing(_("Say why it does not take place: everybody concerned reads it."))
    if len(reason) > most or not is_one_line(reason):
        raise ReasonMissing(
            _("Say why it does not take place in one line of at most %(most)d characters.") % {"most": most}
        )
    return reason


TERMS = (
    "booking_closes_on",
    "naming_deadline",
    "unnamed_seats",
    "naming_warning_days",
    "decision_on",
    "offer_hours",
    "offer_lead_days",
)


def terms_of(cohort):
    """What `change_terms` changes, as it stands: values by name."""
    return {name: getattr(cohort, name) for name in TERMS}


@transaction.atomic
def change_terms(*, cohort, seen=None, actor, at, **terms):
    """
    Change deadlines and rules of a cohort (any of TERMS) and return it; nothing that was promised before is shortened.

    Offers made already keep their end; a warning about names holds until the day that it told. `seen`: the token of
    what the asker had seen of it (`terms_of`), without which nobody's change is overwritten, or None.
    Raises NotAllowed, ChangedMeanwhile, DatesWrong, or WrongState if it is over.
    """
    cohort = _locked(cohort, actor)
    _must_be(cohort, Status.PLANNED, Status.BOOKING_OPEN, Status.RUNNING)
    stored = terms_of(cohort)
    refuse_unseen(cohort, seen, stored, {name: terms.get(name, stored[name]) for name in TERMS})
    refuse_wrong_terms(cohort.starts_on, cohort.ends_on, terms)
    changed = [name for name in TERMS if name in terms and getattr(cohort, name) != terms[name]]
    if "naming_deadline" in changed:
        refuse_past_deadline(terms["naming_deadline"], at)
    before = {name: _plain(getattr(cohort, name)) for name in changed}
    for name in changed:
        setattr(cohort, name, terms[name])
    if changed:
        cohort.save(update_fields=changed)
        after = {name: _plain(terms[name]) for name in changed}
        record("cohort.changed", actor=actor, subject=cohort, at=at, before=before, after=after)
    return cohort


def _plain(value):
    return value.isoformat() if isinstance(value, dt.date) else value


def _locked(cohort, actor):
    if not may_run(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    rows = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("edition__programme__office")
    return rows.get(pk=cohort.pk)


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


def _set(cohort, status, verb, actor, at, **facts):
    before, cohort.status = cohort.status, status
    cohort.save(update_fields=["status"])
    record(verb, actor=actor, subject=cohort, at=at, before=before, **facts)
    return cohort
