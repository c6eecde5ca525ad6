"""
Pledges, "we send two if it runs": given, withdrawn, made bookings once it is confirmed, released if it does not run.

A pledge holds no chair and binds nobody; it counts towards the minimum only. It is accepted while as many chairs are
neither booked, held nor pledged, and admitted by the hosts. Whoever books in the meantime comes first: then a pledge
may find too few chairs, and its company enters the waiting list instead, or, if it waits there already, waits for so
many more.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters_of_terms as letters
from courses.booking.actions.book import ask_who, claim_chairs
from courses.booking.actions.settle import is_free, number_to_offer, settle
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Pledge, WaitEntry
from courses.booking.permissions import may_answer
from courses.booking.prices import price_for
from courses.booking.refusals import AlreadyPledged, BookingClosed, PledgeOver, PurchaseOrderMissing, TooFewForPledge
from courses.booking.strength import pledged_in
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

State = Pledge.State


@in_one_go
def pledge_seats(*, cohort, company, seats, purchase_order="", actor, at):
    """
    Note a company's word for `seats` seats of a cohort that is open and not confirmed yet, and return the Pledge.

    Raises NotAllowed, BookingClosed, PurchaseOrderMissing, AlreadyPledged, TooFewForPledge or Busy.
    """
    if seats < 1:
        raise ValueError("Pledge at least one seat.")
    ask_who(actor, cohort, company)
    cohort = lock_cohort(cohort.pk)
    if not takes_pledges(cohort, at):
        raise BookingClosed(
            _("%(cohort)s is decided or takes no bookings. Book seats instead, or choose another cohort.")
            % {"cohort": cohort}
        )
    if company.purchase_order_required and not purchase_order.strip():
        raise PurchaseOrderMissing(
            _("%(company)s books with a purchase order only. Enter its number.") % {"company": company}
        )
    if Pledge.objects.filter(cohort=cohort, company=company, state=State.OPEN).exists():
        raise AlreadyPledged(
            _("%(company)s has pledged seats in %(cohort)s already. Withdraw that pledge to change the number.")
            % {"company": company, "cohort": cohort}
        )
    bookable = number_to_offer(cohort, settle(cohort, at))
    left = bookable - pledged_in(cohort)
    if seats > left:
        return TooFewForPledge(max(left, 0), seats, bookable, cohort.max_size)
    pledge = Pledge.objects.create(
        cohort=cohort, company=company, seats=seats, purchase_order=purchase_order.strip(), made_at=at, made_by=actor
    )
    record("pledge.made", actor=actor, subject=pledge, at=at, cohort=cohort.pk, company=company.pk, seats=seats)
    letters.confirm_pledge(pledge, at=at)
    return pledge


def takes_pledges(cohort, at):
    """Whether a word is taken at `at`: the cohort is open for booking, and nobody has decided yet that it runs."""
    return cohort.is_open(at) and cohort.confirmed_at is None


@in_one_go
def withdraw_pledge(*, pledge, actor, at):
    """Take a word back before the decision, for nothing; return the Pledge. Raises NotAllowed, PledgeOver or Busy."""
    cohort = lock_cohort(pledge.cohort_id)
    pledge = Pledge.objects.select_related("company").get(pk=pledge.pk)
    pledge.cohort = cohort
    if not may_answer(actor, pledge):
        raise NotAllowed(_("This pledge is another company's."))
    if pledge.state != State.OPEN:
        raise PledgeOver(_("This pledge is %(state)s already.") % {"state": pledge.get_state_display()})
    return close_pledge(pledge, State.WITHDRAWN, actor=actor, at=at)


def close_pledge(pledge, state, *, booking=None, actor, at, **facts):
    """End an open pledge of a cohort that is locked, and return it."""
    pledge.state, pledge.closed_at, pledge.booking = state, at, booking
    pledge.save(update_fields=["state", "closed_at", "booking"])
    record(f"pledge.{state}", actor=actor, subject=pledge, at=at, seats=pledge.seats, **facts)
    return pledge


def redeem_pledges(cohort, *, actor, at):
    """
    Make bookings of the open pledges of a locked cohort, in the order in which they were made, and return the pledges.

    One that finds too few chairs, or a host with too little room, becomes an entry of the waiting list instead, or
    raises the one that its company has; each pledge then carries it as `wait_entry`, with `waited`: whether it was
    there before. Letters are for the act.
    """
    pledges = list(
        Pledge.objects.filter(cohort=cohort, state=State.OPEN).select_related("company").order_by("made_at", "pk")
    )
    for pledge in pledges:
        pledge.cohort, pledge.wait_entry, pledge.waited = cohort, None, False
        chairs = settle(cohort, at)
        if number_to_offer(cohort, chairs) < pledge.seats:
            pledge.wait_entry = _queue(pledge, actor, at)
            close_pledge(pledge, State.RELEASED, actor=actor, at=at, wait_entry=pledge.wait_entry.pk)
        else:
            _book(pledge, [chair for chair in chairs if is_free(chair)][: pledge.seats], actor, at)
    return pledges


def _book(pledge, chairs, actor, at):
    price, member = price_for(pledge.cohort.edition, pledge.company, timezone.localdate(at))
    booking = Booking.objects.create(
        cohort=pledge.cohort,
        company=pledge.company,
        seat_count=pledge.seats,
        price_per_seat=price,
        member_price=member,
        currency=pledge.cohort.edition.currency,
        purchase_order=pledge.purchase_order,
        booked_at=at,
        # Whoever gave the word, not the office that decided.
        booked_by=pledge.made_by,
    )
    claim_chairs(booking, chairs, actor=actor, at=at)
    close_pledge(pledge, State.BOOKED, booking=booking, actor=actor, at=at)
    record(
        "booking.made",
        actor=actor,
        subject=booking,
        at=at,
        cohort=pledge.cohort_id,
        seats=[chair.number for chair in chairs],
        price_per_seat=price,
        pledge=pledge.pk,
    )


def _queue(pledge, actor, at):
    """
    The company's entry in the waiting list: a new one behind whoever waits by now, or the one that it has, for more.

    Wish and word were given apart, so each may be served alone: a wish that was raised takes fewer, too.
    """
    known = WaitEntry.objects.live().filter(cohort=pledge.cohort, company=pledge.company).first()
    pledge.waited = known is not None
    if known is None:
        return WaitEntry.objects.create(
            cohort=pledge.cohort,
            company=pledge.company,
            seats_wanted=pledge.seats,
            purchase_order=pledge.purchase_order,
            created_at=at,
            created_by=pledge.made_by,
        )
    before = known.seats_wanted
    # Of more than the group has nobody would ever be offered all.
    known.seats_wanted = max(before, min(before + pledge.seats, pledge.cohort.max_size))
    known.accepts_fewer = True
    known.purchase_order = known.purchase_order or pledge.purchase_order
    known.save(update_fields=["seats_wanted", "accepts_fewer", "purchase_order"])
    record("waiting.raised", actor=actor, subject=known, at=at, before=before, after=known.seats_wanted)
    return known
