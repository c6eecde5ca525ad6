"""What is advertised as free is what can be booked: the hosts' limit is the second limit, everywhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import book_seats, hold_seats
from courses.booking.facts import next_cohorts, programme_facts
from courses.booking.outlook import cohorts_to_book, other_cohorts
from courses.booking.refusals import CohortFull
from tests.makers import make_booking, make_cohort, make_session, make_site


@pytest.fixture
def cohort(db):
    """Five chairs, one is booked; the second of three sessions is at a host that admits three."""
    cohort = make_cohort(starts_on="2098-02-01", ends_on="2099-01-01")
    make_booking(cohort, seats=1)
    for room in (20, 3, 4):
        make_session(cohort, host=make_site(max_visitors=room))
    return cohort


@pytest.fixture
def full(cohort):
    """Another one of its programme with free chairs that no host admits."""
    other = make_cohort(cohort.edition, starts_on="2098-01-01", ends_on="2099-01-01")
    make_booking(other, seats=2)
    make_session(other, host=make_site(max_visitors=2))
    return other


def test_cohorts_to_book_say_it_in_one_query(cohort, full):
    with CaptureQueriesContext(connection) as captured:
        rows = cohorts_to_book(timezone.now(), 8)
    assert len(captured) == 1
    assert {row.code: (row.free, row.bookable) for row in rows} == {cohort.code: (4, 2), full.code: (3, 0)}


def test_what_others_keep_counts_at_the_hosts_too(cohort, company, booker):
    hold_seats(cohort=cohort, company=company, count=1, key="k", actor=booker, at=timezone.now())
    [row] = cohorts_to_book(timezone.now(), 8)
    assert (row.free, row.bookable) == (3, 1)


def test_only_cohorts_that_can_be_booked_are_recommended(cohort, full):
    third = make_cohort(cohort.edition, starts_on="2098-03-01", ends_on="2099-01-01")
    assert [row.code for row in other_cohorts(third, timezone.now())] == [cohort.code]


def test_companies_and_bookers_read_it(client, cohort, full, company, booker):
    client.force_login(booker)
    for address in (reverse("company", args=[company.code]), reverse("home")):
        page = client.get(address).text
        assert "2 free" in page and "4 free" not in page and "full: waiting list" in page, address


def test_the_booking_page_says_it_and_draws_the_chairs_as_they_are(client, cohort, booker):
    client.force_login(booker)
    answer = client.get(reverse("book_seats", args=[cohort.code]))
    assert "1 of 5 seats" in answer.text and "The hosts admit 2 more." in answer.text
    assert answer.text.count("chair--free") == 3 and answer.text.count("chair--chosen") == 1


def test_the_public_pages_say_it(cohort, full):
    facts = programme_facts(cohort.edition.programme_id, timezone.now())
    shown = [facts.next, *facts.later]
    assert [(one.code, one.free, one.unadmitted, one.size) for one in shown] == [
        (full.code, 0, 3, 5), (cohort.code, 2, 2, 5)
    ]  # fmt: skip
    assert next_cohorts(timezone.now())[cohort.edition.programme_id].free == 0


@pytest.mark.parametrize("act", [book_seats, hold_seats])
def test_who_asks_for_more_than_there_are_chairs_is_told_it(cohort, company, booker, act):
    with pytest.raises(CohortFull, match="Only 2 seats are still free") as refused:
        act(cohort=cohort, company=company, count=5, key="k", actor=booker, at=timezone.now())
    assert refused.value.seats_left == 2
