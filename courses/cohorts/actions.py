"""Planning: a cohort, its sessions, a change of date or host."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.cohorts import letters
from courses.cohorts.dates import KEEP, days_of, fit_dates, free_until_after_move
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.cohorts.permissions import may_run
from courses.cohorts.refusals import (
    AlreadyHeld,
    CodeTaken,
    DatesWrong,
    EditionNotPublished,
    GroupTooLarge,
    GroupTooSmall,
    WrongState,
)
from courses.cohorts.rules import shared_out, terms_fit
from courses.cohorts.seen import refuse_unseen
from courses.curriculum.models import Programme
from courses.curriculum.permissions import may_manage
from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.organisations.models import Site

FROM, TO = dt.time(9), dt.time(16, 30)


@transaction.atomic
def plan_cohort(*, edition, code, max_size, starts_on, ends_on, actor, at, **terms):
    """
    Make the next numbered cohort of an edition and return it; it is planned, not yet open for booking.

    `terms` may name assessment_date and whatever `change_terms` changes.
    Raises NotAllowed, EditionNotPublished, GroupTooLarge, GroupTooSmall, DatesWrong or CodeTaken; nothing is written
    then.
    """
    if not may_manage(actor, edition.programme):
        raise NotAllowed(_("You do not run this programme. Ask its office."))
    if edition.published_on is None:
        raise EditionNotPublished()
    if not 1 <= max_size <= edition.max_group_size:
        raise GroupTooLarge(too_large(edition))
    if max_size < edition.min_group_size:
        raise GroupTooSmall(too_small(edition))
    if ends_on < starts_on:
        raise DatesWrong(ends_before_start())
    refuse_wrong_terms(starts_on, ends_on, terms)
    refuse_past_deadline(terms.get("naming_deadline"), at)
    cohort = Cohort(
        edition=edition,
        code=code,
        max_size=max_size,
        starts_on=starts_on,
        ends_on=ends_on,
        number=_next(edition),
        **terms,
    )
    try:
        with transaction.atomic():
            cohort.save(force_insert=True)
    except IntegrityError as fault:
        # All else is checked above; somebody was quicker with the code.
        raise CodeTaken() from fault
    record("cohort.planned", actor=actor, subject=cohort, at=at, edition=edition.pk, max_size=max_size)
    return cohort


def ends_before_start():
    """Say that a cohort cannot end before it starts."""
    return _("The end lies before the start. Check both dates.")


def too_large(edition):
    """Say that a group cannot be larger than the edition allows."""
    return _("The edition allows %(limit)s people at most. Choose a smaller group.") % {"limit": edition.max_group_size}


def too_small(edition):
    """Say that a group cannot be smaller than the edition needs."""
    return _("By the edition it takes place from %(least)d people on. Choose a larger group.") % {
        "least": edition.min_group_size
    }


def refuse_wrong_terms(starts_on, ends_on, terms):
    """Raise DatesWrong if a deadline lies where it makes no sense."""
    if fault := terms_fit(starts_on, ends_on, terms):
        raise DatesWrong(
            {
                "naming_deadline": _("Names are due by the start at the latest. Choose an earlier day."),
                "decision_on": _(
                    "Whether it takes place is decided by the start at the latest. Choose an earlier day."
                ),
                "booking_closes_on": _("Booking closes by the end of the cohort at the latest. Choose an earlier day."),
            }[fault]
        )


def refuse_past_deadline(naming_deadline, at):
    """Raise DatesWrong if names would be due on a day that is over: no company could have known of it."""
    if naming_deadline is not None and naming_deadline < timezone.localdate(at):
        raise DatesWrong(_("Names cannot be due on a day that is over. Choose a day from today on."))


def _next(edition):
    """Return the next number of the programme, whose row is locked until it is used: two at once get two numbers."""
    Programme.objects.select_for_update(no_key=True).get(pk=edition.programme_id)
    cohorts = Cohort.objects.filter(edition__programme=edition.programme_id)
    return (cohorts.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def plan_session(
    *, cohort, seminar, first_day, host=None, lecturers=(), starts_at=FROM, ends_at=TO, dates=KEEP, actor, at
):
    """
    Plan a seminar for a cohort on consecutive days from `first_day` and return the session.

    The seminar's teaching units are shared out over its days. `dates`: whether the cohort's own dates move with it, see
    `fit_dates`; if they do, whoever takes part or pays for seats is told, and may withdraw as after a moved session.
    Raises NotAllowed, DatesWrong (a day in the past among others), DatesDiffer or WrongState (the cohort is completed
    or cancelled).
    """
    _ask(actor, cohort)
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    if cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED):
        raise WrongState(
            _("%(cohort)s is %(status)s; nothing more is planned for it.")
            % {"cohort": cohort, "status": cohort.get_status_display()}
        )
    _refuse_past(first_day, at)
    if seminar.edition_id != cohort.edition_id:
        raise DatesWrong(_("This seminar belongs to another edition than the cohort."))
    if cohort.sessions.filter(seminar=seminar).exists():
        raise DatesWrong(_("This seminar is planned already. Move its session instead."))
    before = days_of(cohort)
    session = SeminarSession.objects.create(cohort=cohort, seminar=seminar, host=host)
    session.lecturers.set(lecturers)
    _lay_days(session, first_day, starts_at, ends_at)
    if was := fit_dates(cohort, before, dates, actor=actor, at=at):
        session.moved_at = at
        session.save(update_fields=["moved_at"])
    record(
        "session.planned", actor=actor, subject=session, at=at, first_day=first_day.isoformat(), host=host and host.pk
    )
    if was:
        letters.tell_of_dates(session, was=was, free_until=free_until_after_move(cohort, at), at=at)
    return session


@transaction.atomic
def change_session(
    *,
    session,
    first_day,
    host,
    lecturers,
    parallel_groups,
    reason="",
    starts_at=FROM,
    ends_at=TO,
    dates=KEEP,
    seen=None,
    actor,
    at,
):
    """
    Move a session or give it another host, lecturers or number of groups. Keeps the first date it was planned for.

    `dates`: whether the cohort's own dates move with it, see `fit_dates`. `seen`: the token of what the asker had seen
    of it (`stored_of`), without which nobody's change is overwritten, or None.
    With another time or host everybody is written to and the calendar entry replaced (the sequence counts up).
    Once the roll was called its days stay, but a substitute lecturer or another room may still be entered.
    Raises NotAllowed, AlreadyHeld, ChangedMeanwhile, DatesWrong or DatesDiffer; nothing is written then.
    """
    session = _locked(session)
    _ask(actor, session.cohort)
    wanted = _values(first_day, starts_at, ends_at, host, lecturers, parallel_groups)
    refuse_unseen(session, seen, stored_of(session), wanted)
    before = _Plan.of(session)
    stays = before.is_at(first_day, starts_at, ends_at)
    _refuse_over(session, before, stays)
    moved = bool(before.days) and before.days[0].date != first_day
    if moved or not before.days:
        _refuse_past(first_day, at)
    if moved:
        if not reason:
            raise DatesWrong(_("Say why the session moves: participants and their companies are told."))
        session.original_date = session.original_date or before.days[0].date
        session.moved_reason = reason
    session.host, session.parallel_groups = host, parallel_groups
    session.lecturers.set(lecturers)
    was = None
    if not stays:
        taught = days_of(session.cohort)
        session.days.all().delete()
        _lay_days(session, first_day, starts_at, ends_at)
        was = fit_dates(session.cohort, taught, dates, moves=moved, actor=actor, at=at)
    if tells_of_move := moved or was is not None:
        session.moved_at = at
    after = _Plan.of(session)
    if after.told != before.told:
        session.sequence += 1
    session.save()
    verb = "session.moved" if moved else "session.changed"
    record(verb, actor=actor, subject=session, at=at, first_day=first_day.isoformat(), host=host and host.pk)
    _announce(session, before, after, was, tells_of_move, at)
    return session


def stored_of(session):
    """What a change of a session changes, as it stands: values by name."""
    first = session.days.first()
    times = (first.date, first.starts_at, first.ends_at) if first else (None, None, None)
    return _values(*times, session.host, list(session.lecturers.all()), session.parallel_groups)


def _values(first_day, starts_at, ends_at, host, lecturers, parallel_groups):
    return {
        "first_day": first_day,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "host": host,
        "parallel_groups": parallel_groups,
        "lecturers": lecturers,
    }


def _refuse_over(session, before, stays):
    if session.status == SeminarSession.Status.CANCELLED:
        raise DatesWrong(_("This session is cancelled."))
    if session.status == SeminarSession.Status.HELD:
        raise AlreadyHeld()
    if not stays and any(day.marks.exists() for day in before.days):
        raise AlreadyHeld(_("The roll of this session is being called: its days and times stay as they are."))


def _locked(session):
    # The cohort's row first, as every act locks it.
    list(Cohort.objects.select_for_update(no_key=True).filter(pk=session.cohort_id))
    rows = SeminarSession.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__edition__programme__office", "seminar", "host__company").get(pk=session.pk)


@dataclass(frozen=True)
class _Plan:
    """A session as it is planned; `told` is what everybody has in the calendar."""

    days: list
    host: Site | None
    lecturers: set

    @classmethod
    def of(cls, session):
        return cls(list(session.days.order_by("date")), session.host, set(session.lecturers.all()))

    def is_at(self, first_day, starts_at, ends_at):
        """Whether it begins on this day and all its days have these times."""
        return (
            bool(self.days)
            and self.days[0].date == first_day
            and all((day.starts_at, day.ends_at) == (starts_at, ends_at) for day in self.days)
        )

    @property
    def told(self):
        return [(day.date, day.starts_at, day.ends_at) for day in self.days], self.host and self.host.pk


def _announce(session, before, after, was, moved, at):
    """Tell everybody of another time or host; of other lecturers only those who come or go."""
    everybody = after.told != before.told
    lecturers = before.lecturers | after.lecturers if everybody else before.lecturers ^ after.lecturers
    if everybody:
        days = before.days if after.told[0] != before.told[0] else []
        free_until = free_until_after_move(session.cohort, at) if moved else None
        sites = [before.host, after.host]
        letters.tell_of_change(
            session, before=days, was=was, lecturers=lecturers, sites=sites, free_until=free_until, at=at
        )
    elif lecturers:
        letters.tell_lecturers(session, came=after.lecturers - before.lecturers, lecturers=lecturers, at=at)


def _ask(actor, cohort):
    if not may_run(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))


def _refuse_past(first_day, at):
    if first_day < timezone.localdate(at):
        raise DatesWrong(_("This day is over. Choose a day from today on."))


def _lay_days(session, first_day, starts_at, ends_at):
    if ends_at <= starts_at:
        raise DatesWrong(_("The session ends before it starts. Check the times."))
    shares = shared_out(session.seminar.units_presence, session.seminar.days)
    SessionDay.objects.bulk_create(
        SessionDay(
            session=session,
            date=first_day + dt.timedelta(days=index),
            starts_at=starts_at,
            ends_at=ends_at,
            units=units,
        )
        for index, units in enumerate(shares)
    )
