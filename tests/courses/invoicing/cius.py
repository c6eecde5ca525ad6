"""
The German rules for XRechnung 3.0 that can apply to an invoice in CII, in our own words, over the XML alone.

Written from the published descriptions (BR-DE-..., BR-DE-TMP-32, and the rules of Peppol that XRechnung takes over);
each rule is a function that says whether an invoice keeps to it. `broken(xml)` names those that it breaks.
"""

import re

from lxml import etree

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
SPECIFICATIONS = {
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
    "#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0",
}
AGREEMENT = "//ram:ApplicableHeaderTradeAgreement"
SELLER, BUYER = f"{AGREEMENT}/ram:SellerTradeParty", f"{AGREEMENT}/ram:BuyerTradeParty"
CONTACT = f"{SELLER}/ram:DefinedTradeContact"
SETTLEMENT = "//ram:ApplicableHeaderTradeSettlement"
MEANS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"
ACCOUNT, CARD = "ram:PayeePartyCreditorFinancialAccount", "ram:ApplicableTradeSettlementFinancialCard"
DEBTOR = "ram:PayerPartyDebtorFinancialAccount"
PERIOD = "ram:BillingSpecifiedPeriod"
TRANSFER, CARDS, DEBIT = {"30", "58"}, {"48", "54", "55"}, {"59"}
RULES = {}


def rule(name):
    """Register a rule under its official number."""

    def keep(function):
        RULES[name] = function
        return function

    return keep


class Document:
    """An invoice as XML, asked by XPath."""

    def __init__(self, xml):
        self.root = etree.fromstring(xml)

    def all(self, path, of=None):
        return (self.root if of is None else of).xpath(path, namespaces=NAMESPACES)

    def texts(self, path, of=None):
        """What stands in the elements at `path`; an empty element says nothing."""
        return [text for one in self.all(path, of) if (text := (one.text or "").strip())]

    def has(self, path, of=None):
        return bool(self.texts(path, of))

    def text(self, path, of=None):
        return next(iter(self.texts(path, of)), "")


def broken(xml):
    """Return the numbers of the rules that this invoice breaks."""
    document = Document(xml)
    return [name for name, holds in RULES.items() if not holds(document)]


@rule("BR-DE-1")
def says_how_it_is_paid(invoice):
    return invoice.has(f"{MEANS}/ram:TypeCode")


@rule("BR-DE-2")
def seller_has_a_contact(invoice):
    return len(invoice.all(CONTACT)) == 1


@rule("BR-DE-3")
def seller_has_a_town(invoice):
    return invoice.has(f"{SELLER}/ram:PostalTradeAddress/ram:CityName")


@rule("BR-DE-4")
def seller_has_a_postal_code(invoice):
    return invoice.has(f"{SELLER}/ram:PostalTradeAddress/ram:PostcodeCode")


@rule("BR-DE-5")
def contact_has_a_name(invoice):
    return invoice.has(f"{CONTACT}/ram:PersonName") or invoice.has(f"{CONTACT}/ram:DepartmentName")


@rule("BR-DE-6")
def contact_has_a_phone(invoice):
    return invoice.has(f"{CONTACT}/ram:TelephoneUniversalCommunication/ram:CompleteNumber")


@rule("BR-DE-7")
def contact_has_an_address_for_mail(invoice):
    return invoice.has(f"{CONTACT}/ram:EmailURIUniversalCommunication/ram:URIID")


@rule("BR-DE-8")
def buyer_has_a_town(invoice):
    return invoice.has(f"{BUYER}/ram:PostalTradeAddress/ram:CityName")


@rule("BR-DE-9")
def buyer_has_a_postal_code(invoice):
    return invoice.has(f"{BUYER}/ram:PostalTradeAddress/ram:PostcodeCode")


@rule("BR-DE-10/11")
def place_of_delivery_has_town_and_postal_code(invoice):
    return all(
        invoice.has("ram:CityName", place) and invoice.has("ram:PostcodeCode", place)
        for place in invoice.all("//ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:PostalTradeAddress")
    )


@rule("BR-DE-14")
def each_row_of_vat_has_a_rate(invoice):
    return all(
        invoice.has("ram:RateApplicablePercent", row) for row in invoice.all(f"{SETTLEMENT}/ram:ApplicableTradeTax")
    )


@rule("BR-DE-15")
def buyer_has_a_reference(invoice):
    return invoice.has(f"{AGREEMENT}/ram:BuyerReference")


@rule("BR-DE-16")
def seller_has_a_tax_id(invoice):
    """Wherever VAT is spoken of: not where all is outside its scope (O)."""
    categories = set(invoice.texts(f"{SETTLEMENT}/ram:ApplicableTradeTax/ram:CategoryCode"))
    ids = invoice.texts(f"{SELLER}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA' or @schemeID='FC']")
    return bool(ids) or not categories & {"S", "Z", "E", "AE", "K", "G", "L", "M"}


@rule("BR-DE-17")
def its_type_is_one_of_those_allowed(invoice):
    return invoice.text("//rsm:ExchangedDocument/ram:TypeCode") in {
        "326", "380", "381", "384", "389", "875", "876", "877"
    }  # fmt: skip


@rule("BR-DE-18")
def skonto_is_written_for_machines(invoice):
    """A line of the terms of payment that begins with # is a Skonto in its fixed form."""
    form = r"#SKONTO#TAGE=\d+#PROZENT=\d+\.\d{2}#(BASISBETRAG=-?\d+\.\d{2}#)?"
    terms = "\n".join(invoice.texts(f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description"))
    return all(re.fullmatch(form, line) for line in terms.splitlines() if line.startswith("#"))


@rule("BR-DE-19")
def account_for_a_sepa_transfer_is_an_iban(invoice):
    return all(
        _is_iban(invoice.text(f"{ACCOUNT}/ram:IBANID", one))
        for one in invoice.all(MEANS)
        if invoice.text("ram:TypeCode", one) == "58"
    )


@rule("BR-DE-21")
def it_names_the_specification(invoice):
    return invoice.text("//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID") in SPECIFICATIONS


@rule("BR-DE-22")
def names_of_attachments_differ(invoice):
    names = [one.get("filename") for one in invoice.all("//ram:AttachmentBinaryObject")]
    return len(names) == len(set(names))


def _group_fits(invoice, codes, wanted, others):
    return all(
        invoice.all(wanted, one) and not any(invoice.all(other, one) for other in others)
        for one in invoice.all(MEANS)
        if invoice.text("ram:TypeCode", one) in codes
    )


@rule("BR-DE-23")
def a_transfer_names_an_account_and_nothing_else(invoice):
    return _group_fits(invoice, TRANSFER, ACCOUNT, [CARD, DEBTOR])


@rule("BR-DE-24")
def a_card_names_a_card_and_nothing_else(invoice):
    return _group_fits(invoice, CARDS, CARD, [ACCOUNT, DEBTOR])


@rule("BR-DE-25")
def a_direct_debit_names_the_debtor_and_nothing_else(invoice):
    return _group_fits(invoice, DEBIT, DEBTOR, [ACCOUNT, CARD])


@rule("BR-DE-26")
def a_corrected_invoice_names_the_one_before(invoice):
    """Asked of type 384; a credit note (381) of ours names it as well."""
    corrects = invoice.text("//rsm:ExchangedDocument/ram:TypeCode") in {"384", "381"}
    return not corrects or invoice.has(f"{SETTLEMENT}/ram:InvoiceReferencedDocument/ram:IssuerAssignedID")


@rule("BR-DE-27")
def phone_has_three_digits(invoice):
    numbers = invoice.texts(f"{CONTACT}/ram:TelephoneUniversalCommunication/ram:CompleteNumber")
    return all(len(re.findall(r"\d", number)) >= 3 for number in numbers)


@rule("BR-DE-28")
def address_for_mail_has_its_form(invoice):
    """One @, with two signs at least on both sides, beside it neither blank nor dot, no dot at either end."""
    addresses = invoice.texts(f"{CONTACT}/ram:EmailURIUniversalCommunication/ram:URIID")
    return all(
        address.count("@") == 1
        and re.search(r"[^\s.]@[^\s.]", address)
        and all(len(side) >= 2 for side in address.split("@"))
        and not address.startswith(".")
        and not address.endswith(".")
        for address in addresses
    )


@rule("BR-DE-TMP-32")
def it_says_when_the_service_was(invoice):
    return (
        invoice.has("//ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString")
        or invoice.has(f"{SETTLEMENT}/{PERIOD}//udt:DateTimeString")
        or all(
            invoice.has(f".//{PERIOD}//udt:DateTimeString", line)
            for line in invoice.all("//ram:IncludedSupplyChainTradeLineItem")
        )
    )


@rule("PEPPOL-EN16931-R001")
def it_names_the_business_process(invoice):
    return invoice.has("//ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID")


@rule("PEPPOL-EN16931-R008")
def no_element_is_empty(invoice):
    """But the one of delivery, which the schema asks for whether there is something to say or not."""
    empty = invoice.all("//*[not(*) and not(normalize-space())]")
    return {etree.QName(one).localname for one in empty} <= {"ApplicableHeaderTradeDelivery"}


@rule("PEPPOL-EN16931-R010")
def buyer_has_an_electronic_address(invoice):
    return invoice.has(f"{BUYER}/ram:URIUniversalCommunication/ram:URIID[@schemeID]")


@rule("PEPPOL-EN16931-R020")
def seller_has_an_electronic_address(invoice):
    return invoice.has(f"{SELLER}/ram:URIUniversalCommunication/ram:URIID[@schemeID]")


@rule("PEPPOL-EN16931-R053")
def there_is_one_sum_of_vat(invoice):
    totals = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount"
    currency = invoice.text(f"{SETTLEMENT}/ram:InvoiceCurrencyCode")
    return len(invoice.all(f"{totals}[@currencyID='{currency}']")) == 1


def _is_iban(text):
    bare = text.replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", bare):
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1
