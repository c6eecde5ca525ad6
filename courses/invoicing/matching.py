"""Which rows of a statement pay which invoices: by the number in the purpose and the amount, nothing by guessing."""

import re
from dataclasses import dataclass

from courses.invoicing.models import BankLine, Invoice, Payment
from courses.invoicing.permissions import invoices_kept_by
from courses.invoicing.rules import number_text
from courses.invoicing.statement import EURO

MATCHED, DIFFERS, KNOWN = "matched", "differs", "known"
UNKNOWN, MISSING, FOREIGN, AHEAD = "unknown", "missing", "foreign", "ahead"
UNREAD, WAITING, ASIDE = "unread", "waiting", "aside"
# What somebody has to look at: it stays open when the statement is booked. A day to come is in the next statement.
LEFT = {DIFFERS, UNKNOWN, MISSING, FOREIGN, UNREAD}


@dataclass(frozen=True)
class Fate:
    """
    What becomes of a row; only what is `matched` is booked.

    The other words: differs (another amount, or a day before the invoice's), known (booked before), unknown (no number
    in the purpose), missing (there is no invoice of its number), foreign (not in euros), ahead (its day is still to
    come: the bank has only noted it), unread (its day or amount cannot be read), waiting (open since another
    statement), aside (set aside before).
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

    @property
    def is_left(self):
        """Whether somebody has to say what becomes of it: of what stayed open also what fits an invoice by now."""
        return self.word in LEFT or (self.word == MATCHED and self.line.file.booked_at is not None)


def fates_of(lines, office, actor, *, today):
    """Return the Fate of each row on `today`, in order. An invoice is paid once: the second row for it differs."""
    lines = list(lines)
    known = _known(lines)
    issued = _issued(lines, office, actor)
    prefix = office.invoice_prefix
    named = {line.pk: numbers_in(line.purpose, prefix, issued) for line in lines}
    invoices = {invoice.number: invoice for invoice in issued.values()}
    taken: set[int] = set()
    return [_fate(line, named[line.pk], invoices, known, taken, today) for line in lines]


def _known(lines):
    """Return {digest: word} of those of these rows that somebody has booked, set aside or kept open before."""
    digests, files = [line.digest for line in lines], {line.file_id for line in lines}
    known = {}
    for row in BankLine.objects.filter(digest__in=digests).exclude(aside_at=None, file__booked_at=None):
        if row.aside_at is not None:
            known[row.digest] = ASIDE
        elif row.file_id not in files:
            known.setdefault(row.digest, WAITING)
    booked = Payment.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return known | dict.fromkeys(booked, KNOWN)


def _issued(lines, office, actor):
    """Return {(year, sequence): invoice} of those whose number may be meant by a row; no year has one twice."""
    wanted = {key for line in lines for key, _end in _counted(_bare(line.purpose))}
    years, sequences = {year for year, _sequence in wanted}, {sequence for _year, sequence in wanted}
    kept = invoices_kept_by(actor).filter(
        office=office, kind=Invoice.Kind.INVOICE, year__in=years, sequence__in=sequences
    )
    return {(invoice.year, invoice.sequence): invoice for invoice in kept.with_balance()}


def numbers_in(purpose, prefix, issued=()):
    """
    Return the invoice numbers in a purpose, however it was broken: "re 2026 00017" is RE-2026-00017.

    `issued` are invoices by year and sequence: each is known by its own number, whatever numbers begin with by now. A
    number with today's `prefix` is one, too, though there is no such invoice.
    """
    bare, found = _bare(purpose), {}
    for key, end in _counted(bare):
        own = [issued[key].number] if key in issued else []
        for number in (*own, number_text(prefix, *key)):
            if bare[:end].endswith(_bare(number)):
                found[number] = None
                break
    return list(found)


def _bare(text):
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())


def _counted(bare):
    """Yield ((year, sequence), where it ends) of whatever may be the counting part of a number."""
    for match in re.finditer(r"(?=(20\d\d)(\d{5}))", bare):
        yield (int(match[1]), int(match[2])), match.end(2)


def _fate(line, numbers, invoices, known, taken, today):
    named = tuple(invoices[number] for number in numbers if number in invoices)
    missing = tuple(number for number in numbers if number not in invoices)
    if line.digest in known:
        return Fate(line, known[line.digest])
    if line.on is None or line.cents is None:
        return Fate(line, UNREAD, named, missing)
    if line.currency != EURO:
        return Fate(line, FOREIGN, named, missing)
    if line.on > today:
        return Fate(line, AHEAD, named, missing)
    if not named:
        return Fate(line, MISSING if missing else UNKNOWN, missing=missing)
    fresh = all(invoice.pk not in taken for invoice in named)
    owed = sum(invoice.due_cents for invoice in named)
    open_then = all(invoice.due_cents > 0 and invoice.issued_on <= line.on for invoice in named)
    if fresh and owed == line.cents and open_then:
        taken.update(invoice.pk for invoice in named)
        return Fate(line, MATCHED, named, missing)
    return Fate(line, DIFFERS, named, missing)
