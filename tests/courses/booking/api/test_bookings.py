"""GET, DELETE and PUT below /bookings/{id}: what is mine is read, given back and named; what is not is not there."""

import datetime as dt

import pytest

from courses.booking.models import Booking, Enrolment, SeatEvent
from lms.organisations.models import Employment
from tests.courses.booking.api.wishes import ADA, BOB, bookings_of, fields_of, wish
from tests.lms.api.asking import Program
from tests.makers import NOON, make_booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked(program, cohort, company):
    """Two seats, the first named."""
    cohort.edition.cancellation_steps.create(until_days_before=60, fee_percent=20)
    return program.post(bookings_of(cohort), wish(company, 2, participants=[ADA])).json()


def seat(booked, number):
    return f"/bookings/{booked['id']}/seats/{number}/participant"


def test_reading_gives_the_same_and_what_cancelling_costs_today(program, booked):
    said = program.get(booked["links"]["self"]).json()
    assert said == {**booked, "cancellation_fee_cents": 48_000}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/bookings/{}", None),
        ("DELETE", "/bookings/{}", None),
        ("PUT", "/bookings/{}/seats/1/participant", BOB),
        ("PUT", "/bookings/{}/seats/2/participant", BOB),
    ],
)
def test_not_yours_is_not_there(stranger, booked, method, path, body):
    foreign = stranger.ask(method, path.format(booked["id"]), body)
    nothing = stranger.ask(method, path.format(10**9), body)
    assert (foreign.status_code, nothing.status_code) == (404, 404)
    assert foreign.content == nothing.content
    assert Booking.objects.get().status == "active" and Enrolment.objects.count() == 1


def test_a_former_employee_has_no_name_any_more_but_the_office_reads_it(program, booked, office):
    Employment.objects.update(since=dt.date(2020, 1, 1), until=NOON.date())
    unseen = program.get(booked["links"]["self"]).json()["seats"]
    assert unseen[0] == {"number": 1, "named": True, "participant": None}
    assert unseen[1]["named"] is False
    assert Program(office).get(booked["links"]["self"]).json()["seats"][0]["participant"] == ADA


def test_cancelling_says_the_fee(program, booked):
    answer = program.delete(booked["links"]["self"])
    assert answer.status_code == 200
    assert answer.json() == {
        "id": booked["id"],
        "status": "cancelled",
        "seats": 2,
        "fee_cents": 48_000,
        "currency": "EUR",
    }
    after = program.get(booked["links"]["self"]).json()
    assert (after["status"], after["seats"], after["cancellation_fee_cents"]) == ("cancelled", [], None)
    again = program.delete(booked["links"]["self"])
    assert (again.status_code, again.json()["code"]) == (409, "already_cancelled")


def test_once_begun_nothing_is_cancelled(program, booked, cohort, monkeypatch):
    begun = dt.datetime.combine(cohort.starts_on + dt.timedelta(days=1), dt.time(9), dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: begun)
    assert program.get(booked["links"]["self"]).json()["cancellation_fee_cents"] is None
    answer = program.delete(booked["links"]["self"])
    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")


def test_an_unnamed_seat_gets_its_name(program, booked):
    answer = program.put(seat(booked, 2), BOB)
    assert (answer.status_code, answer.json()) == (200, {"number": 2, "named": True, "participant": BOB})
    assert SeatEvent.objects.filter(kind="named").count() == 2


def test_a_named_seat_is_taken_over(program, booked):
    answer = program.put(seat(booked, 1), BOB)
    assert (answer.status_code, answer.json()["participant"]) == (200, BOB)
    event = SeatEvent.objects.get(kind="replaced")
    assert event.enrolment_before.person.email == ADA["email"] and event.enrolment_before.ending == "replaced"


def test_naming_the_same_person_again_changes_nothing(program, booked):
    before = SeatEvent.objects.count()
    answer = program.put(seat(booked, 1), {**ADA, "email": "ADA@people.example"})
    assert (answer.status_code, answer.json()["participant"]) == (200, ADA)
    assert SeatEvent.objects.count() == before


def test_nobody_gets_two_seats(program, booked):
    answer = program.put(seat(booked, 2), ADA)
    assert (answer.status_code, answer.json()["code"]) == (409, "already_enrolled")


def test_a_seat_of_another_booking_is_not_there(program, booked, cohort, company):
    other = make_booking(cohort, company)
    number = other.seats.get().number
    assert program.put(f"/bookings/{booked['id']}/seats/{number}/participant", BOB).status_code == 404
    assert program.put(seat(booked, 99), BOB).status_code == 404


def test_a_malformed_person_names_the_field(program, booked):
    assert fields_of(program.put(seat(booked, 2), {**BOB, "email": "bob"})) == ["email"]
    assert fields_of(program.put(seat(booked, 2), {**BOB, "date_of_birth": "2026-11-22"})) == ["date_of_birth"]
