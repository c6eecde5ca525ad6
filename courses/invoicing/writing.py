"""Writing one document: number, frozen data, lines, its record, and the printing after the commit."""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from courses.invoicing.lines import priced
from courses.invoicing.models import Invoice, InvoiceLine, NumberSeries
from courses.invoicing.parties import buyer_of, seller_of
from courses.invoicing.rules import number_text, totals
from courses.invoicing.tasks import make_invoice
from lms.audit.log import record
from lms.lib import numbering
from lms.messages.after_commit import hand_over


def language_of(booking):
    """The language of whoever gets the booking's invoices."""
    return booking.private_payer.language if booking.company is None else settings.LANGUAGE_CODE


def invoice_over(booking, purpose, cents_each, seats, words, *, actor, at, **fields):
    """
    Write an invoice over `seats` seats at `cents_each` by the VAT lines for `purpose`, and return it; as `write`.

    `words` returns subject and details; it is called in the language of whoever gets the invoice.
    """
    language = language_of(booking)
    with override(language):
        subject, details = words()
    lines = priced(
        booking.cohort.edition,
        purpose,
        cents_each,
        seats,
        details=details,
        consumer=booking.company is None,
        language=language,
    )
    kind = Invoice.Kind.INVOICE
    return write(booking, lines, totals(lines), kind=kind, seats=seats, subject=subject, actor=actor, at=at, **fields)


def write(booking, lines, sums, *, kind, seats, subject, actor, at, printing=True, **fields):
    """
    Write an invoice or credit note of a booking with these Lines and their Totals, and return it.

    Belongs inside the transaction of the act, under the cohort's lock; the number is taken last, so that what is
    refused has taken none. With printing=False the file waits for the jobs that are due, or for the first reader.
    """
    invoice = Invoice.objects.create(
        **_frozen(booking, kind, timezone.localdate(at), sums.gross_cents),
        seats=seats,
        subject=subject,
        net_cents=sums.net_cents,
        tax_cents=sums.tax_cents,
        rounding_cents=sums.rounding_cents,
        gross_cents=sums.gross_cents,
        issued_by=actor,
        issued_at=at,
        **fields,
    )
    _write_lines(invoice, lines)
    record(
        f"{kind}.issued",
        actor=actor,
        subject=invoice,
        at=at,
        booking=booking.pk,
        instalment=invoice.instalment,
        corrects=invoice.corrects_id,
        seats=seats,
        gross_cents=invoice.gross_cents,
    )
    if printing:
        hand_over(make_invoice, invoice.pk)
    return invoice


def _frozen(booking, kind, day, cents):
    """What a document of `day` says of seller, buyer and cohort, and its number, taken once nothing can be refused."""
    cohort, office = booking.cohort, booking.cohort.edition.programme.office
    seller, buyer = seller_of(office), buyer_of(booking, cents if kind == Invoice.Kind.INVOICE else 0)
    [sequence] = numbering.take(NumberSeries, 1, office=office, year=day.year)
    return {
        "kind": kind,
        "office": office,
        "year": day.year,
        "sequence": sequence,
        "number": number_text(office.invoice_prefix, day.year, sequence),
        "booking": booking,
        "consumer": booking.company is None,
        "language": language_of(booking),
        "seller": seller,
        "buyer": buyer,
        "purchase_order": booking.purchase_order,
        "buyer_reference": booking.company.buyer_reference if booking.company else "",
        "issued_on": day,
        "due_on": day + dt.timedelta(days=office.payment_days) if kind == Invoice.Kind.INVOICE else None,
        "service_from": cohort.starts_on,
        "service_to": cohort.ends_on,
        "currency": booking.currency,
    }


def _write_lines(invoice, lines):
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            position=position,
            text=line.text,
            details=line.details,
            quantity=line.quantity,
            unit_cents=line.unit_cents,
            price_cents=line.price_cents,
            net_cents=line.net_cents,
            category=line.vat.category,
            rate=line.vat.rate,
            reason=line.vat.reason,
            reason_code=line.vat.reason_code,
        )
        for position, line in enumerate(lines, 1)
    )
