"""Cents: instalments of a price, its VAT lines, totals, what a credit gives back. No database, clock or settings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from courses.booking.rules import instalments_of

DAYS_TO_REFUND = 14


def half_up(exact):
    """Round an exact number of cents; half a cent goes up."""
    return (Fraction(exact) + Fraction(1, 2)).__floor__()


def shared_out(cents, percents):
    """
    Return `cents` in parts of these percentages, to the cent as `instalments_of` has them; without any, none.

    A fee on the next instalment and the invoice over it are the same parts of the same price.
    """
    return instalments_of(cents, percents) if percents else []


@dataclass(frozen=True)
class Vat:
    """How a line is taxed: category of EN 16931 (S, E, Z, O), rate in per cent, why nothing is owed."""

    category: str
    rate: Decimal = Decimal(0)
    reason: str = ""
    reason_code: str = ""

    @property
    def group(self):
        """What the breakdown sums up over."""
        return self.category, Decimal(self.rate)


@dataclass(frozen=True)
class Line:
    """A line to be written: `price_cents` for one seat, gross for a consumer, else net."""

    text: str
    price_cents: int
    quantity: int
    vat: Vat
    details: str = ""
    consumer: bool = False

    @property
    def unit_cents(self):
        """Net price of one."""
        if self.consumer:
            return half_up(self.price_cents / (1 + Fraction(self.vat.rate) / 100))
        return self.price_cents

    @property
    def net_cents(self):
        """Net price of all of them."""
        return self.unit_cents * self.quantity

    def of(self, quantity):
        """The same line over so many seats."""
        return Line(self.text, self.price_cents, quantity, self.vat, self.details, self.consumer)


@dataclass(frozen=True)
class VatGroup:
    """One row of the VAT breakdown."""

    vat: Vat
    base_cents: int
    tax_cents: int


@dataclass(frozen=True)
class Totals:
    """What stands below the lines; gross = net + tax + rounding."""

    net_cents: int
    tax_cents: int
    rounding_cents: int
    groups: Sequence[VatGroup]

    @property
    def gross_cents(self):
        """What is to be paid."""
        return self.net_cents + self.tax_cents + self.rounding_cents


def totals(lines, gross_cents=None):
    """
    Return the Totals of lines. VAT is reckoned once per group of category and rate, half a cent goes up (BR-CO-17).

    A consumer pays the price as it was named, and a credit gives back exactly what was asked for: `gross_cents`, if
    given, or the gross prices of a consumer's lines. What VAT cannot express to the cent becomes the rounding (BT-114).
    """
    bases: dict[tuple, int] = {}
    for line in lines:
        bases[line.vat.group] = bases.get(line.vat.group, 0) + line.net_cents
    vats = {line.vat.group: line.vat for line in reversed(lines)}
    groups = [
        VatGroup(vats[group], base, half_up(base * Fraction(vats[group].rate) / 100)) for group, base in bases.items()
    ]
    net, tax = sum(bases.values()), sum(group.tax_cents for group in groups)
    if gross_cents is None:
        consumer = any(line.consumer for line in lines)
        gross_cents = sum(line.price_cents * line.quantity for line in lines) if consumer else net + tax
    return Totals(net, tax, gross_cents - net - tax, groups)


def asked_for(lines, seats):
    """Return what an invoice of these lines asks for over so many seats, in cents."""
    return totals([line.of(seats) for line in lines]).gross_cents if seats else 0


def still_asked_for(lines, seats, given_back):
    """Return what it asks for still, with `given_back` cents given back besides; never less than nothing."""
    return max(0, asked_for(lines, seats) - given_back)


def credit_over(lines, seats, cents, part_in_words=""):
    """
    Return (Lines, Totals) of a credit note that gives back `cents`, VAT included, for seats of an invoice's lines.

    Whole seats are written as on the invoice: so many times the price. A part of what they cost is shared out over the
    lines by what each comes to, written once, and says so: `part_in_words`.
    """
    whole = [line.of(seats) for line in lines]
    if not part_in_words:
        return whole, totals(whole, cents)
    consumer = any(line.consumer for line in whole)
    weights = [line.price_cents * seats if consumer else line.net_cents for line in whole]
    target = cents if consumer else half_up(Fraction(cents * sum(weights), totals(whole).gross_cents))
    parts = shared_out(target, [Fraction(100 * weight, sum(weights)) for weight in weights])
    shared = [
        Line(line.text, part, 1, line.vat, part_in_words, line.consumer)
        for line, part in zip(whole, parts, strict=True)
        if part
    ]
    return shared, totals(shared, cents)


def asked_from(first_day, cohort_ends_on, days_before):
    """
    Return the day from which the instalment at a seminar is invoiced: so many days before the seminar's first one.

    Without a day (never planned, or cancelled and not held again) it is owed all the same, as a part of the price:
    with the end of the cohort, so that nobody pays early for what may still be held.
    """
    return cohort_ends_on if first_day is None else first_day - dt.timedelta(days=days_before)


def refund_by(declared_on):
    """
    Return the last day to pay a consumer back who declared to withdraw on `declared_on`.

    Source: § 357 (1) BGB, fourteen days from the day on which the declaration was received.
    """
    return declared_on + dt.timedelta(days=DAYS_TO_REFUND)


def is_absurd(paid_on, issued_on):
    """Whether nobody can have paid on that day what was invoiced on this one: more than a year before."""
    return paid_on < issued_on - dt.timedelta(days=365)


def number_text(prefix, year, sequence):
    """Return "RE-2026-00017": the number as it stands on the invoice and as payers write it."""
    return f"{prefix}-{year}-{sequence:05d}"
