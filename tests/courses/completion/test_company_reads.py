"""A company reads the very attendance of its people that decides: what is attended as a guest counts once, at home."""

import datetime as dt

import pytest

from courses.booking.company_page import told_of
from courses.completion.standing import standing_of
from tests import makers

pytestmark = pytest.mark.django_db


def test_units_of_a_guest_count_once():
    edition = makers.make_edition(attendance_threshold=75)
    cohort, other = (
        makers.make_cohort(edition, status="running", starts_on=dt.date(2026, 1, 5)) for _index in range(2)
    )
    company = makers.make_company(data_level=makers.Company.DataLevel.UNITS)
    enrolment = makers.make_enrolment(cohort, company=company)
    missed, second = (makers.make_session(cohort, date=dt.date(2026, month, 2)) for month in (2, 4))
    makers.make_marks(missed, enrolment, units=2)
    makers.make_marks(second, enrolment)
    elsewhere = makers.make_session(other, missed.seminar, dt.date(2026, 6, 2))
    makers.make_marks(elsewhere, enrolment, units=4)
    makers.make_make_up(enrolment, missed.seminar, units=4, guest_of=elsewhere)
    panels = told_of(company, [enrolment], makers.NOON)[enrolment.pk]
    [figures] = [panel.context["figures"] for panel in panels if "figures" in panel.context]
    assert figures.attended == 2 + 4 + 8
    assert figures == standing_of(enrolment, makers.NOON).forecast
