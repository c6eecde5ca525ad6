"""Money that came in or went back, entered by hand; a slip is reversed, never changed."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.booking.locks import in_one_go
from courses.invoicing.models import Invoice, Payment
from courses.invoicing.permissions import may_invoice
from courses.invoicing.refusals import AlreadySettled, BeforeInvoice, EnteredBefore, MoreThanDue, PaymentWrong
from courses.invoicing.rules import is_absurd
from lms.audit.log import record
from lms.lib.figures import euro
from lms.lib.refusals import NotAllowed


@in_one_go
def record_payment(
    *,
    invoice,
    cents,
    on,
    how=Payment.How.HAND,
    reference="",
    reason="",
    digest="",
    beyond=True,
    early=True,
    again=True,
    actor,
    at,
):
    """
    Record `cents` that came in for an invoice on a day (below zero: went back, with a reason); return the Payment.

    More than is due may come in: it shows as to be paid back; more than was overpaid may go back: it shows as open.
    Without `beyond` both are refused, so that a slip is asked about; so is a day before the invoice's without `early`,
    and what stands there already without `again`. Raises NotAllowed, PaymentWrong, Doubtful or Busy.
    """
    invoice = _locked(invoice.pk, actor)
    if invoice.kind != Invoice.Kind.INVOICE:
        raise PaymentWrong(_("Payments belong to the invoice that a credit note corrects. Open that one."))
    if cents == 0:
        raise PaymentWrong(_("Enter an amount."))
    if cents < 0 and not reason.strip():
        raise PaymentWrong(_("Say why money goes back."))
    if on > timezone.localdate(at):
        raise PaymentWrong(_("This day lies ahead. Enter the day of the booking on the account."))
    _refuse_before(invoice, on, early)
    if not again:
        _refuse_again(invoice, cents, on)
    if not beyond:
        _refuse_beyond(invoice, cents)
    payment = Payment.objects.create(
        invoice=invoice,
        cents=cents,
        on=on,
        how=how,
        reference=reference.strip(),
        reason=reason.strip(),
        digest=digest,
        recorded_by=actor,
        recorded_at=at,
    )
    record("payment.recorded", actor=actor, subject=invoice, at=at, payment=payment.pk, cents=cents, how=how)
    return payment


@in_one_go
def reverse_payment(*, payment, reason, actor, at):
    """Take a payment back by one of the opposite amount, which is returned. Raises NotAllowed, AlreadySettled, Busy."""
    invoice = _locked(payment.invoice_id, actor)
    if Payment.objects.filter(reverses=payment).exists() or payment.reverses_id is not None:
        raise AlreadySettled(_("This payment was reversed before."))
    if not reason.strip():
        raise PaymentWrong(_("Say why the payment is reversed."))
    back = Payment.objects.create(
        invoice=invoice,
        cents=-payment.cents,
        on=timezone.localdate(at),
        how=payment.how,
        reference=payment.reference,
        reason=reason.strip(),
        reverses=payment,
        recorded_by=actor,
        recorded_at=at,
    )
    record("payment.reversed", actor=actor, subject=invoice, at=at, payment=payment.pk, cents=back.cents)
    return back


def _refuse_before(invoice, on, early):
    facts = {"number": invoice.number, "day": _day(on), "issued": _day(invoice.issued_on)}
    if is_absurd(on, invoice.issued_on):
        raise PaymentWrong(
            _("%(day)s lies more than a year before %(number)s was issued, on %(issued)s. Correct the day.") % facts
        )
    if on < invoice.issued_on and not early:
        raise BeforeInvoice(
            _("%(number)s was issued on %(issued)s, and this day lies before it. Compare the day. If it is right, "
              "confirm it below.")
            % facts,
            confirm=_("It was paid on %(day)s, before the invoice: record it all the same") % facts,
        )  # fmt: skip


def _refuse_again(invoice, cents, on):
    if invoice.payments.filter(cents=cents, on=on, reverses=None, reversed_by=None).exists():
        facts = {"number": invoice.number, "day": _day(on), "sum": euro(abs(cents))}
        raise EnteredBefore(
            _("%(sum)s of %(day)s are already entered for %(number)s. If it is another payment, confirm it below.")
            % facts,
            confirm=_("It is another payment: record %(sum)s once more") % facts,
        )


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")


def _refuse_beyond(invoice, cents):
    due = Invoice.objects.with_balance().get(pk=invoice.pk).due_cents
    if cents > max(due, 0):
        facts = {"number": invoice.number, "due": euro(max(due, 0)), "more": euro(cents - max(due, 0))}
        raise MoreThanDue(
            _(
                "Of %(number)s only %(due)s is open; %(more)s would have to be paid back. Compare the amount. If it is "
                "right, confirm it below."
            )
            % facts,
            confirm=_("Record it; %(more)s are to be paid back") % facts,
        )
    if -cents > max(-due, 0):
        facts = {"number": invoice.number, "over": euro(max(-due, 0)), "back": euro(-cents), "due": euro(due - cents)}
        raise MoreThanDue(
            _(
                "Of %(number)s %(over)s was overpaid; if %(back)s goes back, %(due)s is open. Compare the amount. If "
                "it is right, confirm it below."
            )
            % facts,
            confirm=_("Record it; %(due)s is open then") % facts,
        )


def _locked(pk, actor):
    invoice = (
        Invoice.objects.select_for_update(of=("self",)).select_related("booking__cohort__edition__programme").get(pk=pk)
    )
    if not may_invoice(actor, invoice.booking.cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    return invoice
