"""A booking beyond what a session's host admits is refused naming the session; the office goes on with a reason."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from courses.booking.actions import book_seats, cancel_booking, hold_seats, join_waiting_list
from courses.booking.models import Booking, SeatEvent, WaitEntry
from courses.booking.refusals import HostTooSmall, SeatsFree
from courses.cohorts.models import SeminarSession
from lms.audit.models import Act
from tests.courses.booking.test_book_page import typed
from tests.makers import NOON, make_booker, make_company, make_session, make_site


@pytest.fixture
def narrow(cohort):
    """The second of three sessions is at a host that admits two."""
    make_session(cohort, host=make_site(max_visitors=20))
    return make_session(cohort, host=make_site(max_visitors=2))


def test_refuses_the_third_and_names_the_session(cohort, company, booker, narrow):
    book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    with pytest.raises(HostTooSmall) as refused:
        book_seats(cohort=cohort, company=company, count=1, despite_host="I insist", actor=booker, at=NOON)
    facts = {"session": f"{cohort.code}/{narrow.seminar.code}", "admits": 2, "would_be": 3, "seats_left": 0}
    assert refused.value.facts == facts
    said = str(refused.value)
    # By number and title, as people call it, and with what to do now.
    assert said.startswith(f"{narrow.spoken}: the host admits 2 people") and facts["session"] not in said
    assert "Enter the waiting list, or book another cohort." in said
    assert Booking.objects.count() == 1


def test_names_all_sessions_that_are_too_small(cohort, company, booker, narrow):
    small = make_session(cohort, host=make_site(max_visitors=1))
    with pytest.raises(HostTooSmall) as refused:
        book_seats(cohort=cohort, company=company, count=3, actor=booker, at=NOON)
    said = str(refused.value)
    assert said.index(f"{small.spoken}: the host admits 1") < said.index(f"{narrow.spoken}: the host admits 2")
    assert said.count("the host admits") == 2, "the first session has room"
    assert refused.value.facts["session"] == str(small)


def test_says_how_many_can_be_booked(cohort, company, booker, narrow):
    with pytest.raises(HostTooSmall, match="Book 2 seats at most, or enter the waiting list."):
        book_seats(cohort=cohort, company=company, count=3, actor=booker, at=NOON)


def test_seats_that_are_only_held_count_and_are_said_apart(cohort, company, booker, narrow):
    other = make_company()
    hold_seats(cohort=cohort, company=other, count=1, key="form", actor=make_booker(other), at=NOON)
    with pytest.raises(HostTooSmall) as refused:
        book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    assert "it would be 3" in str(refused.value) and "Counted in is 1 seat that is only kept" in str(refused.value)


def test_ones_own_kept_seats_are_not_said_as_others(cohort, company, booker, narrow):
    hold_seats(cohort=cohort, company=company, count=2, key="form", actor=booker, at=NOON)
    with pytest.raises(HostTooSmall) as refused:
        book_seats(cohort=cohort, company=company, count=3, key="form", actor=booker, at=NOON)
    assert "Counted in" not in str(refused.value)


@pytest.mark.parametrize("door", ["book_seats", "hold_seats"])
def test_the_page_offers_the_waiting_list_then_and_serves_it(client, cohort, company, booker, narrow, door):
    client.force_login(booker)
    data = {"company": company.pk, "count": 3, "key": "k1"}
    page = client.post(reverse(door, args=[cohort.code]), data).text
    assert f"{escape(narrow.spoken)}: the host admits 2 people" in page
    assert "The hosts admit 2 more." in page and "Or enter 2 above and book what is free." in page
    assert "5 seats are free" not in page
    assert "Put us on the waiting list for 3 seats" in page
    assert client.post(reverse("join_waiting_list", args=[cohort.code]), data).status_code == 302
    assert WaitEntry.objects.get().seats_wanted == 3


@pytest.mark.parametrize("door", ["book_private", "hold_private"])
def test_for_a_private_payer_there_are_the_same_two_ways(client, cohort, company, office, narrow, door):
    book_seats(cohort=cohort, company=company, count=2, actor=office, at=NOON)
    client.force_login(office)
    who = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example", "language": "de", "key": "k1"}
    page = client.post(reverse(door, args=[cohort.code]), who).text
    assert f"{escape(narrow.spoken)}: the host admits 2 people" in page
    assert reverse("wait_private", args=[cohort.code]) in page and 'name="despite_host"' in page
    assert not Booking.objects.filter(company=None).exists()
    answer = client.post(reverse(door, args=[cohort.code]), who | {"despite_host": "second room"})
    if door == "hold_private":
        assert "The seat is kept for you" in answer.text
    else:
        assert Booking.objects.get(company=None).seats.count() == 1
        assert Act.objects.filter(verb="booking.made", facts__despite_host=True).count() == 1


def test_a_private_payer_waits_for_what_no_host_admits(client, cohort, company, office, narrow):
    book_seats(cohort=cohort, company=company, count=2, actor=office, at=NOON)
    client.force_login(office)
    who = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example", "language": "de", "key": "k1"}
    assert client.post(reverse("wait_private", args=[cohort.code]), who).status_code == 302
    assert WaitEntry.objects.get().private_payer.email == who["email"]


def test_two_groups_double_what_the_host_admits(cohort, company, booker, narrow):
    SeminarSession.objects.filter(pk=narrow.pk).update(parallel_groups=2)
    assert book_seats(cohort=cohort, company=company, count=4, actor=booker, at=NOON)


def test_a_session_that_was_held_no_longer_counts(cohort, company, booker, narrow):
    SeminarSession.objects.filter(pk=narrow.pk).update(status="held")
    assert book_seats(cohort=cohort, company=company, count=5, actor=booker, at=NOON)


def test_the_office_goes_on_with_a_reason_that_is_recorded(cohort, company, office, narrow):
    with pytest.raises(HostTooSmall):
        book_seats(cohort=cohort, company=company, count=3, actor=office, at=NOON)
    book_seats(cohort=cohort, company=company, count=3, despite_host="second room", actor=office, at=NOON)
    assert Act.objects.get(verb="booking.made").facts["despite_host"] is True, "the log keeps no text"
    assert set(SeatEvent.objects.values_list("reason", flat=True)) == {"second room"}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_office_is_led_to_the_field_that_helps(client, cohort, company, office, narrow, headers):
    client.force_login(office)
    page = client.post(reverse("book_seats", args=[cohort.code]), typed(company, 3), headers=headers).text
    [field] = re.findall(r'<input[^>]*name="despite_host"[^>]*>', page)
    assert 'aria-invalid="true"' in field and "autofocus" in field
    summary = page.partition("error-summary")[2].partition("</ul>")[0]
    assert 'href="#id_despite_host"' in summary and "With a reason you can book all the same." in summary
    # It is the cluster office.
    assert "The cluster office can" not in page
    assert (
        client.post(reverse("book_seats", args=[cohort.code]), typed(company, 3, despite_host="x")).status_code == 302
    )


def test_a_private_payers_form_leads_to_it_too(client, cohort, company, office, narrow):
    book_seats(cohort=cohort, company=company, count=2, actor=office, at=NOON)
    client.force_login(office)
    who = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example", "language": "de", "key": "k1"}
    page = client.post(reverse("book_private", args=[cohort.code]), who).text
    assert 'href="#id_despite_host"' in page and "autofocus" in page


@pytest.mark.parametrize("door", ["book_seats", "book_private"])
def test_the_office_is_asked_why_only_where_a_host_may_be_too_small(client, cohort, company, office, door):
    make_session(cohort, host=make_site(max_visitors=5))
    client.force_login(office)
    assert "despite_host" not in client.get(reverse(door, args=[cohort.code])).text
    make_session(cohort, host=make_site(max_visitors=4))
    assert "despite_host" in client.get(reverse(door, args=[cohort.code])).text


def test_where_the_hosts_are_full_companies_find_the_list_and_the_office_the_form(
    client, cohort, company, booker, office, narrow
):
    book_seats(cohort=cohort, company=make_company(), count=2, actor=office, at=NOON)
    client.force_login(booker)
    page = client.get(reverse("book_seats", args=[cohort.code])).text
    assert "The hosts admit nobody more: waiting list" in page and "Book with obligation to pay" not in page
    client.force_login(office)
    assert "Book with obligation to pay" in client.get(reverse("book_seats", args=[cohort.code])).text


def test_seats_of_the_office_kept_beyond_a_host_are_drawn(client, cohort, company, office, narrow):
    client.force_login(office)
    page = client.post(reverse("hold_seats", args=[cohort.code]), typed(company, 4, despite_host="second room"))
    assert "4 seats are kept for you" in page.text and page.context["room"].chosen == 4


def test_who_is_not_admitted_may_wait_and_is_served_once_a_host_has_room(cohort, company, booker, office, narrow):
    first = book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    entry = join_waiting_list(cohort=cohort, company=company, seats=1, actor=booker, at=NOON)
    assert entry.state == "waiting"
    cancel_booking(booking=first, actor=office, at=NOON)
    entry.refresh_from_db()
    assert (entry.state, entry.seats_offered) == ("offered", 1)


def test_nobody_waits_for_what_the_hosts_admit(cohort, company, booker, narrow):
    with pytest.raises(SeatsFree):
        join_waiting_list(cohort=cohort, company=company, seats=2, actor=booker, at=NOON)
