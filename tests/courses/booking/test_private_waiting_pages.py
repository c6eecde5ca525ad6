"""The office keeps a seat while it types for a private payer, or puts them on the list; they answer by the letter."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import cancel_booking, hold_seats
from courses.booking.links import link_to
from courses.booking.models import Booking, WaitEntry
from courses.cohorts.models import Cohort
from lms.accounts.models import Person
from tests.makers import (
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_enrolment,
    make_instalments,
    make_offer,
    make_office_user,
    make_person,
    make_session,
    make_site,
    make_wait_entry,
)

ENGLISH = {"Accept-Language": "en"}
HTMX = {"HX-Request": "true"}
ADA = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example", "language": "de", "key": "form"}


@pytest.fixture
def cohort(db):
    """Five chairs, a day far ahead of any clock."""
    return make_cohort(starts_on=timezone.localdate() + dt.timedelta(days=300), ends_on="2099-01-01")


@pytest.fixture
def full(cohort):
    make_booking(cohort, seats=5)
    return cohort


@pytest.fixture
def office(cohort, client):
    user = make_office_user(language="en")
    client.force_login(user)
    return user


@pytest.fixture
def entry(cohort):
    person = make_person(given_name="Frieda", family_name="Fröhlich", email="frieda@people.example")
    return make_offer(cohort, private_payer=person, until=timezone.now() + dt.timedelta(days=1))


def url(name, cohort):
    return reverse(name, args=[cohort.code])


def offer_page(client, entry):
    return client.get(reverse("offer", args=[link_to(entry)]), headers=ENGLISH).text


def answer(client, entry, said="accept", **more):
    return client.post(reverse("offer", args=[link_to(entry)]), {"answer": said, **more}, headers=ENGLISH)


# --- the office's form


def test_a_chair_is_kept_for_the_form_while_one_types(client, cohort, office):
    part = client.post(url("hold_private", cohort), ADA, headers=HTMX).text
    assert "The seat is kept for you until" in part and 'name="held"' in part
    assert cohort.seats.held(timezone.now()).get().hold_key == "form"
    again = client.get(url("hold_private", cohort), {"key": "form", "held": "1"}, headers=HTMX).text
    assert "The seat is kept for you until" in again
    cohort.seats.filter(hold_key="form").update(held_until=timezone.now() - dt.timedelta(seconds=1))
    over = client.get(url("hold_private", cohort), {"key": "form", "held": "1"}, headers=HTMX).text
    assert "The time is over." in over


def test_without_script_a_button_keeps_it_and_nothing_typed_is_lost(client, cohort, office):
    page = client.post(url("hold_private", cohort), ADA | {"family_name": ""}).text
    assert "The seat is kept for you until" in page and 'value="ada@people.example"' in page
    assert "another look" not in page
    assert client.get(url("hold_private", cohort)).status_code == 302
    client.post(url("let_go", cohort), {"key": "form"})
    assert not cohort.seats.held(timezone.now()).exists()


def test_the_kept_chair_is_what_is_booked(client, cohort, office):
    client.post(url("hold_private", cohort), ADA)
    make_booking(cohort, seats=4)
    assert client.post(url("book_private", cohort), ADA | {"held": "1"}).status_code == 302
    assert Booking.objects.get(private_payer__email=ADA["email"]).seats.count() == 1
    assert not cohort.seats.held(timezone.now()).exists()


def test_a_chair_kept_in_another_window_is_taken_for_the_form_that_is_sent(client, cohort, office):
    make_booking(cohort, seats=4)
    client.post(url("hold_private", cohort), ADA | {"key": "other window"})
    assert "In another window" in client.get(url("book_private", cohort)).text
    assert client.post(url("book_private", cohort), ADA).status_code == 302


def held_until(cohort):
    return cohort.seats.get(hold_key="form").held_until


def test_a_form_to_be_corrected_keeps_its_chair_for_another_while(client, cohort, office):
    client.post(url("hold_private", cohort), ADA)
    cohort.seats.filter(hold_key="form").update(held_until=timezone.now() + dt.timedelta(minutes=1))
    page = client.post(url("book_private", cohort), ADA | {"held": "1", "email": "no"}).text
    assert "The seat is kept for you until" in page
    assert held_until(cohort) > timezone.now() + dt.timedelta(minutes=10)


def test_a_form_that_kept_none_gets_none_by_a_fault(client, cohort, office):
    assert "One entry needs another look" in client.post(url("book_private", cohort), ADA | {"email": "no"}).text
    assert not cohort.seats.held(timezone.now()).exists()


def test_a_refusal_keeps_nothing_longer(client, cohort, office):
    make_person(given_name="Eva", email=ADA["email"])
    client.post(url("hold_private", cohort), ADA)
    before = held_until(cohort)
    assert "under another name" in client.post(url("book_private", cohort), ADA | {"held": "1"}).text
    assert held_until(cohort) == before


def test_without_a_key_there_is_a_form_and_no_hold(client, cohort, office):
    nameless = {name: value for name, value in ADA.items() if name != "key"}
    for verb in ({}, {"headers": HTMX}):
        assert client.post(url("hold_private", cohort), nameless, **verb).status_code == 200
    assert not cohort.seats.held(timezone.now()).exists()


def test_of_two_refusals_the_one_that_counts_is_said(client, cohort, office):
    """A chair of another window is taken for this form, and then the person cannot be booked."""
    make_enrolment(cohort, make_person(given_name="Ada", family_name="Beispiel", email=ADA["email"]))
    make_booking(cohort, seats=3)
    client.post(url("hold_private", cohort), ADA | {"key": "other window"})
    page = client.post(url("book_private", cohort), ADA).text
    assert "has a seat in this cohort already" in page and "No seat of this cohort is free." not in page


def test_a_host_that_is_too_small_is_named_once(client, cohort, office):
    make_booking(cohort, seats=3)
    make_session(cohort, date=cohort.starts_on, host=make_site(max_visitors=3))
    page = client.post(url("book_private", cohort), ADA).text
    assert page.count("admits 3") == 1 and "No seat is kept." not in page


def test_a_full_cohort_offers_the_list_and_tells_the_place(client, full, office):
    make_wait_entry(full)
    page = client.get(url("book_private", full)).text
    assert "1 entry waits already." in page and url("wait_private", full) in page
    told = client.post(url("wait_private", full), ADA, follow=True).text
    assert "Ada Beispiel is on the waiting list, at place 2." in told
    assert "pays privately" in told[told.index('id="waiting"') :]
    assert client.get(url("wait_private", full)).url == url("book_private", full)


def test_an_offer_is_no_entry_that_waits(client, cohort, office):
    make_booking(cohort, seats=4)
    make_offer(cohort, private_payer=make_person(), until=timezone.now() + dt.timedelta(days=1))
    assert "Nobody waits yet." in client.get(url("book_private", cohort)).text


def test_a_chair_that_the_form_kept_goes_to_whom_it_puts_on_the_list(client, cohort, office):
    make_booking(cohort, seats=4)
    client.post(url("hold_private", cohort), ADA)
    told = client.post(url("wait_private", cohort), ADA, follow=True).text
    assert "Seats are there already: answer the offer." in told
    assert WaitEntry.objects.get().state == "offered"


def test_the_last_seat_gone_while_typing_leads_to_the_list(client, cohort, office):
    other = make_company()
    hold_seats(cohort=cohort, company=other, count=5, key="x", actor=make_booker(other), at=timezone.now())
    part = client.post(url("hold_private", cohort), ADA, headers=HTMX).text
    assert "The last seat has just gone." in part and url("wait_private", cohort) in part
    page = client.post(url("book_private", cohort), ADA).text
    assert "No seat of this cohort is free." in page and 'value="ada@people.example"' in page


def test_what_is_missing_is_said_beside_the_field(client, full, office):
    page = client.post(url("wait_private", full), ADA | {"email": ""}).text
    assert "One entry needs another look" in page
    assert not WaitEntry.objects.exists() and not Person.objects.filter(family_name="Beispiel").exists()


def test_the_office_accepts_and_orders_for_them(client, full, office):
    first = make_wait_entry(full)
    person = make_person(given_name="Frieda", family_name="Fröhlich")
    mine = make_wait_entry(full, private_payer=person, created_at=timezone.now())
    client.post(reverse("order_waiting", args=[mine.pk]), {"way": "up"})
    page = client.get(url("cohort", full)).text
    assert page.index("Frieda Fröhlich") < page.index(str(first.company))
    client.post(reverse("answer_waiting", args=[mine.pk]), {"answer": "leave"})
    mine.refresh_from_db()
    assert mine.state == "withdrawn"


def test_a_company_learns_nothing_of_who_waits_privately(client, full):
    make_wait_entry(full, private_payer=make_person(given_name="Frieda", family_name="Fröhlich"))
    client.force_login(make_booker(make_company(), language="en"))
    page = client.get(url("book_seats", full)).text
    assert "1 entry waits already." in page and "Fröhlich" not in page
    for name in ("book_private", "hold_private", "wait_private"):
        assert client.post(url(name, full), ADA).status_code == 404


# --- the page of the letter


def test_shows_what_a_consumer_must_read_before_the_button(client, entry, cohort):
    edition = cohort.edition
    make_instalments(edition, 50, 50)
    edition.cancellation_steps.create(until_days_before=28, fee_percent=0)
    text = offer_page(client, entry)
    for part in (
        "€1,200.00", "taxes included", "€600.00", "with the booking", "Notice of withdrawal", "within 14 days",
        "28 days before the start", "Book with obligation to pay", edition.programme.office.name, "Frieda Fröhlich",
    ):  # fmt: skip
        assert part in text, part
    assert text.index("Notice of withdrawal") < text.index('name="notice"') < text.index("Book with obligation to pay")
    assert 'name="early_start"' not in text


def test_german_consumers_read_the_words_of_the_law(client, entry):
    text = client.get(reverse("offer", args=[link_to(entry)]), headers={"Accept-Language": "de"}).text
    assert "Zahlungspflichtig buchen" in text and "Widerrufsbelehrung" in text


def test_a_tick_is_needed_and_what_is_missing_is_said(client, entry):
    missing = answer(client, entry)
    assert missing.status_code == 409
    assert "Without this nothing can be booked." in missing.text and not Booking.objects.exists()
    assert answer(client, entry, notice="on").status_code == 302
    assert "Your seat is booked." in offer_page(client, entry)
    assert Booking.objects.get().seats.get().enrolment.person == entry.private_payer
    assert answer(client, entry).status_code == 302
    assert Booking.objects.count() == 1


def test_early_teaching_is_asked_for_expressly(client, entry):
    Cohort.objects.update(starts_on=timezone.localdate() + dt.timedelta(days=9))
    assert 'name="early_start"' in offer_page(client, entry)
    refused = answer(client, entry, notice="on")
    assert refused.status_code == 409 and "checked" in refused.text
    # The sentence itself stands beside its tick, not in the list of faults.
    assert "Early start</a>: Without this" in refused.text and refused.text.count("I ask you to begin then") == 1
    assert answer(client, entry, notice="on", early_start="on").status_code == 302


def test_declined_lapsed_and_waiting_have_their_page(client, cohort, entry):
    answer(client, entry, "decline")
    text = offer_page(client, entry)
    assert "You declined the offer." in text and "/book/" not in text and "the offer lapses" not in text
    late = make_offer(cohort, private_payer=make_person(), until=timezone.now() - dt.timedelta(seconds=1))
    text = offer_page(client, late)
    assert "This offer has lapsed." in text and 'value="accept"' not in text and "the offer lapses" not in text
    assert answer(client, late, notice="on").status_code == 409
    make_booking(cohort, seats=5)
    waiting = make_wait_entry(cohort, private_payer=make_person())
    assert "Place 1 in line." in offer_page(client, waiting)
    answer(client, waiting, "decline")
    assert "You left the waiting list." in offer_page(client, waiting)


def test_a_cohort_called_off_closed_or_begun_and_a_seat_given_back_have_theirs(client, cohort, entry, office):
    for status, said in (("planned", "This cohort takes no bookings any more."), ("cancelled", "does not take place")):
        Cohort.objects.update(status=status)
        text = offer_page(client, entry)
        assert said in text and 'value="accept"' not in text and "This offer has lapsed." not in text
    Cohort.objects.update(status="booking_open")
    begun = make_wait_entry(cohort, private_payer=make_person(), state="closed", closed_at=timezone.now())
    assert "The cohort has begun." in offer_page(client, begun)
    answer(client, entry, notice="on")
    cancel_booking(booking=Booking.objects.get(), actor=office, at=timezone.now())
    for status in ("booking_open", "cancelled"):
        Cohort.objects.update(status=status)
        text = offer_page(client, entry)
        assert "This seat was given back." in text and "does not take place" not in text


def test_the_page_of_a_letter_is_of_nobody_elses_log_and_of_no_search_engine(client, entry):
    page = client.get(reverse("offer", args=[link_to(entry)]))
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert "no-store" in page["Cache-Control"]


def test_the_notice_says_what_is_paid_where_teaching_begins_early(client, entry):
    assert "you pay us a reasonable sum" not in offer_page(client, entry)
    Cohort.objects.update(starts_on=timezone.localdate() + dt.timedelta(days=9))
    assert "you pay us a reasonable sum" in offer_page(client, entry)


def test_a_part_of_the_price_has_the_day_of_the_session_that_takes_place(client, entry, cohort):
    make_instalments(cohort.edition, 50, 50)
    session = make_session(cohort, cohort.edition.seminars.all()[1], date=dt.date(2098, 3, 4))
    assert "for seminar 2 on 4 March 2098" in offer_page(client, entry)
    type(session).objects.update(status="cancelled")
    text = offer_page(client, entry)
    assert "for seminar 2" in text and "2098" not in text


def test_the_pages_ask_little_of_the_database(client, entry, full_of_dates, office, django_assert_max_num_queries):
    client.get(url("book_private", full_of_dates))
    with django_assert_max_num_queries(8):
        offer_page(client, entry)
    with django_assert_max_num_queries(12):
        client.get(url("book_private", full_of_dates))


@pytest.fixture
def full_of_dates(cohort, entry):
    """Instalments, sessions and a long line: nothing of them costs a query each."""
    make_instalments(cohort.edition, 40, 30, 30)
    for seminar in cohort.edition.seminars.all():
        make_session(cohort, seminar, date=cohort.starts_on + dt.timedelta(days=seminar.position))
    make_booking(cohort, seats=4)
    for _ in range(6):
        make_wait_entry(cohort, private_payer=make_person())
    return cohort
