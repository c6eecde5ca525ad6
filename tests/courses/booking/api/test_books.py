"""POST /cohorts/{code}/bookings books through the one door: seats with names, or why not."""

import pytest

from courses.booking.models import Booking
from courses.cohorts.models import Cohort
from lms.accounts.models import Person
from lms.audit.models import Act
from lms.messages.models import Letter
from lms.organisations.models import Company
from tests.courses.booking.api.wishes import ADA, BOB, bookings_of, fields_of, wish
from tests.lms.api.asking import Program
from tests.makers import make_booking, make_cohort, make_company, make_member, make_person, make_session, make_site

pytestmark = pytest.mark.django_db


def test_seats_and_names_come_back(program, cohort, company):
    answer = program.post(bookings_of(cohort), wish(company, 2, participants=[ADA]))
    assert answer.status_code == 201, answer.text
    said, booking = answer.json(), Booking.objects.get()
    assert said["id"] == booking.pk
    assert said["seats"] == [
        {"number": 1, "named": True, "participant": ADA},
        {"number": 2, "named": False, "participant": None},
    ]
    assert said["price_per_seat"] == {"cents": 120_000, "currency": "EUR", "member": False}
    assert (said["cohort"], said["company"], said["status"]) == (cohort.code, company.code, "active")
    assert said["links"]["self"] == f"/api/v1/bookings/{booking.pk}"


def test_it_is_the_act_of_the_pages(program, cohort, company, booker):
    program.post(bookings_of(cohort), wish(company, purchase_order="PO-1"))
    booking = Booking.objects.get()
    assert (booking.booked_by, booking.purchase_order) == (booker, "PO-1")
    assert Letter.objects.filter(kind="booking.booked", to=booker.email).count() == 1
    act = Act.objects.get(verb="booking.made")
    assert (act.actor, act.facts["via"]) == (booker, "api")


def test_members_pay_the_members_price(cohort, office):
    member = make_member(cohort.edition.programme.office)
    said = Program(office).post(bookings_of(cohort), wish(member)).json()
    assert said["price_per_seat"] == {"cents": 100_000, "currency": "EUR", "member": True}


def test_full_is_409_with_what_is_left(program, cohort, company):
    make_booking(cohort, seats=4)
    answer = program.post(bookings_of(cohort), wish(company, 2))
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["seats_left"]) == ("cohort_full", 1)
    assert "Only 1 seat is still free" in answer.json()["message"]
    assert not Booking.objects.filter(company=company).exists()


def test_more_than_there_are_at_all_is_advised_no_list_that_would_refuse_it(program, cohort, company):
    few = program.post(bookings_of(cohort), wish(company, 50)).json()
    assert (few["code"], few["seats_left"]) == ("cohort_full", 5)
    assert "has 5 seats in all" in few["message"] and "waiting list" not in few["message"]
    make_booking(cohort, seats=5)
    none = program.post(bookings_of(cohort), wish(company, 50)).json()
    assert none["seats_left"] == 0 and "waiting list for 5 seats at most" in none["message"]


def test_other_refusals_have_seats_left_too(program, cohort, company):
    Company.objects.filter(pk=company.pk).update(purchase_order_required=True)
    answer = program.post(bookings_of(cohort), wish(company, purchase_order=None))
    assert answer.status_code == 409
    assert answer.json()["code"] == "purchase_order_missing"
    assert answer.json()["seats_left"] is None


def test_a_small_host_is_named(program, cohort, company):
    session = make_session(cohort, host=make_site(max_visitors=1))
    said = program.post(bookings_of(cohort), wish(company, 2)).json()
    assert (said["code"], said["session"]) == ("host_too_small", f"{cohort.code}/{session.seminar.code}")
    assert (said["admits"], said["would_be"], said["seats_left"]) == (1, 2, 1)


def test_another_company_and_none_at_all_look_alike(program, cohort, company):
    foreign, unknown = make_company(), Company(code="NOWHERE")
    answers = [program.post(bookings_of(cohort), wish(one)) for one in (foreign, unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert answers[0].json()["code"] == "not_found"


def test_a_planned_cohort_is_not_there_but_a_closed_one_of_mine_is_closed(program, cohort, company):
    planned = make_cohort(status=Cohort.Status.PLANNED)
    assert program.post(bookings_of(planned), wish(company)).status_code == 404
    program.post(bookings_of(cohort), wish(company))
    Cohort.objects.filter(pk=cohort.pk).update(status=Cohort.Status.RUNNING)
    answer = program.post(bookings_of(cohort), wish(company))
    assert (answer.status_code, answer.json()["code"]) == (409, "booking_closed")


def test_more_people_than_seats_is_malformed(program, cohort, company):
    assert fields_of(program.post(bookings_of(cohort), wish(company, 1, participants=[ADA, BOB]))) == ["participants"]
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"seats": 0}, "seats"),
        ({"seats": "2"}, "seats"),
        ({"seats": True}, "seats"),
        ({"seats": 1.5}, "seats"),
        ({"seats": 10**40}, "seats"),
        ({"seats": None}, "seats"),
        ({"company": ""}, "company"),
        ({"company": "a\0b"}, "company"),
        ({"company": ["C01"]}, "company"),
        ({"purchase_order": "x" * 61}, "purchase_order"),
        ({"waiting_list": "yes"}, "waiting_list"),
        ({"participants": {}}, "participants"),
        ({"participants": [{**ADA, "email": "no address"}]}, "participants.0.email"),
        ({"participants": [{**ADA, "given_name": "  "}]}, "participants.0.given_name"),
        ({"participants": [{**ADA, "family_name": "\ud800"}]}, "participants.0.family_name"),
        ({"participants": [{**ADA, "date_of_birth": "1990-02-30"}]}, "participants.0.date_of_birth"),
        ({"participants": [{**ADA, "date_of_birth": "2030-01-01"}]}, "participants.0.date_of_birth"),
        ({"participants": [{**ADA, "language": "fr"}]}, "participants.0.language"),
        ({"participants": [{**ADA, "role": "admin"}]}, "participants.0.role"),
        ({"waiting": True}, "waiting"),
    ],
)
def test_malformed_names_the_field(program, cohort, company, change, field):
    assert fields_of(program.post(bookings_of(cohort), {**wish(company), **change})) == [field]
    assert not Booking.objects.exists()


def test_all_faults_are_said_at_once(program, cohort):
    assert sorted(fields_of(program.post(bookings_of(cohort), {"participants": [{}]}))) == [
        "company",
        "participants.0.email",
        "participants.0.family_name",
        "participants.0.given_name",
        "seats",
    ]


def test_the_date_of_birth_is_kept_of_somebody_new(program, cohort, company):
    program.post(bookings_of(cohort), wish(company, participants=[{**ADA, "date_of_birth": "1990-04-05"}]))
    assert str(Person.objects.get(email=ADA["email"]).date_of_birth) == "1990-04-05"


@pytest.mark.parametrize("known", ["1980-01-01", None])
def test_the_date_of_birth_of_somebody_known_stays(program, cohort, company, known):
    ada = make_person(email=ADA["email"], date_of_birth=known)
    sent = [{**ADA, "date_of_birth": "1990-04-05"}]
    assert program.post(bookings_of(cohort), wish(company, participants=sent)).status_code == 201
    ada.refresh_from_db()
    assert (ada.date_of_birth and str(ada.date_of_birth)) == known


def test_somebody_under_another_name_is_refused(program, cohort, company):
    make_person("Else", "Anders", email=ADA["email"])
    answer = program.post(bookings_of(cohort), wish(company, participants=[ADA]))
    assert (answer.status_code, answer.json()["code"]) == (409, "person_unclear")


def test_one_that_was_called_off_is_read_by_all_and_closed_with_the_reason(program, stranger, cohort, company):
    Cohort.objects.filter(pk=cohort.pk).update(status=Cohort.Status.CANCELLED, decision_reason="Zu wenige.")
    for asks in (program, stranger):
        said = asks.get(f"/cohorts/{cohort.code}").json()
        assert (said["status"], said["open"], said["seats_left"]) == ("cancelled", False, 0)
        assert asks.get("/cohorts").json()["count"] == 0
    for path in (bookings_of(cohort), f"/cohorts/{cohort.code}/waiting-list"):
        answer = program.post(path, wish(company))
        assert (answer.status_code, answer.json()["code"]) == (409, "booking_closed")
        assert "Zu wenige." in answer.json()["message"]
