"""How invoices stand, as sign and word, and sums for pages."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.booking.models import Booking
from courses.invoicing.matching import (
    AHEAD,
    ASIDE,
    DIFFERS,
    FOREIGN,
    KNOWN,
    MATCHED,
    MISSING,
    UNKNOWN,
    UNREAD,
    WAITING,
)
from courses.invoicing.models import Invoice
from courses.invoicing.rules import refund_by
from courses.invoicing.statement import EURO, why_unread
from lms.lib.figures import euro


def chip_of(invoice, today):
    """Return kind, icon and word for how an invoice (with its balance) stands on `today`."""
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return {"kind": "", "icon_name": "swap", "word": _("credit note")}
    if invoice.due_cents < 0:
        return {"kind": "wait", "word": _("to be paid back")}
    if invoice.due_cents == 0:
        whole = invoice.credited == invoice.gross_cents
        word = _("credited") if whole else pgettext("of an invoice", "paid")
        return {"kind": "" if whole else "done", "icon_name": "swap" if whole else "", "word": word}
    if invoice.due_on < today:
        return {"kind": "stop", "icon_name": "clock", "word": _("overdue")}
    if invoice.paid > 0:
        return {"kind": "open", "word": _("paid in part")}
    return {"kind": "open", "word": pgettext("of an invoice", "open")}


def lines_for(invoices, at):
    """Return what a list shows of invoices that carry their balance."""
    today = timezone.localdate(at)
    return [
        {"invoice": one, "chip": chip_of(one, today), "back_cents": max(0, -one.due_cents), "back_by": back_by(one)}
        for one in invoices
    ]


def back_by(invoice):
    """Return the last day to pay back what is overpaid of an invoice `with_declaration`; None where none is known."""
    declared_at = getattr(invoice, "declared_at", None)
    return refund_by(timezone.localdate(declared_at)) if declared_at and invoice.due_cents < 0 else None


def sums_of(invoices, at):
    """Return what these invoices come to, in cents: what is overdue, and what is to be paid back. One query."""
    late = Q(due_cents__gt=0, due_on__lt=timezone.localdate(at))
    sums = (
        invoices.with_balance()
        .invoices()
        .aggregate(overdue=Sum("due_cents", filter=late), back=Sum("due_cents", filter=Q(due_cents__lt=0)))
    )
    return {"overdue": sums["overdue"] or 0, "back": -(sums["back"] or 0)}


def fate_chip(fate):
    """Return kind and word for what becomes of a row of a statement."""
    if fate.word == MATCHED and fate.is_left:
        return {"kind": "open", "word": _("fits an invoice by now")}
    if fate.word == DIFFERS:
        return {"kind": "wait", "word": _difference(fate)}
    return {
        MATCHED: {"kind": "done", "word": _("is booked")},
        UNKNOWN: {"kind": "", "icon_name": "info", "word": _("no invoice number")},
        MISSING: {"kind": "wait", "word": _("no such invoice")},
        FOREIGN: {"kind": "wait", "word": _("not in euros")},
        AHEAD: {"kind": "wait", "word": _("its day is still to come")},
        KNOWN: {"kind": "lock", "word": _("booked before")},
        UNREAD: {"kind": "stop", "word": _("cannot be read")},
        WAITING: {"kind": "lock", "word": _("open since an earlier statement")},
        ASIDE: {"kind": "lock", "word": _("set aside")},
    }[fate.word]


def fates_shown(fates, offers):
    """Return what a list shows of rows of a statement; `offers` are those of courses.invoicing.fitting."""
    return [
        {
            "fate": fate,
            "line": fate.line,
            "amount": amount_of(fate.line),
            "chip": fate_chip(fate),
            "why": why_unread(fate.line) if fate.word == UNREAD else [],
            "left": fate.is_left,
            "offers": offers.get(fate.line.pk, []),
        }
        for fate in fates
    ]


def _difference(fate):
    """Say how a row differs whose amount was read: of one that was not there is no difference."""
    if fate.due_cents <= 0:
        return _("nothing is open")
    if any(fate.line.on < invoice.issued_on for invoice in fate.invoices):
        return _("dated before the invoice")
    if fate.line.cents == fate.due_cents:
        return _("another row pays it")
    return _("more than is open") if fate.line.cents > fate.due_cents else _("less than is open")


def amount_of(line):
    """Write what came in with a row of a statement, in its own currency."""
    if line.cents is None:
        return ""
    if line.currency == EURO:
        return euro(line.cents)
    number = formats.number_format(Decimal(line.cents) / 100, 2, use_l10n=True, force_grouping=True)
    return f"{number} {line.currency}"


@dataclass(frozen=True)
class Income:
    """The money of a cohort in cents: booked (seats at their prices), invoiced, paid, still open, to be paid back."""

    booked: int
    invoiced: int
    paid: int
    back: int = 0

    @property
    def open(self):
        """Invoiced, not paid; what is to be paid back of others lowers it by nothing."""
        return self.invoiced - self.paid + self.back


def income_of(cohort):
    """Return the Income of a cohort: two queries. Fees count as invoiced; VAT is in what is invoiced and paid."""
    booked = (
        Booking.objects.filter(cohort=cohort)
        .annotate(seats_now=Count("seats"))
        .aggregate(sum=Sum(F("seats_now") * F("price_per_seat")))
    )
    invoices = Invoice.objects.filter(booking__cohort=cohort).with_balance()
    sums = invoices.aggregate(
        asked=Sum("gross_cents", filter=Q(kind=Invoice.Kind.INVOICE)),
        given_back=Sum("gross_cents", filter=Q(kind=Invoice.Kind.CREDIT_NOTE)),
        received=Sum("paid", filter=Q(kind=Invoice.Kind.INVOICE)),
        back=Sum("due_cents", filter=Q(kind=Invoice.Kind.INVOICE, due_cents__lt=0)),
    )
    invoiced = (sums["asked"] or 0) - (sums["given_back"] or 0)
    return Income(booked["sum"] or 0, invoiced, sums["received"] or 0, -(sums["back"] or 0))
