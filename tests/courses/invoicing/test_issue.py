"""An invoice is issued once, complete and frozen, with the next number of its year; what is refused takes none."""

import pytest
from django.db import DatabaseError, transaction

from courses.curriculum.models import PriceLine
from courses.invoicing.actions import credit_invoice, issue_invoice
from courses.invoicing.models import Invoice, InvoiceLine, NumberSeries, Payment, SeatsGiven
from courses.invoicing.refusals import DataMissing
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.organisations.models import ClusterOffice, Company
from tests import makers

pytestmark = pytest.mark.django_db


def issue(booking, office, at=makers.NOON):
    return issue_invoice(booking=booking, position=1, actor=office, at=at)


def test_it_says_what_is_owed_by_whom_and_until_when(invoice, company):
    assert (invoice.number, invoice.gross_cents) == ("RE-2026-00001", 180_003)
    assert (invoice.net_cents, invoice.tax_cents, invoice.rounding_cents) == (180_003, 0, 0)
    assert (invoice.issued_on.isoformat(), invoice.due_on.isoformat()) == ("2026-11-22", "2026-12-06")
    assert invoice.buyer["name"] == company.name
    assert invoice.purchase_order == "4500-17"
    [line] = invoice.lines.all()
    assert (line.quantity, line.unit_cents, line.category) == (3, 60_001, "E")
    assert "§ 4 Nr. 21 UStG" in line.reason


def test_the_act_is_in_the_log(invoice, office):
    act = Act.objects.get(verb="invoice.issued")
    assert act.actor == office
    assert act.facts["gross_cents"] == 180_003


def test_numbers_begin_anew_each_year_and_for_each_office(booking, office):
    issue(booking, office)
    other = makers.make_booking(makers.make_priced_cohort(), makers.make_customer())
    assert issue(other, office).number == "RE-2026-00001"
    later = makers.make_booking(booking.cohort, makers.make_customer())
    assert issue(later, office, makers.at("2027-01-02")).number == "RE-2027-00001"


@pytest.mark.parametrize("field", ["iban", "street", "tax_number", "phone"])
def test_without_what_the_law_asks_for_nothing_is_issued_and_no_number_taken(booking, office, field):
    seller = booking.cohort.edition.programme.office
    ClusterOffice.objects.filter(pk=seller.pk).update(**{field: ""})
    with pytest.raises(DataMissing) as refusal:
        issue(booking, office)
    assert refusal.value.facts["fields"]
    assert seller.name in str(refusal.value)
    assert not Invoice.objects.exists()
    assert not NumberSeries.objects.exists()


def test_a_vat_id_stands_in_for_the_tax_number(booking, office):
    ClusterOffice.objects.update(tax_number="", vat_id="DE000000000")
    assert issue(booking, office).seller["vat_id"] == "DE000000000"


def test_vat_lines_that_make_no_whole_are_refused(booking, office):
    PriceLine.objects.filter(purpose="price").update(share=90)
    with pytest.raises(DataMissing):
        issue(booking, office)


def test_two_lines_with_different_vat(office, company):
    cohort = makers.make_priced_cohort(vat={"share": 80})
    PriceLine.objects.create(
        edition=cohort.edition, position=2, label={"de": "Verpflegung"}, share=20, category="S", rate=19
    )
    invoice = issue(makers.make_booking(cohort, company, seats=2, price_per_seat=100_001), office)
    assert [(line.unit_cents, line.category) for line in invoice.lines.all()] == [(80_001, "E"), (20_000, "S")]
    assert (invoice.net_cents, invoice.tax_cents) == (200_002, 7_600)


def test_a_private_payer_pays_the_price_itself_with_vat_in_it(office):
    cohort = makers.make_priced_cohort(vat={"category": "S", "rate": 19, "reason": {}, "reason_code": ""})
    person = makers.make_person("Isabel", "Neder", language="en")
    booking = makers.make_booking(cohort, private_payer=person, price_per_seat=595_000, **makers.ADDRESS)
    invoice = issue(booking, office)
    assert invoice.gross_cents == 595_000
    assert (invoice.net_cents, invoice.tax_cents) == (500_000, 95_000)
    assert (invoice.consumer, invoice.language, invoice.buyer["name"]) == (True, "en", "Isabel Neder")


@pytest.mark.parametrize("missing", ["invoice_street", "invoice_postal_code", "invoice_town"])
def test_more_than_a_small_sum_is_not_invoiced_without_the_whole_address(office, missing):
    cohort, person = makers.make_priced_cohort(), makers.make_person("Isabel", "Neder")
    address = {name: value for name, value in makers.ADDRESS.items() if name != missing}
    booking = makers.make_booking(cohort, private_payer=person, price_per_seat=25_001, **address)
    with pytest.raises(DataMissing, match="250,00"):
        issue(booking, office)
    assert not Invoice.objects.exists()
    type(booking).objects.filter(pk=booking.pk).update(price_per_seat=25_000)
    assert issue(booking, office).gross_cents == 25_000


def test_a_credit_note_needs_no_address(office):
    person = makers.make_person("Isabel", "Neder")
    booking = makers.make_booking(makers.make_priced_cohort(), private_payer=person, **makers.ADDRESS)
    invoice = issue(booking, office)
    type(booking).objects.filter(pk=booking.pk).update(invoice_street="", invoice_postal_code="", invoice_town="")
    assert credit_invoice(invoice=invoice, seats=1, reason="Kulanz", actor=office, at=makers.NOON).buyer["town"] == ""


def test_the_booking_says_where_its_invoices_go(booking, office):
    type(booking).objects.filter(pk=booking.pk).update(
        invoice_name="Konzern AG", invoice_town="Wien", invoice_postal_code="1010", invoice_email="ap@konzern.example"
    )
    buyer = issue(booking, office).buyer
    assert (buyer["name"], buyer["town"], buyer["email"]) == ("Konzern AG", "Wien", "ap@konzern.example")
    assert buyer["attention"] == booking.company.name
    assert buyer["street"] == ""  # not half of one address and half of another


def test_the_companys_invoice_address_goes_before_its_seat(booking, office):
    Company.objects.filter(pk=booking.company_id).update(invoice_name="Holding SE", invoice_town="Bonn")
    Company.objects.filter(pk=booking.company_id).update(invoice_postal_code="53111")
    buyer = issue(booking, office).buyer
    assert (buyer["name"], buyer["town"], buyer["street"]) == ("Holding SE", "Bonn", "")


def test_others_may_not(booking, company):
    for actor in (makers.make_booker(company), makers.make_user(), None):
        with pytest.raises(NotAllowed):
            issue(booking, actor)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: Invoice.objects.filter(pk=one.pk).update(gross_cents=1, net_cents=1),
        lambda one: Invoice.objects.filter(pk=one.pk).update(buyer={}),
        lambda one: Invoice.objects.filter(pk=one.pk).update(number="RE-1"),
        lambda one: Invoice.objects.filter(pk=one.pk).update(by_amount=True),
        lambda one: InvoiceLine.objects.filter(invoice=one).update(text="Anderes"),
        lambda one: InvoiceLine.objects.filter(invoice=one).delete(),
        lambda one: InvoiceLine.objects.filter(invoice=one)._raw_delete(one._state.db),
        lambda one: Payment.objects.filter(invoice=one).update(cents=1),
        lambda one: SeatsGiven.objects.update(fee_cents=0),
        lambda one: SeatsGiven.objects.update(free_because="moved"),
    ],
)
def test_nothing_that_was_issued_is_changed(invoice, office, change):
    Payment.objects.create(
        invoice=invoice, cents=5, on=makers.NOON.date(), how="hand", recorded_by=office, recorded_at=makers.NOON
    )
    SeatsGiven.objects.create(booking=invoice.booking, kind="cancelled", seats=1, fee_cents=7, at=makers.NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(invoice)
    invoice.refresh_from_db()
    assert invoice.gross_cents == 180_003
