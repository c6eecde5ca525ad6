"""Words mean one thing: the town of an address is no seat, and a button that obliges to pay says so everywhere."""

import datetime as dt
import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from courses.booking.links import link_to
from tests.makers import make_booker, make_offer

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
