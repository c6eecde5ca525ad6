"""A cohort's own first and last day, when a session comes to lie outside them or takes one of them along."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.cohorts.refusals import DatesDiffer, NewDay
from courses.cohorts.rules import dates_after, free_after_move
from lms.audit.log import record

# What becomes of them: asked about first, moved in the same act, left as they are.
ASK, MOVE, KEEP = "ask", "move", "keep"
# Which deadline lies by which of the two days at the latest, see `rules.terms_fit`.
BY = {"naming_deadline": "starts_on", "decision_on": "starts_on", "booking_closes_on": "ends_on"}

_tellers: list[Callable] = []
_followers: list[Callable] = []


@dataclass(frozen=True)
class Dates:
    """The first and the last day of a cohort."""

    starts_on: dt.date
    ends_on: dt.date


def says_what_dates_change(tells):
    """Register a function of (cohort, Dates to come) that returns sentences; a decorator, not a second time."""
    if tells not in _tellers:
        _tellers.append(tells)
    return tells


def follows_dates(follows):
    """
    Register what moves with a cohort's dates; a decorator, does nothing the second time.

    A function of (cohort, Dates before), called in the transaction of the act, which holds the cohort's row lock.
    """
    if follows not in _followers:
        _followers.append(follows)
    return follows


def days_of(cohort):
    """The days of a cohort's sessions that take place."""
    days = SessionDay.objects.filter(session__cohort=cohort)
    return list(days.exclude(session__status=SeminarSession.Status.CANCELLED).values_list("date", flat=True))


def fit_dates(cohort, before, dates, *, moves=False, actor, at):
    """
    Let the cohort (a locked row) fit its sessions, whose days were `before`; `dates` is ASK, MOVE or KEEP.

    Deadlines that would lie too late are drawn forward. Returns the Dates that the cohort had if they moved along, else
    None. Raises DatesDiffer if it is to be asked about; `moves` says whether the session itself is moved, of which
    everybody hears anyway.
    """
    asked = _asked_for(cohort, before, at)
    if dates == KEEP or asked == Dates(cohort.starts_on, cohort.ends_on):
        return None
    if dates == ASK:
        question = _("Do the dates of %(cohort)s move along?") % {"cohort": cohort.code}
        raise DatesDiffer(
            question, _situation(cohort, asked), _new_days(cohort, asked), _consequences(cohort, asked, moves, at)
        )
    was = Dates(cohort.starts_on, cohort.ends_on)
    drawn = _drawn_forward(cohort, asked)
    for name, day in {"starts_on": asked.starts_on, "ends_on": asked.ends_on, **drawn}.items():
        setattr(cohort, name, day)
    cohort.save(update_fields=["starts_on", "ends_on", *drawn])
    for follows in _followers:
        follows(cohort, was)
    facts = {
        "before": {"starts_on": was.starts_on.isoformat(), "ends_on": was.ends_on.isoformat()},
        "after": {"starts_on": asked.starts_on.isoformat(), "ends_on": asked.ends_on.isoformat()},
    }
    facts["after"] |= {name: day.isoformat() for name, day in drawn.items()}
    record("cohort.changed", actor=actor, subject=cohort, at=at, **facts)
    return was


def free_until_after_move(cohort, at):
    """The last day on which whoever booked before a date was moved at `at` may withdraw for nothing, or None."""
    return free_after_move(timezone.localdate(at), cohort.edition.free_withdrawal_days_after_move)


def _situation(cohort, asked):
    """Say where the session lies beside the cohort's own dates; at each end that is concerned, a sentence."""
    said = []
    if asked.starts_on < cohort.starts_on:
        said.append(_("With this session, %(cohort)s would begin earlier than planned."))
    if asked.starts_on > cohort.starts_on:
        said.append(_("With this session, %(cohort)s would begin later than planned."))
    if asked.ends_on < cohort.ends_on:
        said.append(_("With this session, %(cohort)s would end earlier than planned."))
    if asked.ends_on > cohort.ends_on:
        said.append(_("With this session, %(cohort)s would end later than planned."))
    return " ".join(sentence % {"cohort": cohort.code} for sentence in said)


def _new_days(cohort, asked):
    """Return what changes when the cohort moves to the Dates `asked` for, as NewDays: its own, then deadlines."""
    labels = {
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "naming_deadline": _("Names known by"),
        "decision_on": _("Decision whether it runs, by"),
        "booking_closes_on": _("Booking closes on"),
    }
    days = {"starts_on": asked.starts_on, "ends_on": asked.ends_on, **_drawn_forward(cohort, asked)}
    rows = [NewDay(labels[name], getattr(cohort, name), day) for name, day in days.items()]
    return [row for row in rows if row.was != row.then]


def _consequences(cohort, asked, moves, at):
    """Say what else it means to move the cohort to the Dates `asked` for, as sentences."""
    said, drawn = [], _drawn_forward(cohort, asked)
    if asked.starts_on > cohort.starts_on and cohort.naming_deadline and "naming_deadline" not in drawn:
        said.append(_("Names stay due by %(day)s.") % {"day": _day(cohort.naming_deadline)})
    for tells in _tellers:
        said += tells(cohort, asked)
    if not moves and cohort.status != Cohort.Status.PLANNED:
        said.append(_("Whoever takes part or pays for seats is told by letter."))
        if until := free_until_after_move(cohort, at):
            said.append(
                _("Whoever has booked may withdraw free of charge until %(day)s, as a date is moved.")
                % {"day": _day(until)}
            )
    return said


def _asked_for(cohort, before, at):
    """The Dates that the sessions ask for: the first day of what has begun stays, an assessment lies within them."""
    first, last = dates_after(cohort.starts_on, cohort.ends_on, before, days_of(cohort))
    begun = cohort.status not in (Cohort.Status.PLANNED, Cohort.Status.BOOKING_OPEN)
    if begun or cohort.starts_on < timezone.localdate(at):
        first = min(first, cohort.starts_on)
    if cohort.assessment_date is not None and last < cohort.ends_on:
        last = min(max(last, cohort.assessment_date), cohort.ends_on)
    return Dates(first, max(first, last))


def _drawn_forward(cohort, asked):
    """Return {deadline: its new day} of those that would lie too late."""
    days = {name: getattr(asked, by) for name, by in BY.items() if getattr(cohort, name)}
    return {name: day for name, day in days.items() if getattr(cohort, name) > day}


def _day(day):
    return date_format(day, "DATE_FORMAT")
