"""The office's view of completion: who needs a make-up, and every cohort as a row of its seminars."""

from fractions import Fraction

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.attendance.host_limits import crowds_of
from courses.attendance.rules import sheet_is_closed
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by
from courses.completion.standing import standings_of_cohorts
from lms.home.decisions import Decision, decides, has_decisions
from lms.home.facts import states
from lms.home.panels import Panel, hang_up
from lms.lib.days import short_day
from lms.lib.figures import heat_kind, percent, teaching_units

UNFINISHED = (Cohort.Status.RUNNING, Cohort.Status.BOOKING_OPEN)
# More than this many rows nobody reads; the page of cohorts has them all.
ROWS = 12
# So many names stand in one decision.
MOST = 8


def unfinished_cohorts(request):
    """Return the cohorts of whoever is signed in that run or are open, the running ones first. Once per request."""
    if not hasattr(request, "_unfinished_cohorts"):
        found = (
            cohorts_run_by(request.user)
            .filter(status__in=UNFINISHED)
            .select_related("edition__programme")
            .annotate(taken=Count("seats", filter=Q(seats__booking__isnull=False)))
        )
        request._unfinished_cohorts = sorted(
            found, key=lambda one: (UNFINISHED.index(one.status), one.starts_on, one.code)
        )
    return request._unfinished_cohorts


def office_standings(request, at):
    """Return {cohort id: [Standing]} of those cohorts. Nine queries, once per request."""
    if not hasattr(request, "_office_standings"):
        request._office_standings = standings_of_cohorts(unfinished_cohorts(request), at)
    return request._office_standings


def in_danger(standings):
    """Return those who take part and no longer reach the threshold by attending all that is to come."""
    return [one for one in standings if one.enrolment.ends_on is None and one.make_up_needed]


@decides
def make_ups_needed(request, at):
    """Who needs a make-up: each alone whom one does not save, the others together."""
    together = []
    for cohort in unfinished_cohorts(request):
        for standing in in_danger(office_standings(request, at)[cohort.pk]):
            if standing.forecast.make_ups_needed == 1:
                together.append(standing)
            else:
                yield _hard_case(standing)
    if together:
        yield _easy_cases(together)


def _hard_case(standing):
    figures, cohort = standing.forecast, standing.enrolment.cohort
    threshold = Fraction(cohort.edition.attendance_threshold) / 100
    needed = figures.make_ups_needed
    facts = {
        "units": figures.attended,
        "total": teaching_units(figures.total),
        "best": percent(figures.best, threshold),
        "with": percent(figures.best_with(needed or figures.make_ups_left), threshold),
        "count": needed or figures.make_ups_left,
    }
    text = _("%(units)s of %(total)s, at best %(best)s.") % facts
    if needed:
        text += " " + _("With %(count)s make-ups it would be %(with)s. Or a later cohort.") % facts
    elif facts["count"]:
        text += " " + _("Even with all %(count)s make-ups that are allowed only %(with)s. A later cohort?") % facts
    else:
        text += " " + _("No make-up is left. A later cohort?")
    return Decision(
        title=_("%(name)s (%(cohort)s) no longer reaches %(threshold)s alone")
        % {"name": standing.enrolment.person.full_name, "cohort": cohort.code, "threshold": percent(threshold)},
        text=text,
        url=_make_up_url(standing),
        url_label=_("See make-ups"),
    )


def _easy_cases(standings):
    people = ", ".join(
        _("%(name)s (%(cohort)s, at best %(best)s)")
        % {
            "name": one.enrolment.person.full_name,
            "cohort": one.enrolment.cohort.code,
            "best": percent(one.best, Fraction(one.enrolment.cohort.edition.attendance_threshold) / 100),
        }
        for one in standings
    )
    count = len(standings)
    return Decision(
        title=ngettext("%(count)s person needs a make-up", "%(count)s people need a make-up each", count)
        % {"count": count},
        text=ngettext("%(people)s. One session is enough.", "%(people)s. One session each is enough.", count)
        % {"people": people},
        url=_make_up_url(standings[0]),
        url_label=_("See make-ups")
        if count == 1
        else _("Begin with %(name)s") % {"name": standings[0].enrolment.person.full_name},
        more=tuple((_make_up_url(one), one.enrolment.person.full_name) for one in standings[1:MOST]),
    )


def _make_up_url(standing):
    return reverse("make_up", args=[standing.enrolment.pk])


@states
def cohorts_now(request, at):
    """What runs and what is open, for the title block."""
    rows = unfinished_cohorts(request)
    for status, label in ((Cohort.Status.RUNNING, _("Running")), (Cohort.Status.BOOKING_OPEN, _("In booking"))):
        codes = [cohort.code for cohort in rows if cohort.status == status]
        if codes:
            more = f" +{len(codes) - 4}" if len(codes) > 4 else ""
            yield label, ", ".join(codes[:4]) + more


@states
def session_next(request, at):
    """The next session of all, for the title block."""
    today = timezone.localdate(at)
    ahead = [
        (day.date, cohort.code, each.seminar.position)
        for cohort in unfinished_cohorts(request)
        for standing in office_standings(request, at)[cohort.pk][:1]
        for each in standing.seminars
        if each.session
        for day in each.session.days.all()
        if day.date >= today
    ]
    if ahead:
        day, code, number = min(ahead)
        yield (
            _("Next session"),
            _("%(cohort)s, seminar %(number)s, %(date)s")
            % {"cohort": code, "number": number, "date": date_format(day, "DATE_FORMAT")},
        )


@hang_up
def cohorts_as_rows(request, at):
    """Every unfinished cohort with its seminars: how they were attended, when the others are."""
    if not has_decisions(request.user):
        return None
    cohorts = unfinished_cohorts(request)
    if not cohorts:
        return None
    clashes = {crowd.session.pk: crowd for crowd in crowds_of(request, at) if crowd.expected}
    standings = office_standings(request, at)
    rows = [_row(cohort, standings[cohort.pk], clashes, at) for cohort in cohorts[:ROWS]]
    return Panel(
        "courses/completion/panel_cohorts.html", {"rows": rows, "more": len(cohorts) > ROWS}, order=30, wide=True
    )


def _row(cohort, standings, clashes, at):
    cells = _cells(standings, clashes, at)
    summary = _summary(cohort, standings)
    return {
        "name": cohort.code,
        "url": reverse("cohort", args=[cohort.code]),
        "places": _("%(taken)s of %(size)s") % {"taken": cohort.taken, "size": cohort.max_size},
        "note": str(cohort.edition.programme.title),
        "cells": cells,
        "summary": summary,
    }


def _cells(standings, clashes, at):
    """One cell per seminar; everybody has the same seminars, so the first person's list gives them."""
    cells = []
    next_one = True
    for index, first in enumerate(standings[0].seminars if standings else ()):
        session, days = first.session, list(first.session.days.all()) if first.session else []
        share = _share(_counted(standings, index))
        cell = {"number": first.seminar.position, "kind": "none", "text": "–"}
        if share is not None:
            provisional = not sheet_is_closed(session)
            cell |= {"kind": heat_kind(share), "text": percent(share).rstrip("% \u00a0"), "open": provisional}
            if provisional:
                cell["small"] = _("open")
        elif days:
            cell["text"] = short_day(days[0].date, timezone.localdate(at))
            if session.pk in clashes:
                crowd = clashes[session.pk]
                cell |= {"kind": "clash", "small": f"{crowd.fits} < {crowd.people}"}
            elif next_one:
                cell["kind"] = "soon"
            next_one = False
        cells.append(cell)
    return cells


def _counted(standings, index):
    """What everybody who had a seat then attended of one seminar that was held; make-ups elsewhere do not count."""
    seen = [one.seminars[index].seen for one in standings]
    return [each for each in seen if each.held and each.while_enrolled]


def _share(seen):
    planned = sum(each.taught for each in seen)
    return Fraction(sum(each.attended for each in seen), planned) if planned else None


def _summary(cohort, standings):
    lines = []
    if not standings:
        # Nobody is named, so there is no strip of seminars either: the row would look forgotten.
        day = date_format(cohort.starts_on, "SHORT_DATE_FORMAT")
        lines.append(_("Starts on %(day)s, no names yet") % {"day": day})
    seminars = range(len(standings[0].seminars)) if standings else ()
    mean = _share([seen for index in seminars for seen in _counted(standings, index)])
    if mean is not None:
        provisional = any(one.provisional for one in standings)
        line = _("%(percent)s on average, provisional") if provisional else _("%(percent)s on average")
        lines.append(line % {"percent": percent(mean)})
    count = len(in_danger(standings))
    if count:
        lines.append(
            ngettext("%(count)s person needs make-ups", "%(count)s people need make-ups", count) % {"count": count}
        )
    missing = cohort.edition.min_group_size - cohort.taken
    if cohort.status == Cohort.Status.BOOKING_OPEN and missing > 0:
        lines.append(
            _("Smallest group %(least)s: %(missing)s missing")
            % {"least": cohort.edition.min_group_size, "missing": missing}
        )
        if cohort.decision_on:
            lines.append(_("Decision %(date)s") % {"date": date_format(cohort.decision_on, "SHORT_DATE_FORMAT")})
    return lines
