"""No page of booking asks the database more often when there is more to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.booking.models import Booking, Enrolment, Seat
from courses.cohorts.models import Cohort
from lms.accounts.models import Person
from lms.organisations.models import Employment
from tests.makers import (
    NOON,
    make_booker,
    make_cohort,
    make_company,
    make_edition,
    make_office_user,
    make_pledge,
    make_session,
)


def fill(cohort, company, people):
    """`people` employees of the company on seats of their own, in two bookings."""
    Cohort.objects.filter(pk=cohort.pk).update(max_size=people)
    cohort.seats.all().delete()
    bookings = [
        Booking.objects.create(cohort=cohort, company=company, seat_count=people, price_per_seat=1, booked_at=NOON)
        for _ in range(2)
    ]
    persons = Person.objects.bulk_create(
        Person(family_name=f"P{n}", email=f"{cohort.pk}-{n}@many.example") for n in range(people)
    )
    Employment.objects.bulk_create(Employment(person=person, company=company) for person in persons)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(cohort=cohort, person=person, booking=bookings[n % 2], starts_on=cohort.starts_on, enrolled_at=NOON)
        for n, person in enumerate(persons)
    )
    Seat.objects.bulk_create(
        Seat(cohort=cohort, number=n + 1, booking=enrolment.booking, enrolment=enrolment)
        for n, enrolment in enumerate(enrolments)
    )


def queries(client, user, address):
    client.force_login(user)
    client.get(address)  # content types and site are cached from now on
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    print(*(query["sql"][:150] for query in captured), sep="\n")  # shown by pytest when a test fails
    return len(captured)


@pytest.fixture
def few_and_many(db):
    """Two companies: one with 3 seats in a cohort of one session, one with 300 in three cohorts of five sessions."""
    few, many = make_company(), make_company()
    small = make_cohort(make_edition(seminars=1))
    make_session(small)
    fill(small, few, 3)
    for _ in range(3):
        cohort = make_cohort(make_edition(seminars=5))
        for _ in range(5):
            make_session(cohort)
        fill(cohort, many, 100)
    return few, many


def test_a_companys_page_of_sections_takes_at_most_twenty_two(client, few_and_many):
    few, many = (queries(client, make_booker(one), reverse("company", args=[one.code])) for one in few_and_many)
    # One of them asks for cohorts that were called off: their seats are gone, and nothing else would say so.
    assert few <= 22
    assert many <= few


def test_its_history_too(client, few_and_many):
    few, many = (queries(client, make_booker(one), reverse("company_history", args=[one.code])) for one in few_and_many)
    assert many <= few <= 12


def test_the_booking_page_takes_the_same_for_any_number_of_chairs(client, few_and_many):
    cohorts = [one.bookings.first().cohort for one in few_and_many]
    counts = [queries(client, make_booker(make_company()), reverse("book_seats", args=[c.code])) for c in cohorts]
    # Three more sessions are shown than one has; their hosts and days are still read at once.
    assert counts[1] <= counts[0] <= 20


def test_the_page_of_the_decision_takes_the_same_for_any_number(client, few_and_many):
    cohorts = [one.bookings.first().cohort for one in few_and_many]
    office = make_office_user()
    for cohort, pledges in zip(cohorts, (1, 20), strict=True):
        for _ in range(pledges):
            make_pledge(cohort)
    counts = [queries(client, office, reverse("cohort_decision", args=[cohort.code])) for cohort in cohorts]
    assert counts[1] <= counts[0] <= 20


def test_the_page_of_a_pledge_too(client, few_and_many):
    cohorts = [one.bookings.first().cohort for one in few_and_many]
    counts = [queries(client, make_booker(make_company()), reverse("pledge_seats", args=[c.code])) for c in cohorts]
    assert counts[1] <= counts[0] <= 15


def test_a_companys_page_with_pledges_too(client, few_and_many):
    counts = []
    for one, pledges in zip(few_and_many, (1, 10), strict=True):
        for _ in range(pledges):
            make_pledge(make_cohort(), one)
        counts.append(queries(client, make_booker(one), reverse("company", args=[one.code])))
    assert counts[1] <= counts[0] <= 22
