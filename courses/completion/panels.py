"""What a participant sees first: the next session, the seminars, what the certificate still needs, attendance."""

from fractions import Fraction

from courses.completion.mine import attendance_measure, checklist, my_standings, strip
from courses.completion.standing import next_session
from lms.home.panels import Panel, hang_up


@hang_up
def next_thing(request, at):
    """The next session with its place and time, beside the thread of learning."""
    cards = []
    for standing in my_standings(request, at):
        coming = next_session(standing, at)
        days = list(coming.session.days.all()) if coming else []
        cards.append({"standing": standing, "enrolment": standing.enrolment, "coming": coming, "days": days})
    if not cards:
        return None
    return Panel("courses/completion/panel_next.html", {"cards": cards, "at": at}, order=5, wide=True)


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
        }
        for one in my_standings(request, at)
    ]
    return Panel("courses/completion/panel_checklist.html", {"rows": rows}, order=20) if rows else None


@hang_up
def my_attendance(request, at):
    """Attendance as a bar with the threshold, and the figures written out."""
    rows = [
        {
            "standing": one,
            "measure": attendance_measure(one),
            "threshold": Fraction(one.enrolment.cohort.edition.attendance_threshold) / 100,
        }
        for one in my_standings(request, at)
    ]
    return Panel("courses/completion/panel_attendance.html", {"rows": rows}, order=30) if rows else None
