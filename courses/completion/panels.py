"""What a participant sees first: the next session, the seminars, what the certificate still needs, attendance."""

from fractions import Fraction

from django.utils.translation import get_language

from courses.cohorts.models import Cohort
from courses.completion.mine import (
    attendance_measure,
    checklist,
    checks_measure,
    my_held_back,
    my_standings,
    reading,
    strip,
)
from courses.completion.standing import next_session
from lms.home.panels import Panel, hang_up


@hang_up
def next_thing(request, at):
    """The next session with its place and time, beside the thread of learning."""
    cards = []
    for standing in my_standings(request, at):
        coming = next_session(standing, at)
        cards.append(
            {
                "standing": standing,
                "enrolment": standing.enrolment,
                "coming": coming,
                "days": list(coming.session.days.all()) if coming else [],
                "lesson": _next_lesson(request, standing),
            }
        )
    if not cards:
        return None
    return Panel("courses/completion/panel_next.html", {"cards": cards, "at": at}, order=5, wide=True)


def _next_lesson(request, standing):
    read = reading(request, standing, get_language())
    lesson = read["next"]
    if lesson is None:
        return None
    seminar = next(each.seminar for each in standing.seminars if each.seminar.position == lesson.seminar_position)
    return {
        "url": lesson.get_url(request),
        "title": lesson.title,
        "seminar": seminar,
        "number": read["number"],
        "of": read["of"],
        "minutes": lesson.minutes,
        "started": read["seen"] > 0,
    }


@hang_up
def seminars(request, at):
    """All seminars of the programme with their state."""
    rows = [{"standing": one, "items": strip(one, at)} for one in my_standings(request, at)]
    return Panel("courses/completion/panel_strip.html", {"rows": rows}, order=10, wide=True) if rows else None


@hang_up
def still_missing(request, at):
    """The certificate's checklist."""
    rows = [
        {
            "standing": one,
            "items": checklist(one),
            "done": sum(1 for item in one.items if item.state == "done"),
            "all": len(one.items),
            "over": one.enrolment.cohort.status == Cohort.Status.COMPLETED,
        }
        for one in [*my_standings(request, at), *my_held_back(request, at)]
    ]
    return Panel("courses/completion/panel_checklist.html", {"rows": rows}, order=20) if rows else None


@hang_up
def three_numbers(request, at):
    """Lessons, knowledge checks, attendance: three numbers on three scales, never mixed."""
    rows = [
        {
            "standing": one,
            "reading": reading(request, one, get_language()),
            "checks": checks_measure(one),
            "attendance": attendance_measure(one),
            "threshold": Fraction(one.enrolment.cohort.edition.attendance_threshold) / 100,
        }
        for one in my_standings(request, at)
    ]
    return Panel("courses/completion/panel_numbers.html", {"rows": rows}, order=30) if rows else None


@hang_up
def contacts(request, at):
    """Whom to ask: the lecturers of the next session and the cluster's office."""
    rows = []
    for one in my_standings(request, at):
        coming = next_session(one, at)
        lecturers = list(coming.session.lecturers.all()) if coming else []
        office = one.enrolment.cohort.edition.programme.office
        rows.append({"coming": coming, "lecturers": lecturers, "office": office})
    return Panel("courses/completion/panel_contacts.html", {"rows": rows}, order=40, side=True) if rows else None
