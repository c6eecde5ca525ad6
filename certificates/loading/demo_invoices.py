"""Invoices of the demo's cohorts, issued and paid through the acts as if on the days when they fell due."""

import datetime as dt

from django.utils import timezone

from certificates.loading.writers.booking import moment
from courses.booking.models import Booking
from courses.invoicing.actions import issue_invoice, record_payment
from courses.invoicing.due import due_instalments
from courses.invoicing.models import Payment
from courses.invoicing.tasks import make_invoice
from courses.invoicing.xrechnung import wants
from lms.messages.after_commit import hand_over
from lms.organisations.actions import keep_record
from lms.organisations.models import ClusterOffice, Company

COHORTS = ("PK-5", "SP-4", "PM-1")
PAID_AFTER = dt.timedelta(days=9)
# The newest that should have been paid stay open, so that something is overdue.
OVERDUE = 1
# Printed at once; the others when somebody opens them, or by the jobs that are due.
PRINTED = 2
# Invented, but the check digits of the IBAN hold.
SELLER = {
    "street": "Musterstraße 12",
    "postal_code": "95444",
    "email": "buero@polymernetz.example",
    "phone": "+49 921 0000000",
    "tax_number": "208/000/00000",
    "vat_id": "DE000000000",
    "register_entry": "VR 00000, Amtsgericht Musterstadt",
    "bank": "Musterbank Bayreuth",
    "iban": "DE02120300000000202051",
    "bic": "MUSTDEMMXXX",
    "invoice_contact": "Franziska Reuthlinger",
    "invoice_footer": "Vertreten durch den Vorstand. Alle Angaben dieser Demo sind erfunden.",
}


def write(*, actor, at):
    """Give the office what invoices need, issue what fell due so far, record what was paid. Inside a transaction."""
    furnish(actor=actor, at=at)
    issued = [_issue(due, actor) for due in _in_order(at)]
    today = timezone.localdate(at)
    late = [invoice for invoice in issued if invoice.due_on < today]
    for invoice in late[: len(late) - OVERDUE]:
        on = invoice.issued_on + PAID_AFTER
        record_payment(
            invoice=invoice,
            cents=invoice.gross_cents,
            on=on,
            how=Payment.How.BANK,
            reference=f"Rechnung {invoice.number}",
            actor=actor,
            at=moment(on, 14),
        )
    for invoice in issued[-PRINTED:]:
        hand_over(make_invoice, invoice.pk)


def furnish(*, actor, at):
    """Enter what invoices need of the office, and of companies that want XRechnung, where nothing stands yet."""
    office = ClusterOffice.objects.get(programmes__code="PK")
    for name, value in SELLER.items():
        if not getattr(office, name):
            setattr(office, name, value)
    keep_record(row=office, fields=SELLER, actor=actor, at=at)
    for company in Company.objects.filter(buyer_reference=""):
        if wants(company):
            company.buyer_reference = f"KRED-{company.code}"
            keep_record(row=company, fields=["buyer_reference"], actor=actor, at=at)


def _in_order(at):
    """What is due in the running cohorts, in the order of its days: numbers follow the calendar."""
    found = due_instalments(Booking.objects.filter(cohort__code__in=COHORTS), at)
    return sorted(found, key=lambda due: (_day(due), due.booking.pk))


def _day(due):
    """When the office wrote it: on the day after the booking, or as long before the seminar as it does."""
    if due.position == 1:
        return due.event + dt.timedelta(days=1)
    return due.event - dt.timedelta(days=due.booking.cohort.edition.programme.office.invoice_days_before)


def _issue(due, actor):
    return issue_invoice(
        booking=due.booking,
        position=due.position,
        actor=actor,
        at=moment(max(_day(due), timezone.localdate(due.booking.booked_at)), 11),
        printing=False,
        announced=False,
    )
