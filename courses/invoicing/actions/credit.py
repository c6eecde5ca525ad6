"""Taking back what was invoiced: credit notes, and the fee that a cancellation costs."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking
from courses.curriculum.models import PriceLine
from courses.invoicing.crediting import Credit, credits_for, invoices_credited, outcomes_of, part_of, standings_of
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.permissions import may_invoice
from courses.invoicing.refusals import AlreadyCredited, AlreadySettled
from courses.invoicing.rules import credit_over
from courses.invoicing.writing import invoice_over, language_of, write
from lms.audit.log import record
from lms.lib.figures import euro
from lms.lib.refusals import NotAllowed

Outcome = SeatsGiven.Outcome


@in_one_go
def credit_invoice(*, invoice, seats=None, cents=None, reason, again=False, actor, at):
    """
    Issue a credit note by hand over `seats` of the seats that an invoice stands for, or over an amount; return it.

    Either lowers what the invoice asks for; nothing more falls due for it. `cents` are gross. With `again` the
    instalment is to be invoiced anew (a wrong address, say); that takes all of its seats, with nothing credited before.
    Raises NotAllowed, AlreadyCredited, DataMissing or Busy.
    """
    booking = _locked(invoice.booking_id, actor)
    one = _standing(invoice.pk)
    if cents is not None:
        if not 1 <= cents <= one.cents:
            raise AlreadyCredited(
                _("%(invoice)s asks for %(left)s (any more). Enter at most that.")
                % {"invoice": one.invoice.number, "left": euro(one.cents)}
            )
        credit = Credit(one.invoice, one.invoice.seats, cents, part=True)
        return _credit(booking, credit, one.lines, reason=reason, actor=actor, at=at, by_amount=True)
    left = one.seats_by_hand
    if not 1 <= seats <= left or not one.cents:
        raise AlreadyCredited(
            _("%(invoice)s stands for %(left)s seats (any more). Enter at most that.")
            % {"invoice": one.invoice.number, "left": left if one.cents else 0}
        )
    if again and (seats != one.invoice.seats or one.given_back):
        raise AlreadyCredited(
            _("Only an invoice of which nothing was credited is invoiced anew, with all of its %(seats)s seats.")
            % {"seats": one.invoice.seats}
        )
    given_back = one.over_by_hand(seats)
    credit = Credit(one.invoice, seats, given_back, part=given_back < one.price_of(seats))
    return _credit(booking, credit, one.lines, reason=reason, actor=actor, at=at, invoiced_again=again)


@in_one_go
def settle_given_seats(*, given, outcome, cents=None, without_fee=False, actor, at):
    """
    Settle seats that were given up as `outcome` says, and return the documents that this made.

    "credited": a credit note over each invoice that stands for them, and an invoice over the fee if there is one,
    unless `without_fee`.
    "part" (only what the office has to judge): credit notes over `cents`, gross, instead; the rest stays.
    "kept": nothing is written; a withdrawn person's further instalments fall due, unless the withdrawal was free.
    "waived" (withdrawn only): what was invoiced stays, nothing more falls due. Raises NotAllowed, AlreadySettled,
    AlreadyCredited (more than was asked for), DataMissing or Busy.
    """
    booking = _locked(given.booking_id, actor)
    given = SeatsGiven.objects.select_for_update().get(pk=given.pk)
    if given.outcome:
        raise AlreadySettled(_("This was settled in the meantime."))
    if outcome not in outcomes_of(given):
        raise ValueError(f"What was {given.kind} is not settled as {outcome}.")
    credits, lines = _credits_for(given)
    if outcome == Outcome.PART:
        credits = part_of(credits, _agreed(cents, credits))
    made = []
    if outcome in (Outcome.CREDITED, Outcome.PART):
        made = _documents_of(booking, given, credits, lines, outcome == Outcome.PART, without_fee, actor, at)
    if outcome != Outcome.CREDITED and not (outcome == Outcome.KEPT and given.price_stays_due):
        given.staying = sorted({*given.staying, *(one.invoice.instalment for one in credits)})
    given.outcome, given.settled_at, given.settled_by = outcome, at, actor
    given.save(update_fields=["outcome", "settled_at", "settled_by", "staying"])
    record(
        "seats_given.settled",
        actor=actor,
        subject=booking,
        at=at,
        outcome=outcome,
        documents=[one.pk for one in made],
        **({"fee_cents": 0} if without_fee else {}),
    )
    return made


def _standing(pk):
    """How an invoice stands, read behind the lock."""
    return standings_of([pk])[pk]


def _credits_for(given):
    """The Credits that take these seats off their invoices, and the lines of those by key, read behind the lock."""
    invoices = invoices_credited([given])[given.pk]
    standings = standings_of(invoices)
    return credits_for(given, invoices, standings), {pk: one.lines for pk, one in standings.items()}


def _documents_of(booking, given, credits, lines, by_amount, without_fee, actor, at):
    with override(language_of(booking)):
        reason = _("Seats given up: %(what)s") % {"what": given.why}
    facts = {"reason": reason, "actor": actor, "at": at, "given": given, "by_amount": by_amount}
    made = [_credit(booking, one, lines[one.invoice.pk], **facts) for one in credits]
    if given.fee_cents and not without_fee:
        made.append(_charge_fee(booking, given, actor, at))
    return made


def _agreed(cents, credits):
    """The amount that is credited in part, if it is one. Raises AlreadyCredited."""
    most = sum(one.cents for one in credits)
    if not 1 <= cents <= most:
        raise AlreadyCredited(
            _("What was invoiced for these seats is %(most)s. Enter an amount up to that.") % {"most": euro(most)}
        )
    return cents


def _credit(booking, credit, lines, **fields):
    invoice = credit.invoice
    with override(invoice.language):
        subject = _("Credit note for %(invoice)s of %(day)s: %(subject)s") % {
            "invoice": invoice.number,
            "day": _day(invoice.issued_on),
            "subject": invoice.subject,
        }
        part_in_words = _("part of the amount invoiced") if credit.part else ""
    return write(
        booking,
        *credit_over(lines, credit.seats, credit.cents, part_in_words),
        kind=Invoice.Kind.CREDIT_NOTE,
        seats=credit.seats,
        subject=subject[:300],
        corrects=invoice,
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
