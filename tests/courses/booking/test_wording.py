"""Words mean one thing: the town of an address is no seat, and a button that obliges to pay says so everywhere."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tests.makers import make_booker

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
