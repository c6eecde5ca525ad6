"""
Withdrawing from a contract as a consumer (§ 356a BGB): received at once, carried out at once if the booking is certain.

Two acts on purpose. What was declared is received whatever becomes of the seat: a cohort that is busy, or over, must
turn no declaration away. What is left undone the sweeper finds again, or the office decides it.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters, letters_of_declarations
from courses.booking.actions.leave import cancel_seats, has_begun, leave_on_the_way
from courses.booking.actions.settle import settle
from courses.booking.given_up import CONSUMER
from courses.booking.links import opens_withdrawal
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Declaration, Seat
from courses.booking.permissions import may_decide, may_withdraw_from
from courses.booking.prices import fee_for, fee_of_withdrawal, free_on_the_way, within_the_term
from courses.booking.refusals import AlreadyCancelled, AlreadyDecided, BookingClosed, NoConsumer
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

State, Way = Declaration.State, Declaration.Way
# Seats of these no longer change by themselves.
OVER = (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)


@transaction.atomic
def receive_declaration(*, name, contract, email, language, key="", confirm=True, at):
    """
    Receive what somebody typed, confirm the receipt to the address they gave, and return the Declaration.

    Nothing is looked up, so nothing can be learned: the office finds the booking. The same `key` returns the first one
    again. Without `confirm` no letter goes out (the address has had many); the page then confirms alone.
    """
    row = Declaration(name=name, contract=contract, email=email, language=language, way=Way.TYPED, key=key)
    row.confirmed, row.received_at = confirm, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # The same form, sent twice.
        return Declaration.objects.get(key=key)
    return _confirmed(row, None)


@transaction.atomic
def receive_certain_declaration(*, booking, name, contract, email, language, link="", actor=None, at):
    """
    Receive a declaration over a booking that the letter's link, or whoever is signed in, names; return the Declaration.

    Confirmed at once to `email`. Declared again it is the first one. Raises NotAllowed or NoConsumer.
    """
    by_link = opens_withdrawal(link, booking)
    if booking.private_payer_id is None:
        raise NoConsumer(_("A company cancels on its own page; only private payers withdraw here."))
    if not by_link and not may_withdraw_from(actor, booking):
        raise NotAllowed(_("This booking belongs to somebody else."))
    # Pressed twice, the second waits here and finds what the first has declared.
    Booking.objects.select_for_update(no_key=True, of=("self",)).get(pk=booking.pk)
    known = declaration_over(booking)
    if known is not None and known.state != State.CLOSED:
        return known
    way = Way.ACCOUNT if may_withdraw_from(actor, booking) else Way.LINK
    row = Declaration.objects.create(
        booking=booking, name=name, contract=contract, email=email, language=language, way=way, received_at=at
    )
    return _confirmed(row, actor)


def declaration_over(booking):
    """Return what was declared over this booking, or None: what was carried out or is open before what was closed."""
    rows = sorted(booking.declarations.all(), key=lambda row: (row.state == State.CLOSED, -row.pk))
    return rows[0] if rows else None


def _confirmed(row, actor):
    """Confirm the receipt, unless the address has had many letters, and record it."""
    if row.confirmed:
        letters_of_declarations.confirm_receipt(row)
    facts = {"booking": row.booking_id, "by_link": row.way == Way.LINK} if row.is_certain else {}
    record("declaration.received", actor=actor, subject=row, at=row.received_at, **facts)
    return row


def is_due_by_itself(declaration):
    """Whether a declaration is carried out without the office: its booking is certain, and it came within the term."""
    if not declaration.is_certain:
        return False
    return within_the_term(declaration.booking, timezone.localdate(declaration.received_at))


@in_one_go
def carry_out_declaration(*, declaration, booking=None, by_terms=False, actor=None, at):
    """
    Give the seats of a booking up as a declaration of withdrawal says; the moment of its receipt is what counts.

    By itself (no `booking`) where the booking is certain and the term was kept; else who runs the cohort does it, for
    the `booking` that is meant, after the term too: then as a withdrawal all the same, or `by_terms` as a cancellation
    at the fee of the day of receipt. So they do when the cohort is completed; what was taught until then is owed,
    which is judged when the seat is settled. Raises NotAllowed, NoConsumer, AlreadyDecided, AlreadyCancelled (no seat
    is left), BookingClosed (the cohort was called off, or is completed and nobody decides it) or Busy.
    """
    by_itself = booking is None
    booking = declaration.booking if by_itself else booking
    cohort = lock_cohort(booking.cohort_id)
    booking = Booking.objects.select_related("company", "private_payer").get(pk=booking.pk)
    booking.cohort = cohort
    declaration = _open(declaration)
    _check_decider(declaration, booking, by_itself, actor)
    if cohort.status == Cohort.Status.CANCELLED or (by_itself and cohort.status in OVER):
        raise BookingClosed(_("%(cohort)s is over; its seats no longer change.") % {"cohort": cohort})
    seats = list(booking.seats.select_related("enrolment__person").order_by("number"))
    if not seats:
        raise AlreadyCancelled(_("The seat of this booking was given up before. Nothing more is to be done."))
    _give_up(declaration, booking, seats, by_terms, actor, at)
    settle(cohort, at)
    declaration.booking, declaration.state, declaration.decided_at = booking, State.CARRIED_OUT, at
    declaration.decided_by = None if by_itself else actor
    declaration.save(update_fields=["booking", "state", "decided_at", "decided_by"])
    facts = {"booking": booking.pk, "seats": [seat.number for seat in seats], "by_terms": by_terms}
    record("declaration.carried_out", actor=actor, subject=declaration, at=at, **facts)
    if by_itself:
        letters_of_declarations.tell_office(declaration, at=at)
    return declaration


def _open(declaration):
    declaration = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if declaration.state != State.RECEIVED:
        raise AlreadyDecided(_("This declaration is settled: %(state)s.") % {"state": declaration.get_state_display()})
    return declaration


def _check_decider(declaration, booking, by_itself, actor):
    if booking.private_payer_id is None:
        raise NoConsumer(_("This booking is a company's; it cancels on its own page."))
    if declaration.booking_id not in (None, booking.pk):
        raise NotAllowed(_("This declaration speaks of another booking."))
    declaration.booking = booking if declaration.booking_id else None
    if by_itself:
        if not is_due_by_itself(declaration):
            raise NotAllowed(_("Only the cluster office decides this."))
    elif not (may_run(actor, booking.cohort) and may_decide(actor, declaration)):
        raise NotAllowed(_("Only the cluster office decides this."))


def _give_up(declaration, booking, seats, by_terms, actor, at):
    """
    Before the start the seats are cancelled, later people leave one by one, as when the office does it.

    Who pays reads of it in the language of the declaration.
    """
    received_at, language = declaration.received_at, declaration.language
    cohort, facts = booking.cohort, {"counts_from": received_at, "actor": actor, "at": at}
    if not has_begun(cohort, at):
        fee = fee_for(booking, received_at) if by_terms else fee_of_withdrawal(cohort, received_at)
        cancel_seats(booking, seats, fee=fee, **facts)
        letters.confirm_cancellation(booking, seats, fee, language=language, actor=actor, at=at)
        return
    free_because = free_on_the_way(booking, received_at) if by_terms else CONSUMER
    for seat in seats:
        seat.cohort, seat.booking = cohort, booking
        leave_on_the_way(seat, free_because, language=language, **facts)


@transaction.atomic
def close_declaration(*, declaration, answer="", actor, at):
    """
    Close a declaration by which no seat is given up, and return it; with an `answer` the sender is told so in a letter.

    Raises NotAllowed or AlreadyDecided.
    """
    declaration = _open(declaration)
    if not may_decide(actor, declaration):
        raise NotAllowed(_("Only the cluster office decides this."))
    declaration.state, declaration.answer, declaration.decided_at = State.CLOSED, answer.strip(), at
    declaration.decided_by = actor
    declaration.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    record("declaration.closed", actor=actor, subject=declaration, at=at, booking=declaration.booking_id)
    if declaration.answer:
        letters_of_declarations.tell_closed(declaration, at=at)
    return declaration


def declarations_left():
    """The certain declarations that are still open while there is a seat to give up, oldest first."""
    seated = Seat.objects.filter(booking__isnull=False).values("booking")
    rows = Declaration.objects.filter(state=State.RECEIVED, booking__in=seated).exclude(way=Way.TYPED)
    return (
        rows.exclude(booking__cohort__status__in=OVER)
        .select_related("booking__cohort__edition__programme__office")
        .order_by("pk")
    )
