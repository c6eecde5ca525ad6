"""Words mean one thing: the town of an address is no seat, and a button that obliges to pay says so everywhere."""

import datetime as dt
import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from courses.booking.actions import cancel_booking
from courses.booking.links import link_to
from tests.makers import make_booker, make_booking, make_cohort, make_offer, make_pledge, make_user, make_wait_entry

TEMPLATES = settings.BASE_DIR / "templates" / "courses" / "booking"


def test_an_invoice_address_has_a_town(client, cohort, company):
    client.force_login(make_booker(company, language="de"))
    page = client.get(reverse("book_seats", args=[cohort.code])).text
    assert re.search(r'<label for="id_invoice_town">\s*Ort\b', page)


def test_every_button_that_obliges_to_pay_says_so_in_the_same_words():
    for name in ("book", "offer", "offer_consumer", "section_waiting"):
        assert '{% translate "Book with obligation to pay"' in (TEMPLATES / f"{name}.html").read_text(), name
    with translation.override("de"):
        assert translation.pgettext("consumer", "Book with obligation to pay") == "Zahlungspflichtig buchen"


def test_an_offer_promises_its_seats_to_nobody_else(client, cohort, company):
    """Nobody may wait behind it, and one seat is no "they": the offer lapses."""
    entry = make_offer(cohort, company, 1, until=timezone.now() + dt.timedelta(days=1))
    client.force_login(make_booker(company, language="de"))
    pages = [client.get(reverse("company", args=[company.code])), client.get(reverse("home"))]
    pages.append(client.get(reverse("offer", args=[link_to(entry)]), headers={"accept-language": "de"}))
    for page in pages:
        assert "verfällt das Angebot" in page.text
        assert "nächste Firma" not in page.text and "Nächsten auf der Liste" not in page.text


def test_a_moment_is_said_with_uhr(client, cohort, company):
    entry = make_offer(cohort, company, 1, until=timezone.now() + dt.timedelta(days=1))
    until = timezone.localtime(entry.offer_until)
    page = client.get(reverse("offer", args=[link_to(entry)]), headers={"accept-language": "de"}).text
    assert re.search(rf"{until.day}\. \w+ {until.year}, {until:%H:%M} Uhr", page)


def test_of_one_seat_no_fewer_are_welcome(client, cohort, company, booker):
    make_wait_entry(cohort, company, 1, accepts_fewer=True)
    client.force_login(booker)
    assert "fewer are welcome too" not in client.get(reverse("company", args=[company.code])).text
    make_wait_entry(make_cohort(), company, 2, accepts_fewer=True)
    assert "fewer are welcome too" in client.get(reverse("company", args=[company.code])).text


def test_a_cancelled_booking_is_not_asked_about(client, cohort, company, booker):
    booking = make_booking(cohort, company, seats=2)
    client.force_login(booker)
    page = reverse("cancel_booking", args=[booking.pk])
    asked = client.get(page).text
    assert "Cancel the booking of 2 seats" in asked and re.search(r"They are seats no\.\s+1, 2\.", asked)
    cancel_booking(booking=booking, actor=booker, at=timezone.now())
    assert "of 0 seats" not in client.get(page).text and "This booking is cancelled" in client.get(page).text


def test_a_pledge_that_is_over_says_so_in_one_sentence(client, cohort, company):
    pledge = make_pledge(cohort, company, state="released", closed_at=timezone.now())
    client.force_login(make_booker(company, language="de"))
    page = client.get(reverse("withdraw_pledge", args=[pledge.pk])).text
    assert "Diese Zusage ist nicht mehr offen (entfallen: " in page


def test_the_last_step_of_the_fees_is_the_start(client, cohort, company, booker):
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=100)
    client.force_login(booker)
    page = client.get(reverse("book_seats", args=[cohort.code])).text
    assert "<td>the start</td>" in page and "0 days before" not in page


def test_who_was_signed_out_finds_the_way_in(client, cohort, booker):
    client.force_login(booker)
    page = client.get(reverse("book_seats", args=[cohort.code])).text
    said = page.partition('data-unanswered="401 403"')[2].partition("</template>")[0]
    assert f'<a href="{reverse("account_login")}" target="_blank">' in said


def test_two_numbers_of_orders_on_one_page_are_told_apart(client, cohort, booker):
    client.force_login(booker)
    page = client.get(reverse("book_seats", args=[cohort.code])).text
    assert page.count("Your purchase order") == 1 and page.count("Purchase order for the pledge") == 1


def test_who_books_for_nobody_reads_where_to_write(client, cohort):
    cohort.edition.programme.office.email = "desk@office.example"
    cohort.edition.programme.office.save()
    client.force_login(make_user(language="en"))
    assert "mailto:desk@office.example" in client.get(reverse("book_seats", args=[cohort.code])).text
