"""The office decides whether a cohort takes place, and everybody is told once; below the minimum only with a reason."""

import datetime as dt

import pytest
from django.urls import reverse

from courses.booking.actions import confirm_cohort
from courses.booking.refusals import BelowMinimum
from courses.cohorts.models import Cohort
from courses.cohorts.refusals import WrongState
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests.makers import (
    NOON,
    make_booker,
    make_booking,
    make_company,
    make_enrolment,
    make_person,
    make_pledge,
    make_user,
)


@pytest.fixture
def weak(cohort):
    """The cohort needs four and has two booked, one of them named."""
    type(cohort.edition).objects.update(min_group_size=4)
    booking = make_booking(cohort, make_company(billing_email="rechnung@firma.example"), seats=2)
    make_enrolment(cohort, make_person("Linh", "Tran", email="linh@people.example"), booking=booking)
    return Cohort.objects.get(pk=cohort.pk)


def told():
    return sorted(Letter.objects.values_list("to", "kind"))


def test_below_the_minimum_only_with_a_reason(weak, office):
    with pytest.raises(BelowMinimum, match="2 seats are booked or pledged, 4 are needed"):
        confirm_cohort(cohort=weak, reason="  ", actor=office, at=NOON)
    assert Cohort.objects.get().confirmed_at is None and not Letter.objects.exists()
    confirm_cohort(cohort=weak, reason="Zwei folgen.", actor=office, at=NOON)
    row = Cohort.objects.get()
    assert (row.confirmed_at, row.decision_reason, row.status) == (NOON, "Zwei folgen.", "booking_open")
    # The log keeps no text.
    assert Act.objects.get(verb="cohort.confirmed").facts == {"booked": 2, "pledged": 0, "least": 4}


def test_pledges_count_towards_the_minimum(weak, office):
    make_pledge(weak, seats=2)
    confirm_cohort(cohort=weak, actor=office, at=NOON)
    assert Cohort.objects.get().seats.taken().count() == 4


def test_companies_and_participants_are_told_once(weak, office):
    """A company with two bookings and a pledge gets one letter; whoever takes part gets one."""
    company = weak.bookings.get().company
    make_booking(weak, company)
    make_pledge(weak, company, seats=1)
    confirm_cohort(cohort=weak, actor=office, at=NOON)
    assert told() == [
        ("linh@people.example", "booking.cohort_confirmed_person"),
        ("rechnung@firma.example", "booking.cohort_confirmed"),
    ]
    body = Letter.objects.get(to="rechnung@firma.example").body
    assert "hat 4 Plätze" in body and "Buchung über 1 Platz" in body


def test_who_only_waits_is_told_nothing_yet(weak, office):
    company = make_company(billing_email="wartet@firma.example")
    weak.wait_entries.create(company=company, seats_wanted=5, created_at=NOON)
    confirm_cohort(cohort=weak, reason="Ja", actor=office, at=NOON)
    assert "wartet@firma.example" not in dict(told())


def test_a_private_payer_gets_one_letter_not_two(cohort, office):
    person = make_person(email="privat@people.example")
    make_enrolment(cohort, person, booking=make_booking(cohort, company=None, private_payer=person))
    confirm_cohort(cohort=cohort, actor=office, at=NOON)
    assert told() == [("privat@people.example", "booking.cohort_confirmed")]


def test_confirmed_once(weak, office):
    confirm_cohort(cohort=weak, reason="Ja", actor=office, at=NOON)
    with pytest.raises(WrongState):
        confirm_cohort(cohort=weak, reason="Ja", actor=office, at=NOON)


@pytest.mark.parametrize("status", ["planned", "running", "completed", "cancelled"])
def test_only_while_it_is_open(cohort, office, status):
    Cohort.objects.update(status=status)
    with pytest.raises(WrongState):
        confirm_cohort(cohort=cohort, actor=office, at=NOON)


def test_only_who_runs_it(weak):
    for user in (make_user(), make_booker(weak.bookings.get().company)):
        with pytest.raises(NotAllowed):
            confirm_cohort(cohort=weak, reason="Ja", actor=user, at=NOON)


def test_the_page_shows_both_ways_and_who_is_told(client, weak, office):
    make_pledge(weak, make_company(name="Zusagend AG"), seats=1)
    client.force_login(office)
    url = reverse("cohort_decision", args=[weak.code])
    page = client.get(url).text
    assert "Does" in page and "Zusagend AG" in page and "Besides, 1 participant." in page
    assert "2 booked, 1 pledged" in page and "1 is missing" in page
    refused = client.post(url, {"act": "confirm", "confirm-reason": ""}).text
    assert "Say why it takes place all the same." in refused
    client.post(url, {"act": "confirm", "confirm-reason": "Die vierte kommt."})
    assert Cohort.objects.get().decision_reason == "Die vierte kommt."
    again = client.get(url).text
    assert "It takes place." in again and 'value="confirm"' not in again
    Cohort.objects.update(status="cancelled")
    assert "Nothing is to be decided any more." in client.get(url).text


def test_nonsense_decides_nothing(client, weak, office):
    client.force_login(office)
    assert client.post(reverse("cohort_decision", args=[weak.code]), {"act": "burn"}).status_code == 200
    assert Cohort.objects.get().status == "booking_open" and Cohort.objects.get().confirmed_at is None


def test_e28_pk6_has_seven_of_ten_and_shows_the_day_of_decision(client, demo):
    """Edge case E28: eight records, seven active seats; ten are needed."""
    edge = demo.record("id", "E28", of="edge_cases")
    assert edge["expected"].startswith("capacity counts active seats only")
    cohort = demo.cohort("PK-6")
    client.force_login(demo.actor)
    page = client.get(reverse("cohort_decision", args=["PK-6"])).context
    assert (page["strength"].taken, page["strength"].least, page["strength"].missing) == (7, 10, 3)
    assert page["decide_on"] == cohort.starts_on - dt.timedelta(days=demo.file["policies"]["organiser_cancels_by_days"])
