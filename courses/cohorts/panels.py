"""What planning hangs up: entries in the navigation, a lecturer's and a host's next sessions, the table of sessions."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort
from courses.cohorts.permissions import sessions_received_by, sessions_taught_by
from courses.cohorts.sections import hang_on_cohort
from lms.accounts.roles import roles_of
from lms.home.navigation import NavItem, register, signed_in
from lms.home.panels import Panel, hang_up

register(NavItem(_("Start"), "home", signed_in, order=0))
register(NavItem(_("Cohorts"), "cohorts", {"office", "administrator"}, order=10))
register(NavItem(_("Hosting"), "hosting", {"host"}, order=40))


def _ahead(rows, at, most=6):
    rows = (
        rows.filter(days__date__gte=timezone.localdate(at))
        .select_related("seminar", "host__company", "cohort")
        .prefetch_related("days")
        .order_by("days__date", "pk")
    )
    return list({row.pk: row for row in rows[: most * 4]}.values())[:most]


@hang_up
def lecturing(request, at):
    """The sessions that a lecturer teaches next."""
    if "lecturer" not in roles_of(request.user):
        return None
    sessions = _ahead(sessions_taught_by(request.user), at)
    return Panel(
        "courses/cohorts/panel_sessions.html", {"sessions": sessions, "title": _("Sessions that you teach")}, order=15
    )


@hang_up
def receiving(request, at):
    """The groups that come to a host's site next."""
    if "host" not in roles_of(request.user):
        return None
    sessions = _ahead(sessions_received_by(request.user), at)
    return Panel(
        "courses/cohorts/panel_sessions.html", {"sessions": sessions, "title": _("Groups that come to you")}, order=16
    )


@hang_on_cohort
def sessions(request, cohort, at):
    """The table of sessions: planned ones with dates and hosts, and the seminars that have none yet."""
    rows = {
        session.seminar_id: session
        for session in cohort.sessions.select_related("host__company").prefetch_related("days", "lecturers")
    }
    table = [
        {"seminar": seminar, "session": rows.get(seminar.pk)}
        for seminar in cohort.edition.seminars.order_by("position")
    ]
    over = cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)
    context = {"rows": table, "cohort": cohort, "over": over, "recorded": bool(rows)}
    return Panel("courses/cohorts/section_sessions.html", context, order=30, wide=True)
