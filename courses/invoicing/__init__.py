"""Invoicing: instalments become invoices, cancellations credit notes, and payments are matched to them."""
