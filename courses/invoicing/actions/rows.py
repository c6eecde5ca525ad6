"""One row of a statement: somebody says which invoice it pays, or sets it aside with a reason."""

from django.utils.translation import gettext as _

from courses.booking.locks import in_one_go
from courses.invoicing.actions.bank import check_keeper
from courses.invoicing.actions.pay import record_payment
from courses.invoicing.models import BankFile, BankLine, Payment
from courses.invoicing.refusals import AlreadySettled, PaymentWrong
from courses.invoicing.statement import EURO
from lms.audit.log import record


@in_one_go
def pay_from_row(*, line, invoice, on=None, cents=None, beyond=True, early=True, again=True, actor, at):
    """
    Record what a row brought in as a payment for `invoice`, whatever its purpose says; return the Payment.

    `on` and `cents` are for what the statement does not say: a cell that cannot be read, euros for other money. The row
    is known from then on, in whichever file it comes. Without `beyond`, `early` and `again` slips are asked about
    first, as `record_payment` does. Raises NotAllowed, AlreadySettled, PaymentWrong, Doubtful or Busy.
    """
    line = _locked(line.pk, actor)
    if invoice.office_id != line.file.office_id:
        raise PaymentWrong(_("This invoice is another office's; the money came in on a different account."))
    if line.cents is not None and line.currency == EURO:
        cents = line.cents
    on = line.on or on
    if on is None or cents is None:
        raise PaymentWrong(_("Enter the day and the amount in euros."))
    payment = record_payment(
        invoice=invoice,
        cents=cents,
        on=on,
        how=Payment.How.BANK,
        reference=line.purpose[:140],
        digest=line.digest,
        beyond=beyond,
        early=early,
        again=again,
        actor=actor,
        at=at,
    )
    BankLine.objects.open().filter(digest=line.digest).delete()
    return payment


@in_one_go
def set_row_aside(*, line, reason, actor, at):
    """Ask about a row no more, in whichever file it comes, for a reason. Raises NotAllowed, AlreadySettled or Busy."""
    line = _locked(line.pk, actor)
    if not reason.strip():
        raise PaymentWrong(_("Say why no invoice is paid by it."))
    line.aside_reason, line.aside_by, line.aside_at = reason.strip(), actor, at
    line.save(update_fields=["aside_reason", "aside_by", "aside_at"])
    BankLine.objects.open().filter(digest=line.digest).delete()
    record("bank_row.set_aside", actor=actor, subject=line.file.office, at=at, file=line.file_id, row=line.number)


@in_one_go
def take_row_up(*, line, actor, at):
    """Ask about a row again that was set aside. Raises NotAllowed, AlreadySettled or Busy."""
    line = _locked(line.pk, actor, aside=True)
    line.aside_reason, line.aside_by, line.aside_at = "", None, None
    line.save(update_fields=["aside_reason", "aside_by", "aside_at"])
    record("bank_row.taken_up", actor=actor, subject=line.file.office, at=at, file=line.file_id, row=line.number)


def _locked(pk, actor, aside=False):
    """Return the row, its file locked as booking locks it. Raises NotAllowed, or AlreadySettled if it is dealt with."""
    file = BankFile.objects.filter(lines=pk).values_list("pk", flat=True).first()
    list(BankFile.objects.select_for_update().filter(pk=file))
    line = BankLine.objects.select_related("file__office").filter(pk=pk).first()
    if line is None or (line.aside_at is not None) != aside or Payment.objects.filter(digest=line.digest).exists():
        raise AlreadySettled(_("Somebody has dealt with this row in the meantime."))
    check_keeper(actor, line.file.office)
    return line
