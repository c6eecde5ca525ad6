"""The one door to invoices and payments: pages, the demo and commands call these acts."""

from courses.invoicing.actions.bank import book_bank_file, read_bank_file
from courses.invoicing.actions.called_off import credit_called_off
from courses.invoicing.actions.credit import credit_invoice, settle_given_seats
from courses.invoicing.actions.issue import issue_due_invoices, issue_invoice
from courses.invoicing.actions.pay import record_payment, reverse_payment
from courses.invoicing.actions.rows import pay_from_row, set_row_aside, take_row_up

__all__ = [
    "book_bank_file",
    "credit_called_off",
    "credit_invoice",
    "issue_due_invoices",
    "issue_invoice",
    "pay_from_row",
    "read_bank_file",
    "record_payment",
    "reverse_payment",
    "set_row_aside",
    "settle_given_seats",
    "take_row_up",
]
