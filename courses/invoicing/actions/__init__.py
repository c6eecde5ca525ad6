"""The one door to invoices and payments: pages, the demo and commands call these acts."""

from courses.invoicing.actions.bank import book_bank_file, read_bank_file
from courses.invoicing.actions.called_off import credit_called_off
from courses.invoicing.actions.credit import credit_invoice, settle_given_seats
from courses.invoicing.actions.issue import issue_due_invoices, issue_invoice
from courses.invoicing.actions.pay import record_payment, reverse_payment

__all__ = [
    "book_bank_file",
    "credit_called_off",
    "credit_invoice",
    "issue_due_invoices",
    "issue_invoice",
    "read_bank_file",
    "record_payment",
    "reverse_payment",
    "settle_given_seats",
]
