"""Money that is owed to customers stands among the office's decisions and in a list of its own until it went back."""

import pytest
from django.urls import reverse

from courses.invoicing.actions import credit_invoice, record_payment, settle_given_seats
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.rules import refund_by
from courses.invoicing.showing import income_of
from tests import makers

pytestmark = pytest.mark.django_db
LATER = makers.at("2026-12-20")


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def says(response):
    return response.content.decode()


def pay(invoice, cents, office, **fields):
    return record_payment(invoice=invoice, cents=cents, on=LATER.date(), actor=office, at=LATER, **fields)


@pytest.fixture
def overpaid(invoice, office):
    """1,800.03 euros were paid, and 600.01 of them credited."""
    pay(invoice, 180_003, office)
    credit_invoice(invoice=invoice, seats=1, reason="Kulanz", actor=office, at=LATER)
    return invoice


def give_up(invoice, office, kind, because):
    """All of it was paid, and given up on 20 December, received then and settled a week later."""
    pay(invoice, 180_003, office)
    given = SeatsGiven.objects.create(
        booking=invoice.booking, kind=kind, seats=3, free_because=because, standing=[invoice.pk], at=LATER
    )
    settle_given_seats(given=given, outcome="credited", actor=office, at=makers.at("2026-12-28"))


def test_the_start_page_names_what_is_to_be_paid_back_until_it_went_back(desk, overpaid, office):
    page = says(desk.get(reverse("home")))
    assert "1 Erstattung, 600,01" in page and "?state=refund" in page
    assert "§ 357 BGB" not in page, "no term is known"
    pay(overpaid, -60_001, office, reason="Erstattung")
    assert "Erstattung" not in says(desk.get(reverse("home")))


def test_a_consumers_term_counts_from_the_declaration(desk, invoice, office):
    give_up(invoice, office, "cancelled", "consumer")
    assert str(refund_by(LATER.date())) == "2027-01-03"
    assert Invoice.objects.to_refund().get().declared_at == LATER
    page = says(desk.get(reverse("home")))
    assert "§ 357 BGB" in page and "3. Januar 2027" in page
    assert "03.01.2027" in says(desk.get(reverse("invoices"), {"state": "refund"}))
    assert "3. Januar 2027" in says(desk.get(reverse("invoice", args=[invoice.pk])))


@pytest.mark.parametrize(("kind", "because"), [("cancelled", "organiser"), ("taken_over", "consumer")])
def test_others_have_no_term(invoice, office, kind, because):
    give_up(invoice, office, kind, because)
    assert Invoice.objects.to_refund().get().declared_at is None


def test_what_is_to_be_paid_back_has_its_own_list_and_figure(desk, overpaid, cohort):
    page = says(desk.get(reverse("invoices"), {"state": "refund"}))
    assert overpaid.number in page and "−600,01" not in page and "zu erstatten" in page
    assert page.count("600,01") >= 2, "in the list and as a figure"
    assert overpaid.number not in says(desk.get(reverse("invoices"), {"state": "open"}))
    makers.make_booking(cohort)
    assert income_of(cohort).back == 60_001
    assert income_of(cohort).open == 0


def test_its_invoice_offers_the_refund_as_it_is(desk, overpaid):
    page = says(desk.get(reverse("invoice", args=[overpaid.pk])))
    assert "Erstattung eintragen" in page and 'value="600,01"' in page and 'value="Erstattung"' in page
    data = {"act": "payment", "payment-cents": "600,01", "payment-on": "2026-11-23", "payment-how": "hand"}
    data |= {"payment-back": "on", "payment-reason": "Erstattung"}
    desk.post(reverse("invoice", args=[overpaid.pk]), data)
    assert Invoice.objects.with_balance().get(pk=overpaid.pk).due_cents == 0
    assert not Invoice.objects.to_refund().exists()
