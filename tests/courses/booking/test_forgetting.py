"""Names in answered requests, and of who waited in vain, are forgotten; that they asked or waited stays."""

import datetime as dt

import pytest
from django.urls import reverse

from courses.booking.forgetting import forget_successors, forget_who_waited
from courses.booking.models import TakeoverRequest
from lms.messages.sweepers import sweep
from tests.makers import (
    NOON,
    make_booking,
    make_cohort,
    make_company,
    make_employment,
    make_enrolment,
    make_person,
    make_session,
    make_user,
    make_wait_entry,
)

AFTER = NOON + dt.timedelta(days=90)


def request_of(cohort, company, **more):
    enrolment = make_enrolment(cohort, company=company)
    return TakeoverRequest.objects.create(
        seat=enrolment.seat,
        enrolment=enrolment,
        given_name="Bob",
        family_name="Muster",
        email="bob@people.example",
        reason="Bob kommt",
        asked_at=NOON,
        **more,
    )


def test_an_answered_request_forgets_whom_it_named(client, cohort, company, office):
    row = request_of(cohort, company, state="declined", closed_at=NOON, answer="Bob nicht")
    assert forget_successors(AFTER - dt.timedelta(seconds=1)) == 0
    sweep(AFTER)
    row.refresh_from_db()
    assert (row.given_name, row.family_name, row.email, row.reason, row.answer, row.state) == (*[""] * 5, "declined")
    client.force_login(office)
    page = client.get(reverse("takeover", args=[row.pk])).text
    assert "name erased" in page and "Bob" not in page
    assert forget_successors(AFTER) == 0


def test_an_open_request_keeps_it(cohort, company):
    request_of(cohort, company)
    assert forget_successors(AFTER + dt.timedelta(days=900)) == 0


@pytest.fixture
def waited(cohort):
    person = make_person(given_name="Frieda", family_name="Fröhlich", date_of_birth="1990-01-01")
    make_wait_entry(cohort, private_payer=person, state="lapsed", closed_at=NOON)
    return person


def test_who_waited_privately_and_got_no_seat_is_forgotten(waited):
    assert forget_who_waited(AFTER - dt.timedelta(seconds=1)) == 0
    sweep(AFTER)
    waited.refresh_from_db()
    assert (waited.given_name, waited.family_name, waited.email, waited.date_of_birth) == ("", "", "", None)
    assert waited.erased_at == AFTER and str(waited.wait_entries.get().payer) == "name erased"
    assert forget_who_waited(AFTER) == 0


def test_who_never_waited_is_kept(cohort):
    make_person(given_name="Frieda")
    assert forget_who_waited(AFTER) == 0


def test_who_still_waits_or_waited_lately_is_kept(cohort, waited):
    again = make_wait_entry(cohort, private_payer=waited)
    assert forget_who_waited(AFTER) == 0
    again.state, again.closed_at = "withdrawn", NOON + dt.timedelta(days=30)
    again.save()
    assert forget_who_waited(AFTER) == 0
    assert forget_who_waited(AFTER + dt.timedelta(days=30)) == 1


@pytest.mark.parametrize(
    "known_for",
    [
        lambda person: make_user(person=person),
        lambda person: make_employment(person, make_company()),
        lambda person: make_enrolment(make_cohort(), person=person),
        lambda person: make_booking(make_cohort(), private_payer=person),
        lambda person: make_session(make_cohort(), lecturers=[person]),
        lambda person: type(person).objects.filter(pk=person.pk).update(reference="P1"),
    ],
)
def test_who_is_known_for_something_else_is_kept(waited, known_for):
    known_for(waited)
    assert forget_who_waited(AFTER) == 0
