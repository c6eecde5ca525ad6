"""
What XRechnung asks for beyond EN 16931 (the German rules of KoSIT, BR-DE), and what an invoice lacks of it.

All else that they ask for stands in every invoice (`cii.xml`). What is missing is said with where to enter it.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.organisations.billing import check_iban
from lms.organisations.models import ClusterOffice, Company

WANTED = "xrechnung"


def wants(company):
    """Whether a company asks for its invoices as XRechnung."""
    return company.invoice_format.strip().casefold() == WANTED


def reference_of(invoice):
    """
    Return what the buyer files a stored invoice by (BT-10): the reference that it gave, else its order, or "".

    Who pays privately gives none and files nothing; there it is the number of the customer.
    """
    return invoice.buyer_reference or invoice.purchase_order or (invoice.buyer["code"] if invoice.consumer else "")


@dataclass(frozen=True)
class Lacking:
    """What is missing, or what machines cannot read, as labels: of whoever writes an invoice, and of who gets it."""

    seller: list
    buyer: list

    def __bool__(self):
        return bool(self.seller or self.buyer)


def lacking(invoice):
    """Return what a stored invoice is Lacking for an XRechnung."""
    return Lacking(lacking_of_seller(invoice.seller), lacking_of_buyer(invoice.buyer, reference_of(invoice)))


def lacking_of_seller(seller):
    """Return labels: postal code and town (BR-DE-4, 3), phone (6, 27), e-mail (7, 28), IBAN (19), tax id (16)."""
    fine = {
        "postal_code": bool(seller["postal_code"]),
        "town": bool(seller["town"]),
        "phone": sum(sign.isdecimal() for sign in seller["phone"]) >= 3,
        "email": is_address(seller["email"]),
        "iban": _is_iban(seller["iban"]),
    }
    found = [_label(ClusterOffice, name) for name, well in fine.items() if not well]
    return found if seller["vat_id"] or seller["tax_number"] else [*found, _("VAT id or tax number")]


def lacking_of_buyer(buyer, reference):
    """Return labels: reference (BR-DE-15), postal code and town (9, 8), an electronic address (PEPPOL-EN16931-R010)."""
    fine = {
        "buyer_reference": reference,
        "postal_code": buyer["postal_code"],
        "town": buyer["town"],
        "billing_email": buyer["email"],
    }
    return [_label(Company, name) for name, there in fine.items() if not there]


def is_address(email):
    """Whether this is an e-mail address as BR-DE-28 wants it: two signs at least on both sides of the one @."""
    sides = email.split("@")
    return len(sides) == 2 and all(
        len(side) >= 2 and not any(sign.isspace() for sign in side) and side.strip(".") == side for side in sides
    )


def why_none(invoice, *, keeps):
    """Return why a stored invoice is not handed out as XRechnung, or ""; to its keeper with what is to be done."""
    found = lacking(invoice)
    if not found:
        return ""
    labels = [*dict.fromkeys([*found.seller, *found.buyer])]
    words = ngettext(
        "%(number)s cannot be an XRechnung: it lacks %(fields)s.",
        "%(number)s cannot be an XRechnung: it lacks these: %(fields)s.",
        len(labels),
    )
    said = [words % {"number": invoice.number, "fields": _listed(labels)}]
    if not keeps:
        return " ".join([*said, _("Please ask the cluster office.")])
    if found.seller:
        words = _("Enter %(fields)s under Master data, Cluster offices, %(office)s.")
        said.append(words % {"fields": _listed(found.seller), "office": invoice.seller["name"]})
    if found.buyer:
        said.append(where_to_enter(found.buyer, invoice.booking))
    said.append(_("Then credit it to be invoiced anew; what was issued does not change."))
    return " ".join(said)


def where_to_enter(fields, booking):
    """Say where what is lacking of a buyer is entered."""
    if booking.company is None:
        words = _("Enter %(fields)s as the invoice address of the booking of %(payer)s.")
    else:
        words = _("Enter %(fields)s under Master data, Companies, %(payer)s.")
    return words % {"fields": _listed(fields), "payer": booking.payer}


def _is_iban(text):
    try:
        check_iban(text)
    except ValidationError:
        return False
    return True


def _label(model, field):
    return str(model._meta.get_field(field).verbose_name)


def _listed(labels):
    return get_text_list(list(dict.fromkeys(labels)), _("and"))
