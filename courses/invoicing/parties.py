"""Who writes an invoice and who gets it, frozen as plain data; what is missing is said with where to enter it."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from courses.invoicing.refusals import DataMissing
from courses.invoicing.xrechnung import lacking_of_buyer, wants, where_to_enter

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
            _(
                "No invoice can be written yet: %(office)s lacks %(fields)s. Enter it under Master data, "
                "Cluster offices, %(office)s."
            )
            % {"office": office.name, "fields": get_text_list(missing, _("and"))},
            fields=missing,
        )
    return seller


def buyer_of(booking):
    """
    Return whoever gets the invoices of a booking as they stand on them.

    The booking's own invoice address goes before the company's, and that before where the company is.
    """
    if booking.company is None:
        person = booking.private_payer
        email = booking.invoice_email or person.email
        return _buyer(booking, person.full_name, {}, email, code=f"P{person.pk}") | {"vat_id": "", "format": ""}
    company = booking.company
    address = {
        "name": company.invoice_name or company.name,
        **{
            name: getattr(company, f"invoice_{name}" if company.invoice_town else name)
            for name in ("street", "postal_code", "town")
        },
    }
    buyer = _buyer(booking, company.name, address, booking.invoice_email or company.billing_email, code=company.code)
    missing = [_label(company, name) for name in ("postal_code", "town") if not buyer[name]]
    if missing:
        raise DataMissing(
            _(
                "No invoice can be written to %(company)s: its address lacks %(fields)s. Enter it under Master data, "
                "Companies, %(company)s."
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
