"""A class with its lecturer and its office, and what a browser would send for its sheet."""

import datetime as dt
from types import SimpleNamespace

from courses.attendance.actions import Entry
from courses.attendance.roster import lines_of
from courses.attendance.rules import Value, card_of, status_of
from courses.cohorts.models import SessionDay
from lms.accounts.grants import grant
from tests.makers import (
    at,
    make_cohort,
    make_edition,
    make_enrolment,
    make_person,
    make_programme,
    make_session,
    make_site,
    make_user,
)

TODAY = dt.date(2026, 11, 19)
EVENING = at(TODAY, 18)


def make_class(people=3, units=8, days=1, date=TODAY, programme=None, **fields):
    """A session on `date` with a lecturer, an office user and so many people; everything by name."""
    programme = programme or make_programme()
    edition = make_edition(programme, seminars=2, units=units, max_group_size=max(people + 2, 5), **fields)
    edition.seminars.update(days=days)
    cohort = make_cohort(edition, starts_on=date, ends_on=date + dt.timedelta(days=400))
    lecturer = make_user(make_person("Stefan", "Döhla"))
    host = make_site()
    session = make_session(cohort, edition.seminars.first(), date, host, [lecturer.person])
    office = make_user(make_person("Monika", "Fröba"))
    grant(office, programme, "courses.manage_programme", "managers")
    enrolments = [make_enrolment(cohort, make_person("Ada", f"Person {n:03}")) for n in range(people)]
    return SimpleNamespace(
        programme=programme,
        edition=edition,
        cohort=cohort,
        session=session,
        seminar=session.seminar,
        host=host,
        lecturer=lecturer,
        office=office,
        enrolments=enrolments,
        day=session.days.order_by("date").first(),
    )


def entry(day, enrolment, numbers=(), status=None, note="", seen=None):
    """An Entry for units counted from 1; the status follows from them unless named."""
    punched = card_of(numbers, day.units)
    return Entry(day.pk, enrolment.pk, Value(status or status_of(punched, day.units), punched, note), seen)


def everybody(a_class, numbers=range(1, 9)):
    """Entries for all people and days."""
    return [
        entry(day, enrolment, numbers)
        for day in SessionDay.objects.filter(session=a_class.session)
        for enrolment in a_class.enrolments
    ]


def filled_in(session, act="save", **changes):
    """
    The fields that a browser sends for the sheet as it stands.

    `changes` maps "ue", "status", "note" to {(day, enrolment): value}, and names other fields plainly.
    """
    data = {"act": act, "line": []}
    for line in lines_of(session):
        key = f"{line.day.pk}-{line.enrolment.pk}"
        value = line.value
        data["line"].append(key)
        data[f"seen-{key}"] = value.token
        data[f"ue-{key}"] = [n for n in range(1, line.day.units + 1) if value.punched >> (n - 1) & 1]
        data[f"status-{key}"] = value.status if value.status in ("excused", "unexcused", "online") else ""
        data[f"note-{key}"] = value.note
    for name in ("ue", "status", "note", "seen"):
        for (day, enrolment), value in changes.pop(name, {}).items():
            data[f"{name}-{day}-{enrolment}"] = value
    return data | changes
