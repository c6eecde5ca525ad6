"""Who writes an invoice and who gets it, frozen as plain data; what is missing is said with where to enter it."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.invoicing.refusals import DataMissing
from courses.invoicing.xrechnung import lacking_of_buyer, wants, where_to_enter
from lms.lib.figures import euro
from lms.organisations.models import Company

# Up to this, VAT included, an invoice need not say where the customer is (§ 33 UStDV).
MOST_OF_A_SMALL_ONE = 25_000
# What must stand on every invoice (§ 14 (4) UStG) and what one needs to pay it.
SELLER_NEEDS = ("name", "street", "postal_code", "town", "email", "phone", "iban")


def seller_of(office):
    """Return the office as it stands on invoices. Raises DataMissing, which names what is to be entered."""
    names = (*SELLER_NEEDS, "vat_id", "tax_number", "register_entry", "bank", "bic", "invoice_contact")
    seller = {name: getattr(office, name) for name in (*names, "invoice_footer", "code")}
    missing = [_label(office, name) for name in SELLER_NEEDS if not seller[name]]
    if not (seller["vat_id"] or seller["tax_number"]):
        missing.append(_("VAT id or tax number"))
    if missing:
        raise DataMissing(
            ngettext(
                "No invoice can be written yet: %(office)s lacks %(fields)s. Enter it under Master data, "
                "Cluster offices, %(office)s.",
                "No invoice can be written yet: %(office)s lacks %(fields)s. Enter them under Master data, "
                "Cluster offices, %(office)s.",
                len(missing),
            )
            % {"office": office.name, "fields": get_text_list(missing, _("and"))},
            fields=missing,
        )
    return seller


def address_lacking(booking, cents):
    """
    Return the labels of what the address of whoever pays lacks for an invoice over `cents`, VAT included. No query.

    A company's is always asked for. Who pays alone needs none for a small one (§ 33 UStDV), else the whole of it
    (§ 14 (4) no. 1 UStG).
    """
    private = booking.company is None
    if private and cents <= MOST_OF_A_SMALL_ONE:
        return []
    buyer = _addressed(booking)
    needs = ("street", "postal_code", "town") if private else ("postal_code", "town")
    return [_label(Company, name) for name in needs if not buyer[name]]


def buyer_of(booking, cents=0):
    """
    Return whoever gets the invoices of a booking as they stand on one over `cents`, VAT included (0: a credit note).

    The booking's own invoice address goes before the company's, and that before where the company is. Raises
    DataMissing, which names what is to be entered.
    """
    company, buyer = booking.company, _addressed(booking)
    missing = address_lacking(booking, cents)
    if missing and company is None:
        raise DataMissing(
            ngettext(
                "No invoice over more than %(most)s can be written to %(payer)s: the address lacks %(fields)s. Enter "
                "it as the invoice address of the booking.",
                "No invoice over more than %(most)s can be written to %(payer)s: the address lacks %(fields)s. Enter "
                "them as the invoice address of the booking.",
                len(missing),
            )
            % {
                "most": euro(MOST_OF_A_SMALL_ONE),
                "payer": booking.payer,
                "fields": get_text_list(missing, _("and")),
            },
            fields=missing,
        )
    if company is None:
        return buyer | {"vat_id": "", "format": ""}
    if missing:
        raise DataMissing(
            ngettext(
                "No invoice can be written to %(company)s: its address lacks %(fields)s. Enter it under Master data, "
                "Companies, %(company)s.",
                "No invoice can be written to %(company)s: its address lacks %(fields)s. Enter them under Master data, "
                "Companies, %(company)s.",
                len(missing),
            )
            % {"company": company.name, "fields": get_text_list(missing, _("and"))},
            fields=missing,
        )
    lacking = lacking_of_buyer(buyer, company.buyer_reference or booking.purchase_order) if wants(company) else []
    if lacking:
        raise DataMissing(
            _("%(company)s wants XRechnung.") % {"company": company.name} + " " + where_to_enter(lacking, booking),
            fields=lacking,
        )
    return buyer | {"vat_id": company.vat_id, "format": company.invoice_format}


def _addressed(booking):
    """Whoever gets the invoices of a booking, with what is known of their address."""
    company = booking.company
    if company is None:
        person = booking.private_payer
        return _buyer(booking, person.full_name, {}, booking.invoice_email or person.email, code=f"P{person.pk}")
    address = {
        "name": company.invoice_name or company.name,
        **{
            name: getattr(company, f"invoice_{name}" if company.invoice_town else name)
            for name in ("street", "postal_code", "town")
        },
    }
    return _buyer(booking, company.name, address, booking.invoice_email or company.billing_email, code=company.code)


def _buyer(booking, name, address, email, code):
    own = {
        "name": booking.invoice_name,
        "street": booking.invoice_street,
        "postal_code": booking.invoice_postal_code,
        "town": booking.invoice_town,
    }
    plain = {"name": name, "street": "", "postal_code": "", "town": ""} | address
    # A name alone is a department at the same address.
    chosen = (own if own["town"] else plain) | {"name": own["name"] or plain["name"]}
    attention = name if chosen["name"] != name else ""
    return {**chosen, "attention": attention, "email": email, "code": code}


def _label(row, field):
    return str(row._meta.get_field(field).verbose_name)
