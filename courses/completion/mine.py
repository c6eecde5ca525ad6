"""The standings of whoever is signed in, read once per request, and in the words of their own start page."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort
from courses.completion.items import LECTURER, OFFICE, YOU
from courses.completion.standing import next_session, standings_of_enrolments
from courses.learning.lessons import lessons_of
from courses.learning.progress import finished_by_person
from lms.lib.figures import teaching_units

# For so long after a cohort the start page says what holds a certificate back.
REMEMBERED = dt.timedelta(days=731)
SIGNS = {"done": "done", "open": "open", "endangered": "wait", "impossible": "stop", "locked": "lock"}


def my_standings(request, at):
    """Return the Standings of the person signed in, for the cohorts that are not over, nearest first."""
    return [one for one in _all_mine(request, at) if one.enrolment.cohort.status != Cohort.Status.COMPLETED]


def my_held_back(request, at):
    """
    Return the Standings in cohorts completed lately (REMEMBERED) that still lack something for the certificate.

    Runs from before this system are left out: what came of them stands on paper.
    """
    return [
        one
        for one in _all_mine(request, at)
        if one.enrolment.cohort.status == Cohort.Status.COMPLETED
        and not hasattr(one.enrolment, "paper_outcome")
        and any(item.state in ("open", "endangered") for item in one.items)
        and all(item.state != "impossible" for item in one.items)
    ]


def _all_mine(request, at):
    if not hasattr(request, "_my_standings"):
        person = getattr(request.user, "person_id", None)
        over = Q(cohort__status=Cohort.Status.COMPLETED, cohort__ends_on__lt=timezone.localdate(at) - REMEMBERED)
        enrolments = (
            Enrolment.objects.filter(person=person, ends_on__isnull=True)
            .exclude(cohort__status=Cohort.Status.CANCELLED)
            .exclude(over)
            .select_related("person", "booking__company", "seat", "paper_outcome", "cohort__edition__programme__office")
            .order_by("cohort__starts_on", "pk")
        )
        request._my_standings = standings_of_enrolments(list(enrolments), at) if person else []
    return request._my_standings


def who_acts(who):
    """Return who must act, as the participant reads it."""
    return {YOU: _("You"), OFFICE: _("The cluster office"), LECTURER: _("The lecturer")}.get(who, "")


def checklist(standing):
    """Return the conditions of the certificate for components/checklist.html: what needs acting on first, done last."""
    begun = {
        "attendance": standing.units_attended > 0,
        "knowledge_checks": any(each.check_passed for each in standing.seminars),
    }
    order = ["impossible", "endangered", "open", "locked", "done"]
    return [
        {
            "state": SIGNS[item.state],
            "begun": begun.get(item.kind, False),
            "what": item.what,
            "why": item.why,
            "who": who_acts(item.who),
        }
        for item in sorted(standing.items, key=lambda item: order.index(item.state))
    ]


def strip(standing, at):
    """Return the seminars for components/strip.html, each with its state as part, sign and word."""
    coming = next_session(standing, at)
    return [_step(each, is_next=coming is not None and each.seminar == coming.seminar) for each in standing.seminars]


def _step(each, *, is_next):
    step = {"number": each.seminar.position, "title": each.seminar.short_title}
    seen, days = each.seen, list(each.session.days.all()) if each.session else []
    if seen.credited and each.state == "half":
        return {**step, "state": "half", "chip_kind": "wait", "icon_name": "half", "word": _("attended, check open")}
    if seen.credited and seen.credited < seen.planned:
        units = _("done, %(units)s of %(planned)s") % {"units": seen.credited, "planned": teaching_units(seen.planned)}
        return {**step, "state": "done", "chip_kind": "done", "word": units}
    if seen.credited:
        return {**step, "state": "done", "chip_kind": "done", "word": _("done")}
    if not seen.lies_ahead:
        word = _("missed") if seen.while_enrolled else _("before your start")
        return {**step, "state": "miss", "chip_kind": "stop", "word": word}
    if is_next:
        return {**step, "state": "next", "chip_kind": "next", "word": _("next"), "current": True}
    if days:
        when = date_format(days[0].date, "MONTH_DAY_FORMAT")
        return {**step, "state": "", "chip_kind": "", "icon_name": "calendar", "word": when}
    return {**step, "state": "open", "chip_kind": "lock", "word": _("date to follow")}


def reading(request, standing, language):
    """
    Return how far the lessons are read and which comes next, in `language`.

    Read once per request: a query for all that the person finished, and one per edition.

    A dict of seen, required, next (a LessonPage or None), number and of (its place in its seminar).
    """
    kept = request.__dict__.setdefault("_my_reading", {})
    key = standing.enrolment.pk, language
    if key not in kept:
        lessons = _required_lessons(request, standing.enrolment.cohort.edition_id, language)
        done = _finished(request).get(standing.enrolment.pk, set())
        seen = [lesson for lesson in lessons if lesson.translation_key in done]
        coming = next((lesson for lesson in lessons if lesson.translation_key not in done), None)
        beside = [one for one in lessons if coming and one.seminar_position == coming.seminar_position]
        kept[key] = {
            "seen": len(seen),
            "required": len(lessons),
            "next": coming,
            "number": beside.index(coming) + 1 if coming else 0,
            "of": len(beside),
        }
    return kept[key]


def _required_lessons(request, edition, language):
    kept = request.__dict__.setdefault("_my_lessons", {})
    if (edition, language) not in kept:
        kept[edition, language] = [lesson for lesson in lessons_of(edition, language) if lesson.required]
    return kept[edition, language]


def _finished(request):
    if not hasattr(request, "_my_finished"):
        request._my_finished = finished_by_person(request.user.person_id)
    return request._my_finished


def checks_measure(standing):
    """Return knowledge checks as fields: passed, needed, offered."""
    offered = [each for each in standing.seminars if hasattr(each.seminar, "knowledge_check")]
    return {
        "done": sum(1 for each in offered if each.check_passed),
        "needed": standing.enrolment.cohort.edition.knowledge_checks_required,
        "offered": len(offered),
    }


def attendance_measure(standing):
    """Return the bar of attendance for components/measure.html, in teaching units of the whole programme."""
    figures = standing.forecast
    return {
        "total": figures.total,
        "now": figures.attended,
        "can": figures.to_come,
        "lost": max(0, figures.total - figures.attended - figures.to_come),
    }
