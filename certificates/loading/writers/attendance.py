"""Attendance sheets line by line and day by day, with corrections, reasons of absence and what was made up."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from courses.attendance.models import AbsenceReason, Correction, MakeUp, Mark, Sheet

Status = Mark.Status
RESTRICTED = ("excused", "unexcused", "refused_entry")
CLOSED_AFTER = dt.timedelta(minutes=30)


def write_attendance(ledger):
    """Sheets of all held sessions, then their lines."""
    write_sheets(ledger)
    marks, make_ups = [], []
    for record in ledger.index.records:
        if record["status"] == "made_up":
            make_ups.append((record.node, make_up_of(record, ledger)))
        if record["replaces"] is None:
            marks += [(record, mark) for mark in marks_of(record, ledger)]
    rows = [(record.node, mark) for record, mark in marks]
    settled = ledger.settle(Mark, rows, ("enrolment_id", "day_id"), skip=("marked_at", "marked_by"))
    new = [(record, mark) for (record, _mark), mark in zip(marks, settled, strict=True) if ledger.is_new(mark)]
    ledger.add(
        AbsenceReason(mark=mark, text=record["note"])
        for record, mark in new
        if record["status"] in RESTRICTED and record["note"]
    )
    ledger.add(correction_of(record, mark, ledger) for record, mark in new if record["status"] == "corrected")
    ledger.settle(MakeUp, make_ups, ("enrolment_id", "seminar_id"), skip=("accepted_by", "accepted_at"))


def write_sheets(ledger):
    """A sheet for each session held, closed half an hour after its end unless the file says that it is open."""
    recorded = {record["session"] for record in ledger.index.records}
    rows = []
    for key, record in ledger.index.sessions.items():
        if record["status"] != "held":
            continue
        closed = record["sheet_closed"] and key in recorded
        at = end_of(ledger.days[key][-1]) + CLOSED_AFTER
        sheet = Sheet(
            session=ledger.sessions[key], closed_at=at if closed else None, closed_by=ledger.actor if closed else None
        )
        rows.append((record.node, sheet))
    ledger.settle(Sheet, rows, ("session_id",), skip=("closed_at", "closed_by"))


def end_of(day):
    """The moment at which a day of a session ends."""
    return dt.datetime.combine(day.date, day.ends_at, tzinfo=ZoneInfo(settings.TIME_ZONE))


def marks_of(record, ledger):
    """
    One Mark per day of the session.

    Who left early was there from the beginning, who came late was there at the end. What was made up elsewhere was
    missed here. A correction ends up as present; how it was before stands in its own row.
    """
    status = {"made_up": Status.EXCUSED, "corrected": Status.PRESENT}.get(record["status"], record["status"])
    left = 0 if record["status"] == "made_up" else record["ue_present"]
    days = ledger.days[record["session"]]
    from_the_end = status == Status.LATE
    for day in reversed(days) if from_the_end else days:
        units = min(left, day.units)
        left -= units
        missing = day.units - units
        yield Mark(
            day=day,
            enrolment=ledger.enrolments[record["participant"]],
            status=status,
            units=units,
            punched=((1 << units) - 1) << (missing if from_the_end else 0),
            note="" if record["status"] in (*RESTRICTED, "made_up", "corrected") else record["note"],
            marked_at=end_of(day),
            marked_by=ledger.actor,
        )


def correction_of(record, mark, ledger):
    """A line that was wrong: taken as unexcused without units first, corrected on the morning after."""
    return Correction(
        mark=mark,
        status_before=Status.UNEXCUSED,
        units_before=0,
        status_after=mark.status,
        units_after=mark.units,
        reason=record["note"],
        author=ledger.actor,
        at=mark.marked_at.replace(hour=9, minute=0) + dt.timedelta(days=1),
    )


def make_up_of(record, ledger):
    """A session made up: as a guest if the line replaces one of the own cohort, else by the evidence in its note."""
    session = ledger.sessions[record["session"]]
    return MakeUp(
        enrolment=ledger.enrolments[record["participant"]],
        seminar_id=ledger.sessions[record["replaces"] or record["session"]].seminar_id,
        guest_of=session if record["replaces"] else None,
        evidence=record["note"],
        units=record["ue_present"],
        accepted_by=ledger.actor,
        accepted_at=end_of(ledger.days[record["session"]][-1]),
    )
