"""Tables of this room: invoices with what was paid, and statements of the bank."""

from courses.invoicing.models.bank import BankFile, BankLine
from courses.invoicing.models.invoices import (
    Invoice,
    InvoiceLine,
    InvoiceQuerySet,
    NumberSeries,
    Payment,
    SeatsGiven,
    private_storage,
)

__all__ = [
    "BankFile",
    "BankLine",
    "Invoice",
    "InvoiceLine",
    "InvoiceQuerySet",
    "NumberSeries",
    "Payment",
    "SeatsGiven",
    "private_storage",
]
