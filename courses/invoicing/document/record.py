"""An invoice as its papers say it: plain values, the same for PDF and XML."""

from dataclasses import dataclass

from courses.invoicing.lines import lines_of
from courses.invoicing.models import Invoice
from courses.invoicing.rules import totals


@dataclass(frozen=True)
class DocumentRecord:
    """A stored invoice with its lines and VAT breakdown; `corrected` is the invoice that a credit note corrects."""

    invoice: Invoice
    lines: list
    groups: list
    corrected: Invoice | None

    @property
    def is_credit(self):
        """Whether it gives back."""
        return self.invoice.kind == Invoice.Kind.CREDIT_NOTE

    @property
    def outside_vat(self):
        """Whether nothing in it is subject to VAT: then no VAT id may stand in the data (BR-O-02)."""
        return any(group.vat.category == "O" for group in self.groups)

    @property
    def reasons(self):
        """Why no VAT is charged, each said once."""
        return list(dict.fromkeys(line.vat.reason for line in self.lines if line.vat.reason))


def record_of(invoice):
    """Return the DocumentRecord of a stored invoice."""
    lines = lines_of(invoice)
    return DocumentRecord(invoice, lines, totals(lines).groups, invoice.corrects)
