"""What is handed out as XRechnung keeps to the German rules; what would not is refused, with where to enter it."""

import re

import pytest
from django.urls import reverse

from courses.booking.actions import cancel_booking
from courses.curriculum.models import CancellationStep
from courses.invoicing import making, xrechnung
from courses.invoicing.actions import credit_invoice, issue_invoice, settle_given_seats
from courses.invoicing.document.record import record_of
from courses.invoicing.document.xml import XRECHNUNG, check_xml, render_xml
from courses.invoicing.models import Invoice, NumberSeries, SeatsGiven
from courses.invoicing.refusals import DataMissing
from lms.lib.making import State
from lms.organisations.models import ClusterOffice, Company
from tests import makers
from tests.courses.invoicing.cius import RULES, broken

pytestmark = pytest.mark.django_db
TAXED = {"category": "S", "rate": 19, "reason": {}, "reason_code": ""}
KINDS = [
    "whole price",
    "instalment",
    "taxed",
    "credit note",
    "part",
    "fee",
    "taxed fee",
    "private",
    "private credit note",
]


def of(cohort, **fields):
    return makers.make_booking(cohort, makers.make_customer(buyer_reference="04011000-12345-34"), **fields)


def issued(booking, office, position=1):
    return issue_invoice(booking=booking, position=position, actor=office, at=makers.NOON)


def cancelled(invoice, office, kind, vat=None):
    """The credit note, or the invoice over the fee, after the booking was cancelled."""
    edition = invoice.booking.cohort.edition
    CancellationStep.objects.create(edition=edition, until_days_before=0, fee_percent=50)
    edition.price_lines.filter(purpose="cancellation").update(**(vat or {}))
    cancel_booking(booking=invoice.booking, actor=office, at=makers.NOON)
    given = SeatsGiven.objects.get(booking=invoice.booking)
    made = settle_given_seats(given=given, outcome="credited", actor=office, at=makers.NOON)
    return next(one for one in made if one.kind == kind)


def private(office):
    booking = makers.make_booking(
        makers.make_priced_cohort(vat=TAXED),
        private_payer=makers.make_person("Zoë", "Ñandú", language="en"),
        price_per_seat=103,
        **makers.ADDRESS,
    )
    return issued(booking, office)


@pytest.fixture
def make(office):
    """Return a function that issues a document of a kind."""

    def instalment():
        return issued(of(makers.make_priced_cohort(60, 40), seats=3, purchase_order="4500-17"), office)

    def taxed():
        return issued(of(makers.make_priced_cohort(vat=TAXED), seats=2), office)

    ways = {
        "whole price": lambda: issued(of(makers.make_priced_cohort()), office),
        "instalment": instalment,
        "taxed": taxed,
        "credit note": lambda: cancelled(instalment(), office, "credit_note"),
        "part": lambda: credit_invoice(invoice=taxed(), cents=1_234, reason="Kulanz", actor=office, at=makers.NOON),
        "fee": lambda: cancelled(instalment(), office, "invoice"),
        "taxed fee": lambda: cancelled(taxed(), office, "invoice", TAXED),
        "private": lambda: private(office),
        "private credit note": lambda: credit_invoice(
            invoice=private(office), seats=1, reason="Goodwill", actor=office, at=makers.NOON
        ),
    }
    return lambda kind: ways[kind]()


def xml_of(invoice):
    return render_xml(record_of(Invoice.objects.get(pk=invoice.pk)), XRECHNUNG)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_keeps_to_every_rule(make, kind):
    invoice = make(kind)
    assert not xrechnung.lacking(invoice)
    xml = xml_of(invoice)
    check_xml(xml)
    assert broken(xml) == []


# How each rule is broken: what is replaced in an invoice (or, where said, in a credit note) by what.
AGAINST = {
    "BR-DE-1": (r"<ram:SpecifiedTradeSettlementPaymentMeans>.*</ram:SpecifiedTradeSettlementPaymentMeans>", ""),
    "BR-DE-2": (r"<ram:DefinedTradeContact>.*</ram:DefinedTradeContact>", ""),
    "BR-DE-3": (r"<ram:CityName>Bayreuth</ram:CityName>", ""),
    "BR-DE-4": (r"<ram:PostcodeCode>95444<", "<ram:PostcodeCode> <"),
    "BR-DE-5": (r"<ram:PersonName>.*?</ram:PersonName>", ""),
    "BR-DE-6": (r"<ram:CompleteNumber>.*?</ram:CompleteNumber>", ""),
    "BR-DE-7": (r"<ram:EmailURIUniversalCommunication>.*?</ram:EmailURIUniversalCommunication>", ""),
    "BR-DE-8": (r"<ram:CityName>Hof</ram:CityName>", ""),
    "BR-DE-9": (r"<ram:PostcodeCode>95028</ram:PostcodeCode>", ""),
    "BR-DE-10/11": (
        r"<ram:ApplicableHeaderTradeDelivery/>",
        "<ram:ApplicableHeaderTradeDelivery><ram:ShipToTradeParty><ram:PostalTradeAddress><ram:CityName>Hof"
        "</ram:CityName></ram:PostalTradeAddress></ram:ShipToTradeParty></ram:ApplicableHeaderTradeDelivery>",
    ),
    "BR-DE-14": (r"(<ram:CategoryCode>S</ram:CategoryCode>)\s*<ram:RateApplicablePercent>[^<]*<[^>]*>", r"\1"),
    "BR-DE-15": (r"<ram:BuyerReference>.*?</ram:BuyerReference>", ""),
    "BR-DE-16": (r"<ram:SpecifiedTaxRegistration>.*?</ram:SpecifiedTaxRegistration>", ""),
    "BR-DE-17": (r"<ram:TypeCode>380<", "<ram:TypeCode>383<"),
    "BR-DE-18": (r"(<ram:SpecifiedTradePaymentTerms>\s*<ram:Description>)", r"\1#SKONTO#14 Tage 2 %#"),
    "BR-DE-19": (r"<ram:IBANID>DE02", "<ram:IBANID>DE03"),
    "BR-DE-21": (r"xrechnung_3.0<", "xrechnung_2.3<"),
    "BR-DE-22": (
        r"(<ram:BuyerReference>)",
        r'<ram:AttachmentBinaryObject filename="a"/><ram:AttachmentBinaryObject filename="a"/>\1',
    ),
    "BR-DE-23": (r"<ram:PayeePartyCreditorFinancialAccount>.*</ram:PayeePartyCreditorFinancialAccount>", ""),
    "BR-DE-24": (r"<ram:TypeCode>58<", "<ram:TypeCode>48<"),
    "BR-DE-25": (r"<ram:TypeCode>58<", "<ram:TypeCode>59<"),
    "BR-DE-26": (r"<ram:TypeCode>380<", "<ram:TypeCode>384<"),
    "BR-DE-27": (r"<ram:CompleteNumber>.*?<", "<ram:CompleteNumber>+49 keins<"),
    "BR-DE-28": (r"(<ram:EmailURIUniversalCommunication><ram:URIID>).*?<", r"\1rechnung.@netz.example<"),
    "BR-DE-TMP-32": (r"<ram:BillingSpecifiedPeriod>.*</ram:BillingSpecifiedPeriod>", ""),
    "PEPPOL-EN16931-R001": (r"<ram:BusinessProcessSpecified.*</ram:BusinessProcessSpecified[^>]*>", ""),
    "PEPPOL-EN16931-R008": (r"<ram:LineOne>.*?<", "<ram:LineOne><"),
    "PEPPOL-EN16931-R010": (r'<ram:URIID schemeID="EM">buchhaltung@firma.example</ram:URIID>', ""),
    "PEPPOL-EN16931-R020": (r'<ram:URIID schemeID="EM">rechnung@netz.example</ram:URIID>', ""),
    "PEPPOL-EN16931-R053": (r"<ram:TaxTotalAmount .*?</ram:TaxTotalAmount>", ""),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_can_be_broken(make, name):
    found, instead = AGAINST[name]
    xml, times = re.subn(found, instead, xml_of(make("taxed")).decode(), flags=re.DOTALL)
    assert times
    assert name in broken(xml.encode())


def test_what_is_outside_vat_has_a_rate_in_the_breakdown_and_none_on_its_line(make):
    xml = xml_of(make("fee")).decode()
    assert xml.count("RateApplicablePercent>0.00<") == 1
    assert 'schemeID="VA"' not in xml


def test_who_pays_privately_is_filed_by_the_customers_number(make):
    invoice = make("private")
    assert f"<ram:BuyerReference>P{invoice.booking.private_payer_id}<" in xml_of(invoice).decode()


def test_the_other_data_need_no_reference(office):
    invoice = issued(makers.make_booking(makers.make_priced_cohort(), makers.make_customer()), office)
    assert b"BuyerReference" not in render_xml(record_of(invoice))


# --- refused before it is issued, where the company wants it


@pytest.fixture
def wanting(office):
    """A booking of a company that wants XRechnung and gives neither reference nor order."""
    return makers.make_booking(makers.make_priced_cohort(), makers.make_customer(invoice_format="XRechnung"))


def test_a_company_that_wants_it_must_say_what_it_files_it_by(wanting, office):
    with pytest.raises(DataMissing) as refusal:
        issued(wanting, office)
    assert "Leitweg-ID" in str(refusal.value)
    assert f"Stammdaten, Firmen, {wanting.company}" in str(refusal.value)
    assert not Invoice.objects.exists() and not NumberSeries.objects.exists()


def test_and_where_it_is_reached(wanting, office):
    Company.objects.update(buyer_reference="04011000-12345-34", billing_email="")
    with pytest.raises(DataMissing, match="E-Mail für Rechnungen"):
        issued(wanting, office)


@pytest.mark.parametrize("given", ["buyer_reference", "purchase_order"])
def test_a_reference_or_an_order_is_enough(wanting, office, given):
    row = wanting.company if given == "buyer_reference" else wanting
    type(row).objects.filter(pk=row.pk).update(**{given: "4711"})
    wanting.refresh_from_db()
    wanting.company.refresh_from_db()
    assert b"<ram:BuyerReference>4711<" in xml_of(issued(wanting, office))


def test_whoever_does_not_want_it_gets_an_invoice_without(office):
    invoice = issued(makers.make_booking(makers.make_priced_cohort(), makers.make_company(postal_code="95028")), office)
    assert making.make(invoice.pk, makers.NOON)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.xrechnung, invoice.xrechnung_sha256) == (State.DONE, "", "")
    assert invoice.pdf and invoice.xml


# --- refused when it is asked for


def says(client, invoice):
    return client.get(reverse("invoice_file", args=[invoice.pk, "xrechnung"]), follow=True).text


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("phone", "auf Anfrage", "Telefon"),
        ("email", "r@netz.example", "E-Mail"),
        ("email", "rechnung.@netz.example", "E-Mail"),
        ("iban", "DE03120300000000202051", "IBAN"),
    ],
)
def test_what_the_seller_lacks_is_entered_with_the_office(client, make, office, field, value, label):
    booking = of(makers.make_priced_cohort())
    ClusterOffice.objects.update(**{field: value})
    invoice = issued(booking, office)
    client.force_login(office)
    page = says(client, invoice)
    assert f"{invoice.number} ist als XRechnung nicht möglich: Es fehlt {label}." in page
    assert "Stammdaten, Clusterbüros, Testnetz" in page


@pytest.mark.parametrize("field", ["postal_code", "town", "iban", "phone", "email"])
def test_what_is_missing_of_the_seller_is_named(field):
    seller = {**makers.SELLER, "town": "Bayreuth", "vat_id": "", field: ""}
    assert len(xrechnung.lacking_of_seller(seller)) == 1
    assert xrechnung.lacking_of_seller(seller | {"tax_number": ""})[-1] == "USt-IdNr. oder Steuernummer"


@pytest.mark.parametrize("field", ["postal_code", "town", "email"])
def test_what_is_missing_of_the_buyer_is_named(field):
    buyer = {"postal_code": "95028", "town": "Hof", "email": "ap@firma.example"}
    assert xrechnung.lacking_of_buyer(buyer, "4711") == []
    assert len(xrechnung.lacking_of_buyer(buyer | {field: ""}, "4711")) == 1
    assert len(xrechnung.lacking_of_buyer(buyer | {field: ""}, "")) == 2


def test_what_the_buyer_lacks_is_entered_with_the_company(client, office):
    invoice = issued(makers.make_booking(makers.make_priced_cohort(), makers.make_customer()), office)
    client.force_login(office)
    page = says(client, invoice)
    assert "Leitweg-ID" in page and f"Stammdaten, Firmen, {invoice.booking.company}" in page
    assert "was ausgestellt ist, ändert sich nicht" in page


def test_the_company_itself_is_sent_to_the_office(client, office):
    company = makers.make_customer()
    invoice = issued(makers.make_booking(makers.make_priced_cohort(), company), office)
    client.force_login(makers.make_booker(company))
    page = says(client, invoice)
    assert "Leitweg-ID" in page and "Stammdaten" not in page.partition("<main")[2]
    assert "Bitte fragen Sie das Clusterbüro." in page


def test_a_private_payer_without_an_address_has_none(client, office):
    person = makers.make_person("Zoë", "Ñandú")
    booking = makers.make_booking(makers.make_priced_cohort(), private_payer=person, price_per_seat=25_000)
    invoice = issued(booking, office)
    client.force_login(office)
    page = says(client, invoice)
    assert "als Rechnungsanschrift der Buchung von Zoë Ñandú" in page
    assert "Es fehlen Postleitzahl und Ort." in page


def test_the_place_to_enter_it_is_called_as_the_menu_calls_it(client, office):
    client.force_login(office)
    assert ">Firmen<" in client.get(reverse("master_data")).content.decode()
