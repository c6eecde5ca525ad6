"""Doors to the acts of this room."""

from courses.invoicing.views.files import by_letter, file
from courses.invoicing.views.lists import company_invoices, credit_all, invoices, issue, my_invoices
from courses.invoicing.views.one import invoice, settle
from courses.invoicing.views.payments import bank_file, payments
from courses.invoicing.views.rows import bank_row, open_rows

__all__ = [
    "bank_file",
    "bank_row",
    "by_letter",
    "company_invoices",
    "credit_all",
    "file",
    "invoice",
    "invoices",
    "issue",
    "my_invoices",
    "open_rows",
    "payments",
    "settle",
]
