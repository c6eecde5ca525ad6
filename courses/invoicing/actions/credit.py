"""Taking back what was invoiced: credit notes, and the fee that a cancellation costs."""

import datetime as dt

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking
from courses.curriculum.models import PriceLine
from courses.invoicing.lines import lines_of
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.permissions import may_invoice
from courses.invoicing.refusals import AlreadyCredited, AlreadySettled
from courses.invoicing.rules import totals_of_credit
from courses.invoicing.writing import invoice_over, language_of, write
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

Outcome = SeatsGiven.Outcome


@in_one_go
def credit_invoice(*, invoice, seats, reason, again=False, actor, at):
    """
    Issue a credit note over `seats` of the seats that an invoice stands for, and return it.

    With `again` the instalment is to be invoiced anew (a wrong address, say); that takes all of its seats.
    Raises NotAllowed, AlreadyCredited, DataMissing or Busy.
    """
    booking = _locked(invoice.booking_id, actor)
    return _credit(booking, invoice.pk, seats, reason, actor, at, invoiced_again=again)


@in_one_go
def settle_given_seats(*, given, outcome, actor, at):
    """
    Settle seats that were given up as `outcome` says, and return the documents that this made.

    "credited": a credit note over each invoice that stands for them, and an invoice over the fee if there is one.
    "kept": nothing is written; a withdrawn person's further instalments fall due, unless the withdrawal was free.
    "waived" (withdrawn only): what was invoiced stays, nothing more falls due. Raises NotAllowed, AlreadySettled,
    DataMissing or Busy.
    """
    booking = _locked(given.booking_id, actor)
    given = SeatsGiven.objects.select_for_update().get(pk=given.pk)
    if given.outcome:
        raise AlreadySettled(_("This was settled in the meantime."))
    if outcome == Outcome.WAIVED and given.kind != SeatsGiven.Kind.WITHDRAWN:
        raise ValueError("Only what a withdrawn person still owes can be waived.")
    made = _documents_of(booking, given, actor, at) if outcome == Outcome.CREDITED else []
    given.outcome, given.settled_at, given.settled_by = outcome, at, actor
    given.save(update_fields=["outcome", "settled_at", "settled_by"])
    record(
        "seats_given.settled",
        actor=actor,
        subject=booking,
        at=at,
        outcome=outcome,
        documents=[one.pk for one in made],
    )
    return made


def seats_left_of(invoice):
    """For how many seats an invoice still stands."""
    return invoice.seats - (invoice.corrections.aggregate(sum=Sum("seats"))["sum"] or 0)


def _documents_of(booking, given, actor, at):
    made = []
    with override(language_of(booking)):
        reason = _("Seats given up: %(what)s") % {"what": given.why}
    for invoice in booking.invoices.filter(pk__in=given.standing).order_by("pk"):
        seats = min(given.seats, seats_left_of(invoice))
        if seats:
            made.append(_credit(booking, invoice.pk, seats, reason, actor, at, given=given))
    if given.fee_cents:
        made.append(_charge_fee(booking, given, actor, at))
    return made


def _credit(booking, pk, seats, reason, actor, at, **fields):
    invoice = Invoice.objects.select_for_update().prefetch_related("lines").get(pk=pk, kind=Invoice.Kind.INVOICE)
    left = seats_left_of(invoice)
    if not 1 <= seats <= left or (fields.get("invoiced_again") and seats != invoice.seats):
        raise AlreadyCredited(
            _("%(invoice)s stands for %(left)s seats (any more). Enter at most that, and all of them to invoice anew.")
            % {"invoice": invoice.number, "left": left}
        )
    lines = lines_of(invoice)
    with override(invoice.language):
        subject = _("Credit note for %(invoice)s of %(day)s: %(subject)s") % {
            "invoice": invoice.number,
            "day": _day(invoice.issued_on),
            "subject": invoice.subject,
        }
    return write(
        booking,
        [line.of(seats) for line in lines],
        totals_of_credit(lines, seats, left),
        kind=Invoice.Kind.CREDIT_NOTE,
        seats=seats,
        subject=subject[:300],
        reason=reason,
        corrects=invoice,
        actor=actor,
        at=at,
        **fields,
    )


def _charge_fee(booking, given, actor, at):
    def words():
        facts = {"programme": booking.cohort.edition.programme, "cohort": booking.cohort.code}
        subject = _("Cancellation, %(programme)s, cohort %(cohort)s") % facts
        return subject, _("cancelled on %(day)s") % {"day": _day(given.at)}

    purpose = PriceLine.Purpose.CANCELLATION
    return invoice_over(booking, purpose, given.fee_cents, given.seats, words, given=given, actor=actor, at=at)


def _day(day):
    day = timezone.localdate(day) if isinstance(day, dt.datetime) else day
    return date_format(day, "DATE_FORMAT")


def _locked(booking_id, actor):
    """The booking with its cohort, read under the cohort's lock, if `actor` invoices it."""
    booking = Booking.objects.only("cohort").get(pk=booking_id)
    cohort = lock_cohort(booking.cohort_id)
    if not may_invoice(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    booking = Booking.objects.select_related("company", "private_payer").get(pk=booking_id)
    booking.cohort = cohort
    return booking
