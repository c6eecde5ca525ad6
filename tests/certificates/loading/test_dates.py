"""Dates of a file move by whole weeks, so weekdays stay; births and the years in numbers do not move at all."""

import datetime as dt

import pytest

from certificates.issuing.models import Certificate
from certificates.loading.actions import load
from certificates.loading.dates import shift_to
from courses.cohorts.models import Cohort, SessionDay
from lms.accounts.models import Person
from lms.organisations.models import Employment
from tests import makers
from tests.demo import FILE, parsed

ANCHOR = dt.date(2026, 11, 22)


@pytest.mark.parametrize("days", range(-15, 16))
def test_the_anchor_becomes_today_or_a_day_of_the_week_before(days):
    today = ANCHOR + dt.timedelta(days=days)
    moved = ANCHOR + shift_to(ANCHOR, today)
    assert dt.timedelta(0) <= today - moved <= dt.timedelta(days=6)
    assert moved.weekday() == ANCHOR.weekday()


@pytest.mark.parametrize(("anchor", "today"), [(None, ANCHOR), (ANCHOR, None), (None, None), (ANCHOR, ANCHOR)])
def test_nothing_moves_without_both(anchor, today):
    assert shift_to(anchor, today) == dt.timedelta(0)


@pytest.mark.django_db
@pytest.mark.parametrize("today", [dt.date(2029, 3, 2), dt.date(2024, 2, 29)])
def test_a_loaded_file_moves_as_a_whole(today):
    load(FILE.read_bytes(), at=makers.at(today), today=today, printing=False)
    shift = (today - ANCHOR).days // 7 * dt.timedelta(days=7)
    for cohort in parsed()["cohorts"]:
        row = Cohort.objects.get(code=cohort["id"])
        assert row.starts_on == dt.date.fromisoformat(cohort["start"]) + shift
        for session in cohort.get("sessions", ()):
            day = SessionDay.objects.filter(session__cohort=row, session__seminar__code=session["seminar"]).first()
            assert day.date == dt.date.fromisoformat(session["date"]) + shift
            assert day.date.weekday() == dt.date.fromisoformat(session["date"]).weekday()
    certificate = Certificate.objects.get(number="PNF-2025-0001")
    assert (certificate.year, certificate.issued_on) == (2025, dt.date(2025, 7, 17) + shift)
    assert Employment.objects.get(company__code="C24", person__reference="P15").since == dt.date(2026, 5, 16) + shift
    assert Person.objects.get(reference="P14").date_of_birth == dt.date(1966, 12, 24)
    assert not SessionDay.objects.filter(session__status="held", date__gt=today).exists()
