"""Cohorts with their chairs, and the sessions of their seminars day by day."""

import datetime as dt

from courses.booking.models import Seat
from courses.cohorts.models import Cohort, SeminarSession, SessionDay

Status = Cohort.Status
# What the office decides in the browser, and the file does not say.
DECIDED_HERE = (
    "booking_closes_on",
    "naming_deadline",
    "decision_on",
    "unnamed_seats",
    "naming_warning_days",
    "offer_hours",
    "offer_lead_days",
    "confirmed_at",
    "decision_reason",
)


def write_cohorts(ledger):
    """Leave `cohorts`, `sessions` and `days` (of each session, in order) in the ledger."""
    records = ledger.data["cohorts"]
    rows = [(record.node, cohort_of(record, ledger)) for record in records]
    cohorts = ledger.settle(Cohort, rows, ("code",), skip=DECIDED_HERE)
    ledger.cohorts = {cohort.code: cohort for cohort in cohorts}
    # Runs from before this system have no chairs: nobody books them any more.
    ledger.add(
        Seat(cohort=cohort, number=number)
        for cohort in cohorts
        if ledger.is_new(cohort) and cohort.status != Status.COMPLETED
        for number in range(1, cohort.max_size + 1)
    )
    write_sessions(ledger, records)


def cohort_of(record, ledger):
    edition = ledger.editions[record["programme"]]
    past = record["status"] == Status.COMPLETED
    return Cohort(
        edition=edition,
        code=record["id"],
        number=record["number"],
        status=record["status"],
        max_size=record["max_size"] or edition.max_group_size,
        starts_on=record["start"],
        ends_on=record["end"],
        assessment_date=record["assessment_date"],
        decision_on=None if past else record["start"] - dt.timedelta(days=edition.organiser_cancels_by_days),
        past_participants=record["participants_count"],
        past_certified=record["certified_count"],
    )


def write_sessions(ledger, cohorts):
    records = [(cohort, record) for cohort in cohorts for record in cohort["sessions"]]
    rows = [(record.node, session_of(cohort, record, ledger)) for cohort, record in records]
    sessions = ledger.settle(SeminarSession, rows, ("cohort_id", "seminar_id"), skip=("sequence", "moved_at"))
    ledger.sessions = {record["id"]: session for (_cohort, record), session in zip(records, sessions, strict=True)}
    fresh = [record for _cohort, record in records if ledger.is_new(ledger.sessions[record["id"]])]
    ledger.add(day for record in fresh for day in days_of(record, ledger.sessions[record["id"]]))
    lecturers = SeminarSession.lecturers.through
    ledger.add(
        lecturers(seminarsession_id=ledger.sessions[record["id"]].pk, person_id=ledger.people[record["lecturer"]].pk)
        for record in fresh
        if record["lecturer"]
    )
    ids = {session.pk: key for key, session in ledger.sessions.items()}
    for day in SessionDay.objects.filter(session__in=ids).order_by("session", "date"):
        ledger.days.setdefault(ids[day.session_id], []).append(day)


def session_of(cohort, record, ledger):
    return SeminarSession(
        cohort=ledger.cohorts[cohort["id"]],
        seminar=ledger.seminars[cohort["programme"], record["seminar"]],
        host=ledger.sites.get(record["host"]),
        status=record["status"],
        format=record["format"],
        parallel_groups=record["parallel_groups"],
        original_date=record["original_date"],
        moved_reason=record["moved_reason"],
        note=record["note"],
        # Whoever had the old date in a calendar must see that this one is newer.
        sequence=1 if record["original_date"] else 0,
    )


def days_of(record, session):
    """The days of a session; two days share its units, the first takes an odd one (the file does not say)."""
    dates = [date for date in (record["date"], record["second_date"]) if date]
    each, rest = divmod(record["ue"], len(dates))
    for index, date in enumerate(dates):
        yield SessionDay(
            session=session,
            date=date,
            starts_at=record["start"],
            ends_at=record["end"],
            units=each + (1 if index < rest else 0),
        )
