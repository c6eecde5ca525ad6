"""Nobody meets a dead end at a full cohort: the pages lead onto the waiting list, tell the place, take the answer."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.booking import panels
from courses.booking.actions import cancel_booking
from courses.booking.line import places_of
from courses.booking.models import Booking, WaitEntry
from courses.booking.views.waiting import welcome
from courses.cohorts.models import Cohort
from tests.courses.booking.test_book_page import typed
from tests.makers import (
    make_administrator,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_offer,
    make_user,
    make_wait_entry,
)


@pytest.fixture
def cohort(db):
    """Five chairs, a day far ahead of any clock."""
    return make_cohort(starts_on=timezone.localdate() + dt.timedelta(days=300), ends_on="2099-01-01")


@pytest.fixture
def full(cohort):
    make_booking(cohort, seats=3)
    make_booking(cohort, seats=2)
    return cohort


@pytest.fixture
def signed_in(client, booker):
    client.force_login(booker)
    return client


def url(name, cohort):
    return reverse(name, args=[cohort.code])


def answer(client, entry, said, **more):
    return client.post(reverse("answer_waiting", args=[entry.pk]), {"answer": said, **more}, follow=True)


def state(entry):
    entry.refresh_from_db()
    return entry.state


def free(cohort, booking_seats=2):
    cancel_booking(
        booking=cohort.bookings.get(seat_count=booking_seats, status="active"),
        actor=make_administrator(),
        at=timezone.now(),
    )


def test_a_full_cohort_shows_the_waiting_form_at_once(signed_in, full, company):
    other = make_cohort(full.edition, starts_on=full.starts_on, ends_on=full.ends_on)
    page = signed_in.get(url("book_seats", full)).content.decode()
    assert "All seats are taken: waiting list" in page
    assert "Nobody waits yet: you would be the first." in page
    assert url("join_waiting_list", full) in page and url("book_seats", other) in page
    answer = signed_in.post(
        url("join_waiting_list", full), {"company": company.pk, "count": 2, "key": "k"}, follow=True
    )
    assert "at place 1" in answer.content.decode()
    entry = WaitEntry.objects.get()
    assert (entry.company, entry.seats_wanted, entry.accepts_fewer, entry.state) == (company, 2, False, "waiting")


def test_more_than_there_are_at_all_cannot_wait(signed_in, cohort, company):
    page = signed_in.post(url("book_seats", cohort), typed(company, 6)).content.decode()
    assert "The cohort has 5 seats in all" in page and "Or enter 5 above" in page
    assert "Put us on the waiting list" not in page and "or enter the waiting list" not in page


def test_after_a_refusal_one_click_waits_for_what_was_typed(signed_in, cohort, company):
    make_booking(cohort, seats=3)
    page = signed_in.post(
        url("book_seats", cohort), typed(company, 4, [("A", "B", "a@people.example")])
    ).content.decode()
    assert "Only 2 seats are still free" in page
    assert "Put us on the waiting list for 4 seats" in page and "a@people.example" in page
    sent = typed(company, 4, [("A", "B", "a@people.example")], purchase_order="B-1", accepts_fewer="on")
    answer = signed_in.post(url("join_waiting_list", cohort), sent, follow=True)
    # Two are free and fewer are welcome: the offer is there at once, above all else.
    page = answer.content.decode()
    assert "Seats are there already: answer the offer." in page
    assert "2 seats in" in page and "You wanted 4 seats; 2 are there now." in page
    assert WaitEntry.objects.get().purchase_order == "B-1"


def test_what_was_kept_for_the_form_does_not_stand_in_the_way(signed_in, cohort, company):
    make_booking(cohort, seats=3)
    signed_in.post(url("hold_seats", cohort), typed(company, 2))
    signed_in.post(url("join_waiting_list", cohort), typed(company, 4, accepts_fewer="on"))
    assert state(WaitEntry.objects.get()) == "offered"


def test_if_seats_are_free_after_all_the_form_says_so_and_keeps_all(signed_in, cohort, company):
    sent = typed(company, 2, [("A", "B", "a@people.example")], purchase_order="B-1")
    page = signed_in.post(url("join_waiting_list", cohort), sent).content.decode()
    assert "So many seats are free now. Book them instead of waiting." in page
    assert "a@people.example" in page and "B-1" in page and "Book with obligation to pay" in page


def test_a_company_that_waits_is_told_its_place_instead_of_the_form(signed_in, full, company):
    make_wait_entry(full, make_company(), 2)
    make_wait_entry(full, company, 3)
    page = signed_in.get(url("book_seats", full)).content.decode()
    assert "Place 2 in line." in page
    assert "Put us on the waiting list" not in page


def test_waiting_needs_the_purchase_order_that_the_company_asks_for(client, full):
    strict = make_company(purchase_order_required=True)
    client.force_login(make_booker(strict, language="en"))
    page = client.post(
        url("join_waiting_list", full), {"company": strict.pk, "count": "2", "key": "k"}
    ).content.decode()
    assert "Enter its number" in page and "All seats are taken: waiting list" in page
    assert not WaitEntry.objects.exists()


@pytest.mark.parametrize("count", ["", "x", "0", "9", "201"])
def test_a_number_that_cannot_be_is_a_sentence(signed_in, full, company, count):
    page = signed_in.post(url("join_waiting_list", full), {"company": company.pk, "count": count, "key": "k"})
    assert page.status_code == 200 and b"error-summary" in page.content
    assert not WaitEntry.objects.exists()


def test_the_companys_page_tells_place_and_reason(signed_in, full, company):
    make_wait_entry(full, make_company(), 2)
    make_wait_entry(full, company, 3)
    page = signed_in.get(url("company", company)).content.decode()
    assert "place 2 in line" in page and "No seat is free at the moment." in page
    full.seats.filter(booking=full.bookings.get(seat_count=2)).update(booking=None)
    page = signed_in.get(url("company", company)).content.decode()
    assert "2 of 3 seats would be free: too few." in page


def test_offers_stand_first_the_next_to_end_above(signed_in, cohort, company):
    other = make_cohort(cohort.edition, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    later = make_offer(cohort, company, 1, until=timezone.now() + dt.timedelta(days=2))
    sooner = make_offer(other, company, 2, until=timezone.now() + dt.timedelta(days=1))
    page = signed_in.get(url("company", company)).content.decode()
    assert page.index(f"offer-{sooner.pk}") < page.index(f"offer-{later.pk}") < page.index("page__cols")
    assert "2 × €1,200.00" in page


def test_accepting_books_declining_and_leaving_close(signed_in, cohort, company):
    entry = make_offer(cohort, company, 2, until=timezone.now() + dt.timedelta(days=1))
    assert "2 seats are booked." in answer(signed_in, entry, "accept").content.decode()
    assert Booking.objects.get().seats.count() == 2
    entry = make_offer(cohort, company, 2, until=timezone.now() + dt.timedelta(days=1))
    declined = answer(signed_in, entry, "decline").content.decode()
    assert "The offer is declined." in declined and "the offer lapses" not in declined
    entry = make_wait_entry(cohort, company, 4)
    assert "is withdrawn" in answer(signed_in, entry, "leave").content.decode()
    assert WaitEntry.objects.live().count() == 0


def test_part_of_what_was_wanted_keeps_the_place_for_the_rest(signed_in, full, company):
    entry = make_wait_entry(full, company, 4, accepts_fewer=True)
    free(full)
    answer(signed_in, entry, "accept", keep_waiting="1")
    rest = WaitEntry.objects.live().get()
    assert (rest.seats_wanted, rest.created_at) == (2, entry.created_at)


def test_too_late_an_answer_is_a_sentence(signed_in, cohort, company):
    entry = make_offer(cohort, company, 2, until=timezone.now() - dt.timedelta(seconds=1))
    assert "This offer has lapsed." in answer(signed_in, entry, "accept").content.decode()
    assert not Booking.objects.exists()
    assert answer(signed_in, entry, "nonsense").status_code == 200


def test_another_company_finds_no_entry(client, cohort, company):
    entry = make_offer(cohort, company, 2, until=timezone.now() + dt.timedelta(days=1))
    client.force_login(make_booker(make_company()))
    assert answer(client, entry, "accept").status_code == 404
    assert state(entry) == "offered"


def test_the_start_page_of_a_booker_tells_offers_and_places(signed_in, cohort, full, company):
    make_wait_entry(full, company, 2)
    page = signed_in.get(reverse("home")).content.decode()
    assert "Waiting list" in page and "place 1 in line" in page
    WaitEntry.objects.all().delete()
    assert "place 1 in line" not in signed_in.get(reverse("home")).content.decode()


def test_the_office_sees_the_whole_list_and_why_somebody_is_passed_over(client, office, full):
    first, second = make_wait_entry(full, make_company(), 4), make_wait_entry(full, make_company(), 2)
    free(full)
    client.force_login(office)
    page = client.get(url("cohort", full)).content.decode()
    waiting = page.partition('id="waiting"')[2]
    assert state(second) == "offered"
    assert waiting.index(second.company.name) < waiting.index(first.company.name)
    assert "No seat is free at the moment." in waiting
    full.seats.filter(wait_entry=second).update(wait_entry=None, held_until=None)
    waiting = client.get(url("cohort", full)).content.decode().partition('id="waiting"')[2]
    assert "Passed over:" in waiting and "2 of 4 seats would be free" in waiting


def test_the_office_changes_the_order_and_only_the_office(client, office, full, company, booker):
    entries = [make_wait_entry(full, make_company(), 1) for _ in range(2)] + [make_wait_entry(full, company, 1)]
    client.force_login(office)
    order = reverse("order_waiting", args=[entries[2].pk])

    def line():
        return [
            places.entry
            for places in sorted(places_of([e.company for e in entries], timezone.now()), key=lambda p: p.number)
        ]

    client.post(order, {"way": "up"})
    assert line() == [entries[0], entries[2], entries[1]]
    for way in ("up", "up", "sideways"):
        client.post(order, {"way": way})
    assert line() == [entries[2], entries[0], entries[1]]
    newcomer = make_wait_entry(full, make_company(), 1, created_at=timezone.now())
    assert list(WaitEntry.objects.in_line()) == [*line(), newcomer]
    newcomer.delete()
    client.post(order, {"way": "down"})
    client.post(order, {"way": "down"})
    # Back to where it stands by itself, with no priority left.
    assert line() == entries
    assert set(WaitEntry.objects.values_list("priority", flat=True)) == {0}
    client.force_login(booker)
    assert client.post(order, {"way": "up"}).status_code == 403


def test_the_office_enters_and_withdraws_a_company(client, office, full, company):
    client.force_login(office)
    client.post(url("join_waiting_list", full), {"company": company.pk, "count": 2, "key": "k"})
    entry = WaitEntry.objects.get()
    assert entry.created_by == office
    assert answer(client, entry, "leave").redirect_chain == [(url("cohort", full), 302)]
    assert state(entry) == "withdrawn"


def test_no_more_offers_go_out_near_the_start_and_the_page_says_so(signed_in, full, company):
    make_wait_entry(full, company, 1)
    Cohort.objects.filter(pk=full.pk).update(starts_on=timezone.localdate() + dt.timedelta(days=2))
    assert "no more offers go out" in signed_in.get(url("company", company)).content.decode()


def test_who_books_for_nobody_has_no_panel(cohort, rf):
    request = rf.get("/")
    request.user = make_user()
    assert panels.my_waiting_lists(request, timezone.now()) is None


def test_an_offer_made_between_entering_and_the_answer_is_no_error(full, company):
    entered = make_wait_entry(full, company, 2)
    free(full)
    assert state(WaitEntry.objects.get(pk=entered.pk)) == "offered"
    assert welcome(entered) == "Seats are there already: answer the offer."
