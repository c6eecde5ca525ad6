"""What the room hangs up: open sheets on start pages, attendance on the pages of a cohort and of a session."""

from fractions import Fraction

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.attendance.models import MakeUp
from courses.attendance.overview import attended_by_session, open_sheets
from courses.attendance.permissions import may_keep_sheet
from courses.attendance.rules import is_closed
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import sessions_taught_by
from courses.cohorts.sections import hang_on_cohort, hang_on_session, lets_see_sessions
from courses.curriculum.permissions import programmes_managed_by
from lms.accounts.roles import roles_of
from lms.home.decisions import URGENT, Decision, decides
from lms.home.panels import Panel, hang_up
from lms.lib.days import short_day
from lms.lib.figures import heat_kind, percent

NAMES_SHOWN = 5


@hang_up
def my_sheets(request, at):
    """A lecturer's sheets that are not closed, with the days that they have been open."""
    if "lecturer" not in roles_of(request.user):
        return None
    sheets = open_sheets(sessions_taught_by(request.user), at)
    return Panel("courses/attendance/panel_lecturer.html", {"sheets": sheets}, order=12)


@decides
def sheets_to_chase(request, at):
    """The office's sheets that are still open on the day after, with a button that reminds the lecturers."""
    run = SeminarSession.objects.filter(cohort__edition__programme__in=programmes_managed_by(request.user))
    return [_decision(sheet) for sheet in open_sheets(run, at) if sheet.days_open >= 1]


def _decision(sheet):
    session = sheet.session
    what = ngettext(
        "%(cohort)s, seminar %(number)s: sheet open for %(days)s day",
        "%(cohort)s, seminar %(number)s: sheet open for %(days)s days",
        sheet.days_open,
    ) % {"cohort": session.cohort.code, "number": session.seminar.position, "days": sheet.days_open}
    why = _("All percentages of the cohort are provisional until it is closed.")
    if sheet.missing:
        names = ", ".join(sheet.missing[:NAMES_SHOWN])
        if len(sheet.missing) > NAMES_SHOWN:
            names = _("%(names)s and %(more)s more") % {"names": names, "more": len(sheet.missing) - NAMES_SHOWN}
        why = _("Not signed: %(names)s.") % {"names": names} + " " + why
    look = (reverse("roll_call", args=[session.pk]), _("Look at the sheet"))
    lecturers = [person.full_name for person in session.lecturers.all() if person.email]
    if not lecturers:
        return Decision(what, why, *look, urgency=URGENT, icon="clock", on=sheet.last_day)
    remind = (reverse("remind_lecturers", args=[session.pk]), _("Remind %(names)s") % {"names": ", ".join(lecturers)})
    return Decision(what, why, *remind, urgency=URGENT, icon="clock", on=sheet.last_day, more=(look,), post=True)


@hang_on_cohort
def attendance(request, cohort, at):
    """How the cohort attended each seminar, as a row of cells and as a table."""
    sessions = attended_by_session(cohort)
    if not sessions and cohort.status == Cohort.Status.CANCELLED:
        # None was held, and none is to come.
        return None
    today = timezone.localdate(at)
    known = [one for one in sessions if one.planned]
    summary = []
    if known:
        mean = Fraction(sum(one.units for one in known), sum(one.planned for one in known))
        provisional = any(one.provisional for one in known)
        words = _("%(share)s on average, provisional") if provisional else _("%(share)s on average")
        summary.append(words % {"share": percent(mean)})
    page = {
        "cohort": cohort,
        "sessions": sessions,
        "cells": [_cell(one, today) for one in sessions],
        "summary": summary,
    }
    return Panel("courses/attendance/section_cohort.html", page, order=10, wide=True)


def _cell(one, today):
    cell = {"number": one.session.seminar.position}
    if one.share is None:
        text = short_day(one.first_day, today) if one.first_day else "–"
        over = one.first_day is not None and one.first_day <= today
        return cell | {"kind": "soon" if over else "none", "text": text, "small": _("open") if over else ""}
    # The cell is narrow: the sign of per cent is in its name for those who listen, and in the table below.
    text = percent(one.share).rstrip("%").strip()
    return cell | {
        "kind": heat_kind(one.share),
        "text": text,
        "open": one.provisional,
        "small": _("open") if one.provisional else "",
    }


@hang_on_session
def sheet_of_session(request, session, at):
    """The way to the sheet, for whoever keeps it."""
    if not may_keep_sheet(request.user, session):
        return None
    sheet = getattr(session, "sheet", None)
    first = session.days.order_by("date").first()
    page = {
        "session": session,
        "sheet": sheet,
        "closed": is_closed(sheet),
        "due": first is not None and first.date <= timezone.localdate(at),
    }
    return Panel("courses/attendance/section_session.html", page, order=20)


@lets_see_sessions
def as_guest(user):
    """Who makes a seminar up in another cohort sees that session."""
    person = getattr(user, "person_id", None)
    if person is None or not user.is_active:
        return Q(pk__in=[])
    return Q(pk__in=MakeUp.objects.filter(enrolment__person=person, guest_of__isnull=False).values("guest_of"))
