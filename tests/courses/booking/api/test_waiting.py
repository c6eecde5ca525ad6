"""The waiting list over the API: entering with a place in line, by itself or instead of a booking, and leaving."""

import datetime as dt

import pytest

from courses.booking.actions import cancel_booking
from courses.booking.models import Booking, WaitEntry
from lms.accounts.models import Person
from lms.messages.models import Letter
from tests.courses.booking.api.wishes import ADA, bookings_of, fields_of, wish
from tests.lms.api.asking import Program
from tests.makers import (
    NOON,
    make_booker,
    make_booking,
    make_company,
    make_employment,
    make_office_user,
    make_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(cohort):
    """The booking that fills the cohort."""
    return make_booking(cohort, seats=5)


def line_of(cohort):
    return f"/cohorts/{cohort.code}/waiting-list"


def test_joining_says_the_place_in_line(program, stranger, cohort, company, full):
    first = make_company()
    Program(make_booker(first)).post(line_of(cohort), wish(first, 2))
    answer = program.post(line_of(cohort), wish(company, 1, accepts_fewer=True))
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert (said["position"], said["state"], said["seats"], said["accepts_fewer"]) == (2, "waiting", 1, True)
    assert program.get(said["links"]["self"]).json() == said
    for method in ("GET", "DELETE"):
        assert stranger.ask(method, said["links"]["self"]).status_code == 404


def test_a_full_cohort_puts_a_booking_onto_the_list_if_that_is_wanted(program, cohort, company, full):
    answer = program.post(bookings_of(cohort), wish(company, 2, waiting_list=True, purchase_order="PO-9"))
    assert answer.status_code == 202, answer.text
    assert (answer.json()["position"], answer.json()["seats"]) == (1, 2)
    assert WaitEntry.objects.get().purchase_order == "PO-9"
    again = program.post(bookings_of(cohort), wish(company, 2, waiting_list=True))
    assert (again.status_code, again.json()["code"]) == (409, "already_waiting")


def test_names_sent_along_are_kept_and_seated_when_the_offer_is_accepted(program, cohort, company, full):
    body = wish(company, 2, waiting_list=True, participants=[{**ADA, "date_of_birth": "1990-04-05"}])
    said = program.post(bookings_of(cohort), body).json()
    assert WaitEntry.objects.get().people[0]["email"] == ADA["email"]
    cancel_booking(booking=full, actor=make_office_user(), at=NOON)
    booked = program.post(f"/waiting-list/{said['id']}/booking", {}).json()
    assert [seat["participant"] for seat in booked["seats"]] == [ADA, None]
    assert Person.objects.get(email=ADA["email"]).date_of_birth == dt.date(1990, 4, 5)
    assert WaitEntry.objects.get().people == []
    assert Letter.objects.filter(kind="booking.invitation", to=ADA["email"]).exists()


def test_somebody_who_cannot_be_named_any_more_costs_nobody_the_offer(program, cohort, company, full):
    said = program.post(bookings_of(cohort), wish(company, 1, waiting_list=True, participants=[ADA])).json()
    make_employment(make_person("Ada", "Anders", email=ADA["email"]), make_company())
    cancel_booking(booking=full, actor=make_office_user(), at=NOON)
    booked = program.post(f"/waiting-list/{said['id']}/booking", {})
    assert (booked.status_code, booked.json()["seats"][0]["named"]) == (201, False)


def test_names_go_with_the_entry(program, cohort, company, full):
    said = program.post(bookings_of(cohort), wish(company, 1, waiting_list=True, participants=[ADA])).json()
    program.delete(said["links"]["self"])
    assert WaitEntry.objects.get().people == []


def test_where_there_is_room_it_books_all_the_same(program, cohort, company):
    assert program.post(bookings_of(cohort), wish(company, 5, waiting_list=True)).status_code == 201
    assert not WaitEntry.objects.exists()


def test_nobody_waits_while_seats_are_free(program, cohort, company):
    answer = program.post(line_of(cohort), wish(company))
    assert (answer.status_code, answer.json()["code"]) == (409, "seats_free")


def test_an_offer_is_read_and_accepted(program, cohort, company, full):
    said = program.post(line_of(cohort), wish(company, 2)).json()
    cancel_booking(booking=full, actor=make_office_user(), at=NOON)
    offered = program.get(said["links"]["self"]).json()
    assert (offered["state"], offered["position"], offered["offer"]["seats"]) == ("offered", None, 2)
    booked = program.post(offered["links"]["accept"], {})
    assert booked.status_code == 201, booked.text
    assert [seat["number"] for seat in booked.json()["seats"]] == [1, 2]
    assert program.get(said["links"]["self"]).json()["booking"] == booked.json()["id"]


def test_whoever_has_no_offer_accepts_nothing(program, stranger, cohort, company, full):
    said = program.post(line_of(cohort), wish(company)).json()
    accept = f"/waiting-list/{said['id']}/booking"
    answer = program.post(accept, {})
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_over")
    assert stranger.post(accept, {}).status_code == 404
    assert fields_of(program.post(accept, {"keep_waiting": 1})) == ["keep_waiting"]
    assert Booking.objects.count() == 1


def test_leaving_is_for_good(program, cohort, company, full):
    said = program.post(line_of(cohort), wish(company)).json()
    left = program.delete(said["links"]["self"])
    assert (left.status_code, left.json()["state"], left.json()["position"]) == (200, "withdrawn", None)
    again = program.delete(said["links"]["self"])
    assert (again.status_code, again.json()["code"]) == (409, "offer_over")


def test_malformed_names_the_field(program, cohort, company, full):
    assert fields_of(program.post(line_of(cohort), {"company": company.code})) == ["seats"]
    assert fields_of(program.post(line_of(cohort), wish(company, accepts_fewer="no"))) == ["accepts_fewer"]


def test_another_company_is_not_there(program, cohort, full):
    assert program.post(line_of(cohort), wish(make_company())).status_code == 404
