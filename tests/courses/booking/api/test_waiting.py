"""The waiting list over the API: entering with a place in line, by itself or instead of a booking, and leaving."""

import pytest

from courses.booking.actions import cancel_booking
from courses.booking.models import Booking, WaitEntry
from tests.courses.booking.api.wishes import bookings_of, fields_of, wish
from tests.lms.api.asking import Program
from tests.makers import NOON, make_booker, make_booking, make_company, make_office_user

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
