"""POST /cohorts/{code}/bookings books through the one door: seats with names, or why not."""

import datetime as dt

import pytest

from courses.booking.models import Booking
from lms.audit.models import Act
from tests.lms.api.asking import Program
from tests.makers import NOON, make_booking

pytestmark = pytest.mark.django_db
ADA = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example"}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON.astimezone(dt.UTC))


@pytest.fixture
def program(booker):
    return Program(booker)


def wish(company, seats=1, **more):
    return {"company": company.code, "seats": seats, **more}


def test_seats_and_names_come_back(program, cohort, company):
    answer = program.post(f"/cohorts/{cohort.code}/bookings", wish(company, 2, participants=[ADA]))
    assert answer.status_code == 201, answer.text
    said = answer.json()
    booking = Booking.objects.get()
    assert said["id"] == booking.pk
    assert said["seats"] == [
        {"number": 1, "named": True, "participant": ADA},
        {"number": 2, "named": False, "participant": None},
    ]
    assert said["price_per_seat"] == {"cents": 120_000, "currency": "EUR", "member": False}
    assert (said["cohort"], said["company"], said["status"]) == (cohort.code, company.code, "active")
    assert said["links"]["self"] == f"/api/v1/bookings/{booking.pk}"
    assert Act.objects.get(verb="booking.made").facts["via"] == "api"


def test_full_is_409_with_what_is_left(program, cohort, company):
    make_booking(cohort, seats=4)
    answer = program.post(f"/cohorts/{cohort.code}/bookings", wish(company, 2))
    assert answer.status_code == 409
    assert answer.json()["code"] == "cohort_full"
    assert answer.json()["seats_left"] == 1
    assert "Only 1 seat is still free" in answer.json()["message"]
    assert Booking.objects.filter(company=company).count() == 0


def test_zz(program, cohort, company, django_assert_max_num_queries):
    program.post(f"/cohorts/{cohort.code}/bookings", wish(company, 1), key="a")
    with django_assert_max_num_queries(1):
        program.post(f"/cohorts/{cohort.code}/bookings", wish(company, 1), key="b")
