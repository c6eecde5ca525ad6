"""Two who substitute at once: exactly one wins, the other gets a sentence. On PostgreSQL, with real locks."""

import pytest

from courses.booking.actions import agree_to_takeover, book_seats, decline_takeover, replace_person, send_stand_in
from courses.booking.models import Enrolment, SeatEvent, StandIn, TakeoverRequest
from courses.booking.people import Attendee
from lms.accounts.models import Person
from tests.courses.booking.crowd import all_at_once
from tests.makers import NOON, make_booker, make_cohort, make_company, make_edition, make_office_user, make_session

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WANTED = Attendee("Bob", "Muster", "bob@people.example")


def make_seats(same_cohort):
    """Two companies with a named seat each, and who books for them."""
    edition = make_edition()
    cohort = make_cohort(edition)
    found = []
    for n in range(2):
        company = make_company()
        booker = make_booker(company)
        where = cohort if same_cohort or not n else make_cohort(edition)
        person = Attendee("Ada", f"Platz {n}", f"ada{n}@people.example")
        booking = book_seats(cohort=where, company=company, count=1, people=[person], actor=booker, at=NOON)
        found.append((booking.seats.select_related("enrolment").get(), booker))
    return found


@pytest.mark.parametrize("same_cohort", [True, False])
@pytest.mark.parametrize("_again", range(3))
def test_two_companies_want_the_same_person(same_cohort, _again):
    seats = make_seats(same_cohort)
    outcome = all_at_once(2, lambda n: replace_person(seat=seats[n][0], attendee=WANTED, actor=seats[n][1], at=NOON))
    assert outcome["done"] == 1
    assert outcome["already_enrolled"] + outcome["person_unclear"] == 1
    assert Enrolment.objects.filter(person__email="bob@people.example", ending="").count() == 1
    assert Person.objects.filter(email="bob@people.example").count() == 1
    assert SeatEvent.objects.filter(kind="replaced").count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_two_of_one_company_replace_the_same_person(_again):
    (seat, booker), _other = make_seats(same_cohort=True)
    people = [Attendee("Neu", str(n), f"neu{n}@people.example") for n in range(2)]
    copies = [type(seat).objects.select_related("enrolment").get(pk=seat.pk) for _ in range(2)]
    outcome = all_at_once(2, lambda n: replace_person(seat=copies[n], attendee=people[n], actor=booker, at=NOON))
    assert outcome == {"done": 1, "seat_taken": 1}
    assert SeatEvent.objects.filter(kind="replaced").count() == 1


@pytest.mark.parametrize("_again", range(3))
def test_two_send_the_same_stand_in_for_two_people(_again):
    seats = make_seats(same_cohort=True)
    session = make_session(seats[0][0].cohort)
    outcome = all_at_once(
        2,
        lambda n: send_stand_in(
            session=session, enrolment=seats[n][0].enrolment, attendee=WANTED, actor=seats[n][1], at=NOON
        ),
    )
    assert outcome["done"] == 1
    assert outcome["comes_already"] + outcome["person_unclear"] == 1
    assert StandIn.objects.count() == 1


def test_a_request_gets_one_answer():
    (seat, booker), _other = make_seats(same_cohort=True)
    asked = TakeoverRequest.objects.create(
        seat=seat, enrolment=seat.enrolment, given_name="Bob", family_name="Muster", email="bob@people.example",
        asked_at=NOON, asked_by=booker,
    )  # fmt: skip
    office = make_office_user()
    acts = [agree_to_takeover, decline_takeover, agree_to_takeover, decline_takeover]
    outcome = all_at_once(4, lambda n: acts[n](request=asked, actor=office, at=NOON))
    assert outcome == {"done": 1, "request_closed": 3}
