"""Booking an account statement: first it is only read and shown, then, once the office has said so, booked."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.locks import in_one_go
from courses.invoicing.actions.pay import record_payment
from courses.invoicing.forgetting import throw_away
from courses.invoicing.matching import LEFT, MATCHED, fates_of
from courses.invoicing.models import BankFile, BankLine, Invoice, Payment
from courses.invoicing.permissions import offices_of
from courses.invoicing.refusals import AlreadySettled, ThrownAway
from courses.invoicing.statement import read_statement
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@in_one_go
def read_bank_file(*, office, name, data, actor, at):
    """
    Read a statement (bytes) and keep its rows until they are booked or another file is read; return the BankFile.

    Nothing is booked. A row whose day or amount cannot be read is kept with what stood there. Money that went out is
    not even kept. Raises NotAllowed, FileUnreadable or Busy.
    """
    check_keeper(actor, office)
    rows, others = read_statement(data)
    throw_away(BankFile.objects.filter(office=office, read_by=actor, booked_at=None))
    file = BankFile.objects.create(office=office, name=name[-120:], read_by=actor, read_at=at)
    BankLine.objects.bulk_create(
        BankLine(
            file=file,
            position=position,
            number=row.number,
            on=row.on,
            cents=row.cents,
            day_text=row.day_text,
            amount_text=row.amount_text,
            currency=row.currency,
            payer=row.payer,
            purpose=row.purpose,
            # The same row on two offices' accounts is two rows.
            digest=hashlib.sha256(f"{office.pk}:{row.digest}".encode()).hexdigest(),
        )
        for position, row in enumerate(rows, 1)
    )
    record("bank_file.read", actor=actor, subject=office, at=at, file=file.pk, rows=len(rows), others=others)
    return file


@in_one_go
def book_bank_file(*, file, actor, at):
    """
    Record a payment for every row that pays an invoice exactly, and return them; these rows are forgotten then.

    Rows that somebody has to look at stay open. What a row is, is asked again now. A row that was booked once is never
    booked again, in whichever file it comes. Raises NotAllowed, ThrownAway, AlreadySettled or Busy.
    """
    check_keeper(actor, file.office)
    file = BankFile.objects.select_for_update(of=("self",)).select_related("office").filter(pk=file.pk).first()
    if file is None:
        raise ThrownAway(_("Another statement was read before this one was booked. Read it once more."))
    if file.booked_at is not None:
        raise AlreadySettled(_("This file was booked before. Read it again to see what is left of it."))
    lines, today = list(file.lines.all()), timezone.localdate(at)
    # The invoices first and in order, so that two who book at once wait for each other instead of both being right.
    named = {invoice.pk for fate in fates_of(lines, file.office, actor, today=today) for invoice in fate.invoices}
    list(Invoice.objects.select_for_update().filter(pk__in=named).order_by("pk"))
    payments, done = [], []
    for fate in fates_of(lines, file.office, actor, today=today):
        if fate.word == MATCHED:
            payments += _pay(fate, actor, at)
        if fate.word not in LEFT and fate.line.aside_at is None:
            done.append(fate.line.pk)
    file.booked_at = at
    file.save(update_fields=["booked_at"])
    file.lines.filter(pk__in=done).delete()
    left = file.lines.open().count()
    record("bank_file.booked", actor=actor, subject=file.office, at=at, file=file.pk, payments=len(payments), left=left)
    return payments


def _pay(fate, actor, at):
    for part, invoice in enumerate(fate.invoices):
        digest = fate.line.digest if not part else hashlib.sha256(f"{fate.line.digest}:{part}".encode()).hexdigest()
        yield record_payment(
            invoice=invoice,
            cents=invoice.due_cents,
            on=fate.line.on,
            how=Payment.How.BANK,
            reference=fate.line.purpose[:140],
            digest=digest,
            actor=actor,
            at=at,
        )


def check_keeper(actor, office):
    """Raise NotAllowed unless `actor` keeps invoices of this office."""
    if not offices_of(actor).filter(pk=office.pk).exists():
        raise NotAllowed(_("You keep no invoices of this office."))
