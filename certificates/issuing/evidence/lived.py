"""What was attended and passed: by whom, recorded by whom, corrected how. Never why somebody was away."""

from django.utils.translation import gettext as _

from certificates.issuing.evidence.tables import Table
from certificates.issuing.evidence.wording import account, day, moment, word
from certificates.issuing.models import Certificate
from courses.attendance.models import Correction, MakeUp, Mark
from courses.learning.models import Result
from lms.lib.figures import percent


def _columns(*more):
    return [("person", _("Person no.")), ("name", _("Name")), *more]


def people_table(people):
    """Everybody who takes or took part, with what the certificate prints and what was reached."""
    columns = _columns(
        ("date_of_birth", _("Date of birth")),
        ("place_of_birth", _("Place of birth")),
        ("starts_on", _("From")),
        ("ends_on", _("Until")),
        ("units_attended", _("Units attended")),
        ("units_total", _("Units in all")),
        ("share", _("Share")),
        ("earned", _("Earned")),
    )
    kinds = dict(Certificate.Kind.choices)
    from_papers = any(row.standing.from_papers for row in people.rows)
    rows = []
    for row in people.rows:
        person, standing = row.enrolment.person, row.standing
        rows.append(
            people.of(row.enrolment.pk)
            | {
                "date_of_birth": "" if row.erased else day(person.date_of_birth),
                "place_of_birth": "" if row.erased else person.place_of_birth,
                "starts_on": day(row.enrolment.starts_on),
                "ends_on": day(row.enrolment.ends_on),
                "units_total": standing.units_total,
                "earned": word(kinds[row.earned]) if row.earned else _("not settled yet"),
            }
            | _reached(standing, from_papers)
        )
    return Table("people", _("People"), columns, rows)


def _reached(standing, from_papers):
    """Teaching units and share; a run from before this system has none on record, which is not none attended."""
    if from_papers and not standing.units_attended:
        return {"units_attended": None, "share": _("according to records from before this system")}
    return {"units_attended": standing.units_attended, "share": percent(standing.forecast.final)}


def attendance_table(cohort, people):
    """Every mark with its source: who recorded it and when."""
    columns = _columns(
        ("seminar", _("Seminar")),
        ("date", _("Day")),
        ("status", _("State")),
        ("units", _("Units attended")),
        ("of", _("of")),
        ("recorded_at", _("Recorded at")),
        ("recorded_by", _("Recorded by")),
    )
    marks = (
        Mark.objects.filter(enrolment__in=people.numbers)
        .filter(day__session__cohort=cohort)
        .select_related("day__session__seminar", "marked_by")
        .order_by("day__session__seminar__position", "day__date")
    )
    rows = [
        people.of(mark.enrolment_id)
        | {
            "seminar": mark.day.session.seminar.code,
            "date": day(mark.day.date),
            "status": word(mark.get_status_display()),
            "units": mark.units,
            "of": mark.day.units,
            "recorded_at": moment(mark.marked_at),
            "recorded_by": account(mark.marked_by),
        }
        for mark in marks
    ]
    return Table("attendance", _("Attendance"), columns, _by_person(rows))


def corrections_table(cohort, people):
    """What was changed after a sheet had been closed: the old value beside the new one."""
    columns = _columns(
        ("seminar", _("Seminar")),
        ("date", _("Day")),
        ("before", _("Before")),
        ("after", _("After")),
        ("reason", _("Reason")),
        ("author", _("By")),
        ("at", _("At")),
    )
    statuses = dict(Mark.Status.choices)
    found = Correction.objects.filter(mark__enrolment__in=people.numbers).select_related(
        "mark__day__session__seminar", "author"
    )
    rows = [
        people.of(one.mark.enrolment_id)
        | {
            "seminar": one.mark.day.session.seminar.code,
            "date": day(one.mark.day.date),
            "before": f"{one.units_before} ({statuses[one.status_before]})",
            "after": f"{one.units_after} ({statuses[one.status_after]})",
            "reason": one.reason,
            "author": account(one.author),
            "at": moment(one.at),
        }
        for one in found
    ]
    return Table("corrections", _("Corrections after closing"), columns, _by_person(rows))


def make_ups_table(cohort, people):
    """What was made up, as a guest of which cohort or by which evidence."""
    columns = _columns(
        ("seminar", _("Seminar")),
        ("units", _("Teaching units")),
        ("guest_of", _("As a guest of")),
        ("evidence", _("Evidence")),
        ("accepted_by", _("Accepted by")),
        ("accepted_at", _("At")),
    )
    found = MakeUp.objects.filter(enrolment__in=people.numbers).select_related(
        "seminar", "guest_of__cohort", "accepted_by"
    )
    rows = [
        people.of(one.enrolment_id)
        | {
            "seminar": one.seminar.code,
            "units": one.units,
            "guest_of": one.guest_of.cohort.code if one.guest_of else "",
            "evidence": one.evidence,
            "accepted_by": account(one.accepted_by),
            "accepted_at": moment(one.accepted_at),
        }
        for one in found
    ]
    return Table("make_ups", _("Make-ups"), columns, _by_person(rows))


def results_table(cohort, people):
    """Every attempt at a requirement and how it ended."""
    columns = _columns(
        ("requirement", _("Requirement")),
        ("seminar", _("Seminar")),
        ("attempt", _("Attempt")),
        ("percent", _("Reached (%)")),
        ("passed", _("Passed")),
        ("decided_on", _("Decided on")),
        ("recorded_by", _("Recorded by")),
    )
    found = Result.objects.filter(enrolment__in=people.numbers).select_related("requirement__seminar", "recorded_by")
    rows = [
        people.of(one.enrolment_id)
        | {
            "requirement": word(one.requirement.get_kind_display()),
            "seminar": one.requirement.seminar.code if one.requirement.seminar else "",
            "attempt": one.attempt,
            "percent": "" if one.percent is None else str(one.percent),
            "passed": _("yes") if one.passed else _("no"),
            "decided_on": day(one.decided_on),
            "recorded_by": account(one.recorded_by),
        }
        for one in found.order_by("requirement__seminar__position", "requirement", "attempt")
    ]
    note = ""
    if any(hasattr(row.enrolment, "paper_outcome") for row in people.rows):
        note = _("Of a run from before this system the results are known from its records and not listed here.")
    return Table("results", _("Results"), columns, _by_person(rows), note)


def _by_person(rows):
    return sorted(rows, key=lambda row: row["person"])
