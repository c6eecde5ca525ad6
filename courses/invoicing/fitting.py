"""Which open invoices may be meant by a row that pays none by itself. They are offered; somebody chooses."""

import re
import unicodedata
from dataclasses import dataclass

from courses.invoicing.models import Invoice
from courses.invoicing.permissions import invoices_kept_by
from courses.invoicing.statement import EURO

MOST = 6
# What stands beside names of companies and people, and tells none from another.
COMMON = {"gmbh", "mbh", "ggmbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "se", "ev", "co", "und", "and", "ek"}
COMMON |= {"herr", "frau", "dr", "prof", "der", "die", "das", "fa", "firma"}


@dataclass(frozen=True)
class Offer:
    """An open invoice that may be meant, and by what: its number, the amount, the name."""

    invoice: Invoice
    by_number: bool
    by_amount: bool
    by_name: bool


def offers_for(fates, office, actor):
    """Return {key of the row: [Offers, the likeliest first, MOST of them]} of the rows that are left. One query."""
    left = [fate for fate in fates if fate.is_left]
    if not left:
        return {}
    kept = invoices_kept_by(actor).filter(office=office).open().order_by("due_on", "pk")
    invoices = [
        (invoice, words_of(invoice.buyer["name"]), words_of(invoice.buyer.get("attention", ""))) for invoice in kept
    ]
    return {fate.line.pk: _offers(fate, invoices) for fate in left}


def _offers(fate, invoices):
    named = {invoice.pk for invoice in fate.invoices}
    payer, purpose = words_of(fate.line.payer), words_of(fate.line.purpose)
    found = []
    for invoice, name, attention in invoices:
        offer = Offer(
            invoice,
            by_number=invoice.pk in named,
            by_amount=fate.line.currency == EURO and invoice.due_cents == fate.line.cents,
            by_name=any(alike(payer, one) or within(one, payer | purpose) for one in (name, attention)),
        )
        if offer.by_number or offer.by_amount or offer.by_name:
            found.append(offer)
    # Sorting is stable: among equals the one that is due first.
    return sorted(found, key=lambda one: (-one.by_number, -(one.by_amount + one.by_name), -one.by_amount))[:MOST]


def words_of(name):
    """Return the telling words of a name as a bank may write it: small, without accents, signs and legal forms."""
    plain = name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return {word for word in re.findall(r"\w+", plain) if len(word) > 1} - COMMON


def alike(one, other):
    """Whether all telling words of the shorter of two names begin, or are the beginning of, a word of the longer."""
    shorter, longer = sorted((one, other), key=len)
    return within(shorter, longer)


def within(words, others):
    """Whether there are `words`, and each begins one of `others`, or the other way round: banks cut names short."""
    return bool(words) and all(any(w.startswith(o) or o.startswith(w) for o in others) for w in words)
