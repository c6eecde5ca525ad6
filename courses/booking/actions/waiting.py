"""The waiting list: entering it, leaving it, answering an offer."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.booking import letters
from courses.booking.actions.begun import line_is_over
from courses.booking.actions.book import ask_who, check_open, claim_chairs
from courses.booking.actions.name import seat_people, seat_persons
from courses.booking.actions.settle import chairs_of, end_offer, number_to_offer, settle
from courses.booking.links import opens
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, WaitEntry
from courses.booking.people import Attendee
from courses.booking.permissions import may_answer
from courses.booking.prices import agreements_for, price_for
from courses.booking.refusals import (
    AgreementMissing,
    AlreadyEnrolled,
    AlreadyWaiting,
    BookingClosed,
    OfferOver,
    PurchaseOrderMissing,
    SeatsFree,
    WantsTooMany,
)
from lms.audit.log import record
from lms.lib.refusals import NotAllowed, Refusal

State = WaitEntry.State


@in_one_go
def join_waiting_list(*, cohort, company, seats, accepts_fewer=False, purchase_order="", people=(), actor, at):
    """
    Enter a company for `seats` chairs of a cohort that has not enough of them, and return the WaitEntry.

    With `accepts_fewer` it is offered what there is; that may be at once. `people` are `Attendee`s, kept for the offer.
    Raises NotAllowed, BookingClosed,
    PurchaseOrderMissing, SeatsFree (book instead), WantsTooMany, AlreadyWaiting or Busy; nothing is written then.
    """
    ask_who(actor, cohort, company)
    cohort = lock_cohort(cohort.pk)
    check_line(cohort, actor, at)
    if company.purchase_order_required and not purchase_order.strip():
        raise PurchaseOrderMissing(
            _("%(company)s books with a purchase order only. Enter its number.") % {"company": company}
        )
    if not 1 <= seats <= cohort.max_size:
        raise WantsTooMany(
            ngettext(
                "%(cohort)s has %(most)d seat in all. Enter that, or ask the cluster office about another cohort.",
                "%(cohort)s has %(most)d seats in all. Enter fewer, or ask the cluster office about another cohort.",
                cohort.max_size,
            )
            % {"cohort": cohort, "most": cohort.max_size}
        )
    if WaitEntry.objects.live().filter(cohort=cohort, company=company).exists():
        raise AlreadyWaiting(
            _("%(company)s is on the waiting list of %(cohort)s already. Withdraw that entry to change the number.")
            % {"company": company, "cohort": cohort}
        )
    check_nothing_free(cohort, seats, at)
    entry = WaitEntry(
        cohort=cohort,
        company=company,
        seats_wanted=seats,
        accepts_fewer=accepts_fewer,
        purchase_order=purchase_order.strip(),
        people=[one.packed() for one in people],
    )
    return enter_line(entry, actor, at)


def check_line(cohort, actor, at):
    """Raise BookingClosed unless somebody can still wait for a seat of the cohort, which is locked."""
    check_open(actor, cohort, at)
    if line_is_over(cohort, at):
        raise BookingClosed(_("%(cohort)s has begun; nobody waits for it any more.") % {"cohort": cohort})


def check_nothing_free(cohort, seats, at):
    """
    Settle the locked cohort and raise SeatsFree if nobody has to wait for so many seats.

    A free chair that a host does not admit is none: booking it is refused, so waiting for it must not be.
    """
    if number_to_offer(cohort, settle(cohort, at)) >= seats:
        raise SeatsFree(_("So many seats are free now. Book them instead of waiting."))


def enter_line(entry, actor, at):
    """
    Save a new entry of a locked cohort behind all that wait, tell its payer, serve who is to be served; return it.

    Whoever calls it has asked whether anybody has to wait (`check_nothing_free`).
    """
    cohort = entry.cohort
    entry.created_at, entry.created_by = at, actor
    entry.save(force_insert=True)
    facts = {"cohort": cohort.pk, "company": entry.company_id, "seats": entry.seats_wanted}
    record("waiting.joined", actor=actor, subject=entry, at=at, **facts)
    letters.confirm_waiting(entry, position_of(entry), at=at)
    settle(cohort, at)
    entry.refresh_from_db(fields=["state", "offered_at", "offer_until", "seats_offered"])
    return entry


@in_one_go
def leave_waiting_list(*, entry, wait_on=False, actor=None, link="", at):
    """
    Take an entry off the list for good and return it; an offer that it has is declined, and the next in line is served.

    With `wait_on` a company that was offered fewer seats than it wants keeps its place, as a new entry for all of them
    together. Raises NotAllowed, OfferOver (closed before, or no such offer) or Busy.
    """
    cohort, entry = _locked_entry(entry, actor, link)
    chairs = settle(cohort, at)
    entry.refresh_from_db(fields=["state", "offer_until"])
    if wait_on and not (entry.state == State.OFFERED and entry.is_offered_fewer):
        return OfferOver(why_closed(entry))
    if entry.state == State.OFFERED:
        people = entry.people
        end_offer(entry, State.DECLINED, chairs, actor=actor, at=at)
        if wait_on:
            onward = _wait_on(entry, entry.seats_wanted, people, accepts_fewer=False)
            letters.confirm_waiting(onward, position_of(onward), at=at)
    elif entry.state == State.WAITING:
        entry.state, entry.closed_at, entry.people = State.WITHDRAWN, at, []
        entry.save(update_fields=["state", "closed_at", "people"])
        record("waiting.left", actor=actor, subject=entry, at=at)
    else:
        return OfferOver(why_closed(entry))
    settle(cohort, at)
    return entry


decline_offer = leave_waiting_list


@in_one_go
def accept_offer(*, entry, keep_waiting=False, agreed=(), invoice_to=None, actor=None, link="", at):
    """
    Book the chairs offered to an entry and return the Booking, at the price of this day; accepted twice, the first one.

    Of a booking just made `seated` are the people named by it, and `left_out` those of the names kept with the entry
    who could not be seated, and why.

    Whoever holds the `link` of the letter answers without signing in. An offer holds while `at` < `offer_until`. With
    `keep_waiting` a company that was offered fewer than it wants keeps its place for the rest. A consumer who answers
    alone has `agreed` to what `rules.consumer_agrees_to` names, takes the seat in person, and may say where invoices go
    (`invoice_to`, as in `book_seats`).
    Raises NotAllowed, OfferOver, BookingClosed, AgreementMissing, AlreadyEnrolled (a private payer) or Busy.
    """
    cohort, entry = _locked_entry(entry, actor, link)
    settle(cohort, at)
    entry = WaitEntry.objects.select_related("company", "private_payer", "booking", "created_by").get(pk=entry.pk)
    if entry.state == State.ACCEPTED:
        return entry.booking
    if entry.state != State.OFFERED:
        return OfferOver(why_closed(entry))
    if cohort.status != cohort.Status.BOOKING_OPEN:
        raise BookingClosed(_("%(cohort)s takes no bookings any more.") % {"cohort": cohort})
    missing = _not_agreed(entry, cohort, agreed, actor, at)
    if missing:
        return AgreementMissing(missing)
    booking = _contract_over(entry, cohort, invoice_to, actor, at)
    mine = [chair for chair in chairs_of(cohort) if chair.wait_entry_id == entry.pk]
    if len(mine) != entry.seats_offered:
        raise RuntimeError(f"Offer {entry.pk} has {len(mine)} chairs, not {entry.seats_offered}.")
    people, rest = entry.people[: len(mine)], entry.people[len(mine) :]
    entry.state, entry.closed_at, entry.booking, entry.people = State.ACCEPTED, at, booking, []
    entry.save(update_fields=["state", "closed_at", "booking", "people"])
    claim_chairs(booking, mine, actor=actor, at=at, wait_entry=entry)
    waits_on = keep_waiting and entry.is_offered_fewer
    if waits_on:
        _wait_on(entry, entry.seats_wanted - entry.seats_offered, rest, accepts_fewer=entry.accepts_fewer)
    booking.left_out = []
    named = _seat_payer(booking, mine, at) if entry.company is None else _seat_named(booking, mine, people, at)
    record(
        "offer.accepted",
        actor=actor,
        subject=entry,
        at=at,
        booking=booking.pk,
        seats=[chair.number for chair in mine],
        by_link=actor is None,
        **({"agreed": sorted(agreed)} if agreed else {}),
    )
    booking.seated = [enrolment.person for enrolment in named]
    letters.confirm_booking(booking, booking.seated, left_out=booking.left_out, actor=booking.booked_by, at=at)
    if waits_on:
        # While the offer was open chairs may have become free that nobody else in line took: they are for the rest.
        settle(cohort, at)
    return booking


def _contract_over(entry, cohort, invoice_to, actor, at):
    """Write the booking of what is offered to an entry, at the price of this day, and return it."""
    price, member = price_for(cohort.edition, entry.company, timezone.localdate(at))
    return Booking.objects.create(
        cohort=cohort,
        company=entry.company,
        private_payer=entry.private_payer,
        seat_count=entry.seats_offered,
        price_per_seat=price,
        member_price=member,
        currency=cohort.edition.currency,
        purchase_order=entry.purchase_order,
        **(invoice_to or {}),
        booked_at=at,
        # By the link of the letter somebody answers for whoever put the company on the list.
        booked_by=actor or entry.created_by,
    )


def _not_agreed(entry, cohort, agreed, actor, at):
    """What a consumer who answers by the letter still has to agree to; whom the office speaks to has been told."""
    if entry.company_id is not None or actor is not None:
        return []
    asked = agreements_for(cohort, timezone.localdate(at))
    return [one for one in asked if one not in agreed]


def _seat_payer(booking, chairs, at):
    """Seat who pays alone, and return the enrolment; without them there is nothing to book, so a refusal stands."""
    payer, actor = booking.private_payer, booking.booked_by
    try:
        return seat_persons(booking.cohort, chairs, [payer], booking=booking, actor=actor, at=at)
    except AlreadyEnrolled as refusal:
        raise AlreadyEnrolled(
            _("%(person)s has or had a seat in this cohort. Nothing was booked; please call the cluster office.")
            % {"person": payer}
        ) from refusal


def _seat_named(booking, chairs, people, at):
    """
    Seat those whom the company had named with its wish; return their enrolments.

    Much may have changed since (somebody has a seat by now, works elsewhere): whoever cannot be seated any more is
    left out, with the reason, in `booking.left_out` (pairs of a name and a sentence in the booker's language); the
    others are seated, and the seats without a name get theirs as in any booking.
    """
    seats, named, actor = list(chairs), [], booking.booked_by
    with translation.override(actor.language if actor else settings.LANGUAGE_CODE):
        for attendee in map(Attendee.unpacked, people):
            try:
                with transaction.atomic():
                    named += seat_people(booking.cohort, seats[:1], [attendee], booking=booking, actor=actor, at=at)
            except Refusal as refusal:
                booking.left_out.append((attendee.full_name, str(refusal)))
            else:
                seats.pop(0)
    return named


def _wait_on(entry, seats, people, *, accepts_fewer):
    """Let a company keep the place in line of an entry that is closed, as a new one; return it."""
    return WaitEntry.objects.create(
        cohort=entry.cohort,
        company=entry.company,
        seats_wanted=seats,
        accepts_fewer=accepts_fewer,
        purchase_order=entry.purchase_order,
        people=people,
        priority=entry.priority,
        created_at=entry.created_at,
        created_by=entry.created_by,
    )


def position_of(entry):
    """Return the place in line, from 1 on, of an entry that waits; None once it has an offer or is closed."""
    if entry.state != State.WAITING:
        return None
    line = WaitEntry.objects.in_line().filter(cohort=entry.cohort_id).values_list("pk", flat=True)
    return next((place for place, pk in enumerate(line, 1) if pk == entry.pk), None)


def _locked_entry(entry, actor, link):
    cohort = lock_cohort(entry.cohort_id)
    entry = WaitEntry.objects.select_related("company", "private_payer").get(pk=entry.pk)
    entry.cohort = cohort
    if not (opens(link, entry) or (actor is not None and may_answer(actor, entry))):
        raise NotAllowed(_("This offer is made to somebody else."))
    return cohort, entry


def why_closed(entry):
    """Return the sentence that says how an entry stands, and what who wants something else of it can do."""
    cohort = entry.cohort
    left = entry.state in (State.LAPSED, State.DECLINED, State.WITHDRAWN)
    if left and cohort.status != cohort.Status.BOOKING_OPEN:
        # There is no list to enter again.
        if cohort.status == cohort.Status.CANCELLED:
            return _("%(cohort)s does not take place. Choose another cohort.") % {"cohort": cohort}
        return _("%(cohort)s takes no bookings any more. Choose another cohort.") % {"cohort": cohort}
    return {
        State.LAPSED: _("This offer has lapsed. Enter the waiting list again, or choose another cohort."),
        State.DECLINED: _("This offer was declined. Enter the waiting list again if you need seats after all."),
        State.WITHDRAWN: _("This entry was withdrawn. Enter the waiting list again if you need seats after all."),
        State.ACCEPTED: _("This offer was accepted; the seats are booked."),
        State.CLOSED: _("The cohort has begun, so its waiting list is closed. Choose another cohort."),
    }.get(entry.state, _("There is no offer to answer: the entry still waits."))
