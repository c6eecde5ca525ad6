"""The pages where a consumer withdraws: nothing is told, nothing typed is lost; the office carries out with a press."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import book_privately, cancel_booking
from courses.booking.links import link_to, link_to_withdraw, withdrawal_url
from courses.booking.models import Booking, Declaration
from courses.booking.refusals import Busy
from courses.cohorts.models import Cohort
from courses.invoicing.actions import issue_invoice, settle_given_seats
from courses.invoicing.models import Invoice, SeatsGiven
from lms.messages.models import Letter
from tests.makers import make_cohort, make_offer, make_person, make_priced_cohort, make_session

ENGLISH, GERMAN = {"Accept-Language": "en"}, {"Accept-Language": "de"}
PAGE = "/withdraw/"


@pytest.fixture(autouse=True)
def _nobody_has_declared_yet():
    cache.clear()


@pytest.fixture
def cohort(cohort):
    Cohort.objects.filter(pk=cohort.pk).update(
        starts_on=timezone.localdate() + dt.timedelta(days=100), ends_on="2099-01-01"
    )
    cohort.refresh_from_db()
    return cohort


@pytest.fixture
def booking(cohort, office, ada):
    return book_privately(cohort=cohort, attendee=ada, actor=office, at=timezone.now())


def said(**more):
    return {"name": "Ada Beispiel", "contract": "17", "email": "ada@people.example", "key": "form"} | more


def type_it(client, **more):
    return client.post(PAGE, said(**more), headers=ENGLISH)


def confirm(client, **more):
    return type_it(client, step="confirm", **more)


def link_page(client, booking, headers=ENGLISH):
    return client.get(reverse("withdraw_by_link", args=[link_to_withdraw(booking)]), headers=headers)


def press(client, booking, email="ada@people.example"):
    return client.post(reverse("withdraw_by_link", args=[link_to_withdraw(booking)]), {"email": email}, headers=ENGLISH)


def since(booking, days):
    """As if it had been booked so many days ago."""
    Booking.objects.filter(pk=booking.pk).update(booked_at=timezone.now() - dt.timedelta(days=days))


# --- the public page


def test_every_page_leads_there_in_the_words_of_the_law(client, db):
    for headers, words in ((GERMAN, "Vertrag widerrufen"), (ENGLISH, "Withdraw from contract here")):
        foot = client.get(reverse("imprint"), headers=headers).text.partition('class="foot"')[2]
        assert re.search(rf'href="{PAGE}">{words}<', foot)


def test_typed_looked_at_and_confirmed(client, db):
    page = client.get(PAGE + "?booking=17", headers=ENGLISH).text
    assert 'value="17"' in page and "reason" in page and "Confirm withdrawal" not in page
    look = type_it(client).text
    assert "I hereby withdraw from the contract" in look and "Confirm withdrawal" in look
    assert not Declaration.objects.exists()
    done = confirm(client)
    row = Declaration.objects.get()
    moment = timezone.localtime(row.received_at)
    assert f"at {moment:%H:%M:%S}" in done.text and "on its way to ada@people.example" in done.text
    assert (row.name, row.contract, row.language) == ("Ada Beispiel", "17", "en")


def test_german_consumers_read_the_words_of_the_law(client, db):
    assert "Vertrag widerrufen</h1>" in client.get(PAGE, headers=GERMAN).text
    assert ">Widerruf bestätigen</button>" in client.post(PAGE, said(), headers=GERMAN).text


def test_a_reason_is_never_asked_for(client, db):
    fields = set(re.findall(r'name="(\w+)"', client.get(PAGE, headers=ENGLISH).text.partition("<main")[2]))
    assert fields == {"csrfmiddlewaretoken", "name", "contract", "email", "key"}


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, db):
    page = confirm(client, email="ada@", name="Buy at www.shop.example").text
    assert page.count("2 entries need another look") == 1 and 'value="17"' in page and 'value="ada@"' in page
    changed = type_it(client, step="change").text
    assert 'value="Ada Beispiel"' in changed and "Continue to confirmation" in changed
    assert not Declaration.objects.exists()


def test_the_answer_is_the_same_whatever_there_is(client, booking):
    def answer(contract):
        text = confirm(client, contract=contract, email=booking.private_payer.email).text
        return re.sub(r"\d\d:\d\d:\d\d|value=\"[^\"]*\"", "", text.partition("<main")[2]).replace(contract, "")

    assert answer(f"Booking {booking.pk}") == answer("Booking 98765")
    assert booking.seats.count() == 1


def test_it_asks_the_database_no_more_for_a_booking_that_there_is(client, booking, django_assert_num_queries):
    confirm(client, contract="nothing")
    with django_assert_num_queries(10):
        confirm(client, contract="nothing else")
    with django_assert_num_queries(10):
        confirm(client, contract=f"{booking.pk}")


def test_sent_again_it_is_the_same_changed_it_is_another(client, db):
    assert confirm(client).text.count("Received on") == confirm(client).text.count("Received on") == 1
    assert (Declaration.objects.count(), Letter.objects.count()) == (1, 1)
    confirm(client, contract="18")
    assert Declaration.objects.count() == 2


def test_one_connection_declares_so_often_and_is_told_the_other_ways(client, db, settings):
    settings.WITHDRAWALS_PER_HOUR = 1
    confirm(client)
    again = confirm(client, contract="18")
    assert (again.status_code, again["Retry-After"]) == (429, "3600")
    assert "is not received yet" in again.text and 'value="18"' in again.text
    assert Declaration.objects.count() == 1
    elsewhere = client.post(PAGE, said(contract="18", step="confirm"), REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


def test_an_address_gets_so_many_letters_and_whatever_is_declared_is_received(client, db, settings):
    settings.WITHDRAWAL_LETTERS_PER_DAY = 1
    confirm(client)
    told = confirm(client, contract="18", email="ADA@people.example").text
    assert "no further one is sent" in told and "Received on" in told
    assert (Declaration.objects.count(), Letter.objects.count()) == (2, 1)
    confirm(client, email="bob@people.example")
    assert Letter.objects.count() == 2


def test_signed_in_payers_find_their_bookings(client, booking):
    client.force_login(booking.private_payer.user)
    for page in (client.get(PAGE), client.get(reverse("home"))):
        assert reverse("withdraw_by_link", args=[link_to_withdraw(booking)]) in page.text
    since(booking, 40)
    assert "Withdraw from contract here</a><span" not in client.get(reverse("home")).text


# --- the letter's link


def test_by_the_link_one_press_gives_the_seat_up(client, booking):
    page = link_page(client, booking)
    assert "You may withdraw until" in page.text and "Confirm withdrawal" in page.text
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert booking.seats.count() == 1
    assert press(client, booking).status_code == 302
    text = link_page(client, booking).text
    assert "Your withdrawal was received on" in text and "The seat was given up on" in text
    assert "Confirm withdrawal" not in text and booking.seats.count() == 0
    press(client, booking)
    assert Declaration.objects.count() == 1


def test_a_link_of_another_kind_or_of_a_company_opens_nothing(client, booking, company, cohort):
    entry = make_offer(cohort, private_payer=make_person(), until=timezone.now() + dt.timedelta(days=1))
    assert client.get(reverse("withdraw_by_link", args=[link_to(entry)])).status_code == 404
    Booking.objects.filter(pk=booking.pk).update(private_payer=None, company=company)
    assert link_page(client, booking).status_code == 404


def test_an_address_that_is_none_is_said(client, booking):
    page = press(client, booking, "ada@")
    assert page.status_code == 200 and page.text.count("One entry needs another look") == 1
    assert booking.seats.count() == 1


def test_late_it_is_received_and_the_office_decides(client, booking, office):
    since(booking, 40)
    assert "The term of withdrawal ended on" in link_page(client, booking).text
    press(client, booking)
    assert "you need not declare it again" in link_page(client, booking).text
    assert (booking.seats.count(), Declaration.objects.get().state) == (1, "received")
    press(client, booking)
    assert Letter.objects.filter(kind="booking.declaration_received").count() == 1
    client.force_login(office)
    page = reverse("declaration", args=[Declaration.objects.get().pk])
    client.post(page, {"answer": "Too late."})
    assert "was looked at" in link_page(client, booking).text


def test_a_moved_date_is_told_to_who_comes_late(client, booking, cohort):
    cohort.edition.free_withdrawal_days_after_move = 14
    cohort.edition.save()
    since(booking, 40)
    make_session(cohort, date=cohort.starts_on, moved_at=timezone.now())
    assert "a date was moved after you had booked" in link_page(client, booking).text


def test_cancelled_meanwhile_and_called_off_have_their_sentence(client, booking, office):
    Cohort.objects.update(status="cancelled")
    assert "The cohort does not take place." in link_page(client, booking).text
    Cohort.objects.update(status="booking_open")
    cancel_booking(booking=booking, actor=office, at=timezone.now())
    text = link_page(client, booking).text
    assert "This seat was given up before." in text and "The booking was cancelled on" in text
    press(client, booking)
    assert not Declaration.objects.exists()


def test_a_busy_cohort_turns_no_declaration_away(client, booking, monkeypatch):
    def busy(**_facts):
        raise Busy

    monkeypatch.setattr("courses.booking.views.declare.carry_out_declaration", busy)
    assert press(client, booking).status_code == 302
    assert Declaration.objects.get().state == "received"
    assert "Your withdrawal was received on" in link_page(client, booking).text


# --- the office


def decisions(client, office):
    client.force_login(office)
    return client.get(reverse("home"), headers=ENGLISH).text


def test_what_fits_exactly_is_carried_out_from_the_start_page(client, booking, office):
    confirm(client, contract=f"Nr. {booking.pk}", email=booking.private_payer.email.upper())
    row = Declaration.objects.get()
    url = reverse("carry_out_declaration", args=[row.pk, booking.pk])
    assert f'action="{url}"' in decisions(client, office)
    assert client.get(url).status_code == 405
    told = client.post(url, follow=True, headers=ENGLISH).text
    assert "has no seat in" in told and booking.seats.count() == 0
    assert "withdraws from a contract" not in told


@pytest.mark.parametrize("wrong", [{"contract": "98765"}, {"email": "other@people.example"}])
def test_what_fits_in_part_is_looked_at(client, booking, office, wrong):
    confirm(client, **{"contract": f"{booking.pk}", "email": booking.private_payer.email} | wrong)
    row = Declaration.objects.get()
    start = decisions(client, office)
    assert "Look and decide" in start and 'name="step"' not in start
    assert reverse("carry_out_declaration", args=[row.pk, booking.pk]) not in start
    page = client.get(reverse("declaration", args=[row.pk]), headers=ENGLISH).text
    assert reverse("carry_out_declaration", args=[row.pk, booking.pk]) in page


def test_the_office_searches_for_the_booking(client, booking, office):
    confirm(client, name="A. B.", contract="the course", email="new@people.example")
    row = Declaration.objects.get()
    client.force_login(office)
    page = reverse("declaration", args=[row.pk])
    assert "No booking of a private payer fits." in client.get(page).text
    for words in ("Beispiel ada", booking.cohort.code, str(booking.pk), "ADA@people"):
        assert "Carry out the withdrawal" in client.get(page, {"q": words}).text, words
    assert "Carry out the withdrawal" not in client.get(page, {"q": "Nobody"}).text


def test_after_the_term_there_are_two_ways_and_a_third(client, booking, office, cohort):
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=100)
    since(booking, 40)
    confirm(client, contract=f"{booking.pk}", email=booking.private_payer.email)
    row = Declaration.objects.get()
    assert "The term had ended on" in decisions(client, office)
    page = client.get(reverse("declaration", args=[row.pk]), headers=ENGLISH).text
    assert "Cancel for €1,200.00" in page and "Accept as a withdrawal" in page and "Close the declaration" in page
    url = reverse("carry_out_declaration", args=[row.pk, booking.pk])
    client.post(url, {"by_terms": "1"})
    assert SeatsGiven.objects.get().fee_cents == 120_000
    refused = client.post(url, {"by_terms": "1"}, headers=ENGLISH)
    assert "This declaration is settled" in refused.text


def test_declared_twice_by_the_form_the_second_says_so_and_is_closed_with_one_press(client, booking, office):
    facts = {"contract": f"Nr. {booking.pk}", "email": booking.private_payer.email}
    confirm(client, **facts)
    confirm(client, **facts, key="again")
    second, first = Declaration.objects.order_by("-pk")
    said = "A declaration over the same booking was carried out on"
    assert said not in decisions(client, office)
    client.post(reverse("carry_out_declaration", args=[first.pk, booking.pk]))
    page = reverse("declaration", args=[second.pk])
    for url in (reverse("home"), reverse("declarations"), page):
        assert said in client.get(url, headers=ENGLISH).text, url
    assert f'<form method="post" action="{page}">' in client.get(reverse("home")).text
    client.post(page)
    second.refresh_from_db()
    assert second.state == "closed" and not Letter.objects.filter(kind="booking.declaration_closed").exists()
    assert said not in client.get(reverse("declarations"), headers=ENGLISH).text


def test_another_booking_of_the_same_person_is_not_taken_for_the_same(client, booking, office, cohort, ada):
    another = make_cohort(cohort.edition, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    other = book_privately(cohort=another, attendee=ada, actor=office, at=timezone.now())
    for one in (booking, other):
        confirm(client, contract=f"Nr. {one.pk}", email=booking.private_payer.email, key=str(one.pk))
    client.force_login(office)
    first = Declaration.objects.order_by("pk").first()
    client.post(reverse("carry_out_declaration", args=[first.pk, booking.pk]))
    assert "over the same booking" not in client.get(reverse("declarations"), headers=ENGLISH).text


def test_a_long_name_of_a_stranger_is_shortened_in_lists_and_whole_on_its_own_page(client, office):
    confirm(client, name="W" * 200, contract="M" * 200)
    row = Declaration.objects.get()
    pages = decisions(client, office), client.get(reverse("declarations"), headers=ENGLISH).text
    for page in pages:
        assert "W" * 59 + "…" in page and "M" * 79 + "…" in page and "W" * 60 not in page and "M" * 80 not in page
    assert 'class="wraps"' in pages[1]
    assert "W" * 200 in client.get(reverse("declaration", args=[row.pk])).text


def test_many_that_nobody_decided_are_one_line_more(client, booking, office):
    Declaration.objects.bulk_create(
        Declaration(name=f"N{n}", contract="x", email="x@people.example", way="typed", received_at=timezone.now())
        for n in range(20)
    )
    start = decisions(client, office)
    assert start.count("withdraws from a contract") == 8 and "More withdrawals were declared" in start
    assert client.get(reverse("declarations"), headers=ENGLISH).text.count("to be decided") == 20


# --- the whole way


@pytest.fixture
def sold(db):
    """A cohort that is invoiced, with an offer to somebody who pays privately."""
    cohort = make_priced_cohort(100, starts_on=timezone.localdate() + dt.timedelta(days=100), ends_on="2099-01-01")
    person = make_person(given_name="Frieda", family_name="Fröhlich", email="frieda@people.example", language="de")
    return make_offer(cohort, private_payer=person, until=timezone.now() + dt.timedelta(days=1))


def test_from_the_offer_to_the_credit_note(client, sold, office):
    address = {"invoice_street": "Gasse 3", "invoice_postal_code": "95028", "invoice_town": "Hof"}
    client.post(reverse("offer", args=[link_to(sold)]), {"answer": "accept", "notice": "on"} | address)
    booking = Booking.objects.get()
    invoice = issue_invoice(booking=booking, position=1, actor=office, at=timezone.now())
    letter = Letter.objects.get(kind="booking.booked")
    link = re.search(r"Vertrag widerrufen:\n(\S+)", letter.body)[1]
    assert link == withdrawal_url(booking) and "auch online unter " + link in letter.body
    address = link.removeprefix("https://lehrgang.example")
    assert "Widerruf bestätigen" in client.get(address, headers=GERMAN).text
    client.post(address, {"email": "frieda@people.example"}, headers=GERMAN)
    booking.refresh_from_db()
    assert (booking.status, booking.seats.count(), booking.cohort.seats.free(timezone.now()).count()) == (
        "cancelled", 0, booking.cohort.seats.count(),
    )  # fmt: skip
    receipt = Letter.objects.get(kind="booking.declaration_received")
    assert receipt.to == "frieda@people.example" and "Frieda Fröhlich" in receipt.body
    assert "Hiermit widerrufe ich" in receipt.body and f"Buchung {booking.pk}" in receipt.body
    given = SeatsGiven.objects.get()
    [note] = settle_given_seats(given=given, outcome="credited", actor=office, at=timezone.now())
    assert (note.kind, note.gross_cents) == (Invoice.Kind.CREDIT_NOTE, invoice.gross_cents)
    client.post(address, {"email": "frieda@people.example"})
    assert (SeatsGiven.objects.count(), Declaration.objects.count()) == (1, 1)
