"""Who hears of a booking, whom a booker may name, and which reasons a company reads."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from courses.booking.actions import book_seats, cancel_booking, give_back_seat
from courses.booking.models import SeatEvent
from courses.booking.people import people_for
from courses.booking.refusals import PersonUnclear
from courses.cohorts.actions import change_session
from lms.accounts.grants import grant, withdraw
from lms.messages.models import Letter
from lms.organisations.models import Employment
from tests.makers import (
    NOON,
    make_booker,
    make_booking,
    make_company,
    make_employment,
    make_enrolment,
    make_person,
    make_session,
    make_user,
)

TODAY = NOON.date()
TOMORROW = TODAY + dt.timedelta(days=1)


def known(attendee, **fields):
    return make_person(given_name=attendee.given_name, family_name=attendee.family_name, email=attendee.email, **fields)


def test_who_works_elsewhere_until_tomorrow_cannot_be_reached_today(company, ada):
    make_employment(known(ada), make_company(), until=TOMORROW)
    with pytest.raises(PersonUnclear):
        people_for([ada], company=company, trusted=False, at=NOON)


def test_who_leaves_tomorrow_is_not_employed_a_second_time(company, ada):
    person = known(ada)
    make_employment(person, company, until=TOMORROW)
    assert people_for([ada], company=company, trusted=False, at=NOON) == [person]
    assert Employment.objects.count() == 1


def test_who_starts_elsewhere_next_month_is_free_today(company, ada):
    person = known(ada)
    make_employment(person, make_company(), since=TODAY + dt.timedelta(days=30))
    assert people_for([ada], company=company, trusted=False, at=NOON) == [person]


def test_who_does_not_book_for_the_company_is_not_written_to(cohort, django_capture_on_commit_callbacks):
    """Who runs the programme may give a company's seats back, but the fee is the company's business."""
    company = make_company(billing_email="rechnung@firma.example")
    runs = make_user()
    grant(runs, cohort.edition.programme, "courses.manage_programme", "managers")
    booking = make_booking(cohort, company)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_booking(booking=booking, actor=runs, at=NOON)
    assert [letter.to for letter in mail.outbox] == [["rechnung@firma.example"]]


def moved_and_given_back(booking, session, office, callbacks):
    """The office moves a session and gives one seat back; return who heard of each."""
    day = session.days.first().date + dt.timedelta(days=1)
    with callbacks(execute=True):
        change_session(
            session=session, first_day=day, host=session.host, lecturers=[], parallel_groups=1, reason="Messe",
            actor=office, at=NOON + dt.timedelta(days=1),
        )  # fmt: skip
        give_back_seat(seat=booking.seats.first(), actor=office, at=NOON + dt.timedelta(days=1))
    told = Letter.objects.values_list("to", flat=True)
    return [set(told.filter(kind=kind)) for kind in ("cohorts.session_changed", "booking.cancelled")]


@pytest.fixture
def session(cohort):
    return make_session(cohort, date=cohort.starts_on)


def test_what_the_office_does_is_told_to_whoever_booked(
    cohort, session, office, booker, company, django_capture_on_commit_callbacks
):
    type(company).objects.filter(pk=company.pk).update(billing_email="rechnung@firma.example")
    make_booker(company)
    booking = make_booking(cohort, company, seats=2, booked_by=booker)
    told = moved_and_given_back(booking, session, office, django_capture_on_commit_callbacks)
    assert told == [{booker.email}, {booker.email}]


def test_once_they_book_no_longer_it_is_told_to_those_who_do(
    cohort, session, office, booker, company, django_capture_on_commit_callbacks
):
    type(company).objects.filter(pk=company.pk).update(billing_email="rechnung@firma.example")
    others = {make_booker(company).email, make_booker(company).email}
    booking = make_booking(cohort, company, seats=2, booked_by=booker)
    withdraw(booker, company, "bookers")
    told = moved_and_given_back(booking, session, office, django_capture_on_commit_callbacks)
    assert told == [others, others]


def test_without_anybody_who_books_it_is_told_to_the_address_for_invoices(
    cohort, session, office, django_capture_on_commit_callbacks
):
    company = make_company(billing_email="rechnung@firma.example")
    booking = make_booking(cohort, company, seats=2, booked_by=office)
    told = moved_and_given_back(booking, session, office, django_capture_on_commit_callbacks)
    assert told == [{"rechnung@firma.example"}, {"rechnung@firma.example"}]


def test_a_company_reads_no_reason_about_somebody_it_does_not_see(client, cohort, company, booker, office):
    booking = make_booking(cohort, company, seats=2)
    for name, employed in (("Kommt", True), ("Ging", False)):
        enrolment = make_enrolment(cohort, make_person(family_name=name), booking=booking)
        if employed:
            make_employment(enrolment.person, company)
        SeatEvent.objects.create(
            seat=enrolment.seat,
            kind="replaced",
            booking=booking,
            enrolment_before=enrolment,
            reason=f"Grund {name}",
            at=NOON,
        )
    book_seats(cohort=cohort, company=company, count=1, despite_host="Gastgeber zu klein", actor=office, at=NOON)
    client.force_login(booker)
    page = client.get(reverse("company_history", args=[company.code])).content.decode()
    assert "Grund Kommt" in page
    assert "Grund Ging" not in page and "Gastgeber zu klein" not in page
