"""
The invoice as data: UN/CEFACT Cross Industry Invoice in the profiles EN 16931 (ZUGFeRD, Factur-X) and XRechnung 3.0.

A template, like every other paper: who reads it sees the invoice. The schema check of factur-x says whether it is one.
"""

from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.invoicing.xrechnung import reference_of
from lms.lib.paper.faults import DocumentFault

EN16931 = "urn:cen.eu:en16931:2017"
XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
TYPE_CODES = {"invoice": "380", "credit_note": "381"}


def amount(cents):
    """Write cents as the data want them: 123450 is "1234.50"."""
    return f"{Decimal(cents) / 100:.2f}"


def render_xml(record, guideline=EN16931):
    """Return the XML of a DocumentRecord as bytes, in the profile `guideline`."""
    invoice = record.invoice
    with override(invoice.language):
        context = {
            "record": record,
            "invoice": invoice,
            "guideline": guideline,
            "xrechnung": guideline == XRECHNUNG,
            "type_code": TYPE_CODES[invoice.kind],
            "lines": [_line(number, line) for number, line in enumerate(record.lines, 1)],
            "groups": [_group(group) for group in record.groups],
            "net": amount(invoice.net_cents),
            "tax": amount(invoice.tax_cents),
            "rounding": amount(invoice.rounding_cents) if invoice.rounding_cents else "",
            "grand": amount(invoice.net_cents + invoice.tax_cents),
            "payable": amount(invoice.gross_cents),
            "buyer_reference": reference_of(invoice),
            "terms": terms_of(record),
            "notes": notes_of(record),
        }
        text = render_to_string("courses/invoicing/document/cii.xml", context)
    return "".join(letter for letter in text if letter in "\t\n" or letter >= " ").strip().encode()


def terms_of(record):
    """How it is paid, in the language that is active."""
    invoice = record.invoice
    if record.is_credit:
        return _("The amount is set off against what is still open, or paid back.")
    return _("Payable without deduction by %(day)s.") % {"day": date_format(invoice.due_on, "DATE_FORMAT")}


def notes_of(record):
    """What is said beside the lines, in the language that is active."""
    invoice = record.invoice
    notes = [invoice.reason] if invoice.reason else []
    if invoice.consumer and not record.outside_vat:
        notes.append(_("The price is a final price; VAT, where it is owed, is contained in it."))
    return notes


def check_xml(xml):
    """Raise DocumentFault unless the XML keeps to the schema of EN 16931. Imports factur-x, which is heavy."""
    from facturx import xml_check_xsd

    try:
        xml_check_xsd(xml, flavor="factur-x", level="en16931")
    except Exception as error:
        raise DocumentFault(
            _("The data of the invoice do not keep to the schema of EN 16931."), reason="schema"
        ) from error


def _line(number, line):
    return {
        "number": number,
        "text": line.text,
        "details": line.details,
        "unit": amount(line.unit_cents),
        "quantity": line.quantity,
        "net": amount(line.net_cents),
        "category": line.vat.category,
        # What is outside the scope of VAT has no rate on its line, not even one of zero (BR-O-05).
        "rate": "" if line.vat.category == "O" else _rate(line.vat),
    }


def _group(group):
    return {
        "tax": amount(group.tax_cents),
        "base": amount(group.base_cents),
        "category": group.vat.category,
        "reason": group.vat.reason,
        "reason_code": group.vat.reason_code,
        "rate": _rate(group.vat),
    }


def _rate(vat):
    return f"{Decimal(vat.rate):.2f}"
