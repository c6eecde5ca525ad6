"""The lines of an invoice: an amount for each seat, split by the VAT lines of the edition, in the reader's language."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.curriculum.models import PriceLine
from courses.invoicing.refusals import DataMissing
from courses.invoicing.rules import Line, Vat, shared_out


def priced(edition, purpose, cents, seats, *, details, consumer, language):
    """
    Return the Lines for `seats` seats at `cents` each. The last line takes what rounding leaves.

    Raises DataMissing while the edition's VAT lines are not there or do not make a whole.
    """
    rows = [one for one in edition.price_lines.all() if one.purpose == purpose]
    if sum((one.share for one in rows), Decimal(0)) != 100:
        raise DataMissing(
            _(
                "The VAT lines (%(purpose)s) of edition %(edition)s do not add up to 100 %%. Enter them in the "
                "administration under Curriculum, VAT lines."
            )
            % {"purpose": PriceLine.Purpose(purpose).label, "edition": edition}
        )
    with override(language):
        return [
            Line(str(row.label), part, seats, _vat(row), details, consumer)
            for row, part in zip(rows, shared_out(cents, [row.share for row in rows]), strict=True)
            if part
        ]


def _vat(row):
    reason = str(row.reason) if row.category != PriceLine.Category.STANDARD else ""
    if reason and row.certificate_number:
        reason += _(" (certificate %(number)s)") % {"number": row.certificate_number}
    return Vat(row.category, row.rate, reason, row.reason_code)


def lines_of(invoice):
    """Return the stored lines of an invoice as Lines."""
    return [
        Line(
            row.text,
            row.price_cents,
            row.quantity,
            Vat(row.category, row.rate, row.reason, row.reason_code),
            row.details,
            invoice.consumer,
        )
        for row in invoice.lines.all()
    ]
