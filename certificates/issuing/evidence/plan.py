"""What was planned and taught: the edition, its seminars with hours, what had to be passed, the sessions."""

from django.utils.translation import gettext as _

from certificates.issuing.evidence.tables import Table
from certificates.issuing.evidence.wording import account, day, moment, word
from courses.attendance.rules import sheet_is_closed
from courses.cohorts.models import SessionDay


def edition_table(cohort):
    """One line per rule of the edition that this cohort keeps."""
    edition = cohort.edition
    chamber = edition.chamber
    values = [
        ("cohort", _("Cohort"), cohort.code),
        ("programme", _("Programme"), str(edition.programme.title)),
        ("edition", _("Edition"), edition.label),
        ("issuer", _("Issuer"), edition.programme.office.name),
        ("certifier", _("Certifying chamber"), chamber.name if chamber and edition.chamber_certifies else ""),
        ("verifier", _("Verifying chamber"), chamber.name if chamber and not edition.chamber_certifies else ""),
        ("starts_on", _("From"), day(cohort.starts_on)),
        ("ends_on", _("Until"), day(cohort.ends_on)),
        ("units_presence", _("Teaching units in presence"), edition.units_presence),
        ("units_online", _("Teaching units of self-study"), edition.units_online),
        ("unit_minutes", _("Minutes of a teaching unit"), edition.unit_minutes),
        ("attendance_threshold", _("Attendance asked for (%)"), str(edition.attendance_threshold)),
        ("max_make_up_sessions", _("Make-up sessions at most"), edition.max_make_up_sessions),
        ("knowledge_checks_required", _("Knowledge checks needed"), edition.knowledge_checks_required),
        ("max_size", _("Group size at most"), cohort.max_size),
        ("retention_years", _("Register kept (years)"), edition.retention_years),
    ]
    rows = [{"key": key, "what": label, "value": value} for key, label, value in values]
    return Table("edition", _("The edition"), [("what", _("What")), ("value", _("Value"))], rows)


def seminars_table(edition):
    """The seminars with their teaching units."""
    columns = [
        ("position", _("No.")),
        ("code", _("Code")),
        ("title", _("Seminar")),
        ("units_presence", _("In presence")),
        ("units_online", _("Self-study")),
        ("days", _("Days")),
    ]
    rows = [
        {
            "position": each.position,
            "code": each.code,
            "title": str(each.title),
            "units_presence": each.units_presence,
            "units_online": each.units_online,
            "days": each.days,
        }
        for each in edition.seminars.order_by("position")
    ]
    return Table("seminars", _("Seminars and hours"), columns, rows)


def requirements_table(edition):
    """What had to be passed."""
    columns = [
        ("kind", _("Requirement")),
        ("seminar", _("Seminar")),
        ("pass_percent", _("Passed from (%)")),
        ("max_attempts", _("Attempts at most")),
    ]
    rows = [
        {
            "kind": word(each.get_kind_display()),
            "seminar": each.seminar.code if each.seminar else "",
            "pass_percent": "" if each.pass_percent is None else str(each.pass_percent),
            "max_attempts": each.max_attempts,
        }
        for each in edition.requirements.select_related("seminar").order_by("seminar__position", "pk")
    ]
    return Table("requirements", _("What had to be passed"), columns, rows)


def sessions_table(cohort):
    """Each day taught: where, by whom, and who closed its attendance sheet when."""
    columns = [
        ("seminar", _("Seminar")),
        ("date", _("Day")),
        ("time", _("Time")),
        ("units", _("Teaching units")),
        ("host", _("Host")),
        ("format", _("Held")),
        ("lecturers", _("Lecturers")),
        ("status", _("State")),
        ("sheet", _("Sheet")),
        ("closed_at", _("Closed at")),
        ("closed_by", _("Closed by")),
    ]
    days = (
        SessionDay.objects.filter(session__cohort=cohort)
        .select_related("session__seminar", "session__host__company", "session__sheet__closed_by")
        .prefetch_related("session__lecturers")
        .order_by("session__seminar__position", "date")
    )
    return Table("sessions", _("Sessions"), columns, [_day_row(one) for one in days])


def _day_row(one):
    session = one.session
    sheet = getattr(session, "sheet", None)
    return {
        "seminar": session.seminar.code,
        "date": day(one.date),
        "time": f"{one.starts_at:%H:%M}-{one.ends_at:%H:%M}",
        "units": one.units,
        "host": str(session.host) if session.host else "",
        "format": word(session.get_format_display()),
        "lecturers": ", ".join(person.full_name for person in session.lecturers.all()),
        "status": word(session.get_status_display()),
        "sheet": word(_("closed") if sheet_is_closed(session) else _("open")),
        "closed_at": moment(sheet.closed_at) if sheet else "",
        "closed_by": account(sheet.closed_by) if sheet else "",
    }
