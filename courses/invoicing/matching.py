"""Which rows of a statement pay which invoices: by the number in the purpose and the amount, nothing by guessing."""

import re
from dataclasses import dataclass

from courses.invoicing.models import Invoice, Payment
from courses.invoicing.permissions import invoices_kept_by
from courses.invoicing.statement import EURO

MATCHED, DIFFERS, KNOWN = "matched", "differs", "known"
UNKNOWN, MISSING, FOREIGN, AHEAD = "unknown", "missing", "foreign", "ahead"


@dataclass(frozen=True)
class Fate:
    """
    What becomes of a row; only what is `matched` is booked.

    The other words: differs (another amount), known (booked before), unknown (no number in the purpose), missing (there
    is no invoice of its number), foreign (not in euros), ahead (its day is still to come: the bank has only noted it).
    `missing` are the numbers of which there is no invoice.
    """

    line: object
    word: str
    invoices: tuple = ()
    missing: tuple = ()

    @property
    def due_cents(self):
        """What is open on the invoices that the purpose names."""
        return sum(invoice.due_cents for invoice in self.invoices)


def fates_of(lines, office, actor, *, today):
    """Return the Fate of each row on `today`, in order. An invoice is paid once: the second row for it differs."""
    lines = list(lines)
    booked = set(Payment.objects.filter(digest__in=[line.digest for line in lines]).values_list("digest", flat=True))
    named = {line.pk: numbers_in(line.purpose, office.invoice_prefix) for line in lines}
    wanted = {number for numbers in named.values() for number in numbers}
    kept = invoices_kept_by(actor).filter(office=office, kind=Invoice.Kind.INVOICE, number__in=wanted)
    invoices = {invoice.number: invoice for invoice in kept.with_balance()}
    taken: set[int] = set()
    return [_fate(line, named[line.pk], invoices, booked, taken, today) for line in lines]


def numbers_in(purpose, prefix):
    """Return the invoice numbers in a purpose, however it was broken: "re 2026 00017" is RE-2026-00017."""
    bare = "".join(letter for letter in purpose.upper() if letter.isascii() and letter.isalnum())
    found = re.findall(rf"{re.escape(prefix.upper())}(20\d\d)(\d{{5}})", bare)
    return list(dict.fromkeys(f"{prefix}-{year}-{sequence}" for year, sequence in found))


def _fate(line, numbers, invoices, booked, taken, today):
    named = tuple(invoices[number] for number in numbers if number in invoices)
    missing = tuple(number for number in numbers if number not in invoices)
    if line.digest in booked:
        return Fate(line, KNOWN)
    if line.currency != EURO:
        return Fate(line, FOREIGN, named, missing)
    if line.on > today:
        return Fate(line, AHEAD, named, missing)
    if not named:
        return Fate(line, MISSING if missing else UNKNOWN, missing=missing)
    fresh = all(invoice.pk not in taken for invoice in named)
    owed = sum(invoice.due_cents for invoice in named)
    if fresh and owed == line.cents and all(invoice.due_cents > 0 for invoice in named):
        taken.update(invoice.pk for invoice in named)
        return Fate(line, MATCHED, named, missing)
    return Fate(line, DIFFERS, named, missing)
