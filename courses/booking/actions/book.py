"""Booking seats: all of them or none."""

from django.db.models import BigAutoField, CharField, DateField, Exists, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters
from courses.booking.actions.name import seat_people
from courses.booking.actions.settle import NOTHING_HELD, free_chairs, in_room, is_free, settle
from courses.booking.locks import in_one_go, lock_cohort, locking
from courses.booking.models import Booking, Seat, SeatEvent
from courses.booking.models.seats import not_held
from courses.booking.outlook import admitted_at_hosts, seats_left_for
from courses.booking.people import people_for
from courses.booking.permissions import may_book_for, open_on
from courses.booking.prices import is_member, price_of
from courses.booking.refusals import BookingClosed, CohortFull, HostTooSmall, PurchaseOrderMissing, with_reason
from courses.booking.room_at_hosts import hosts_too_small
from courses.booking.rules import free_beside_hosts
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from lms.audit.log import record
from lms.lib.compiled import compiled
from lms.lib.refusals import NotAllowed
from lms.organisations.models import Company


@in_one_go
def book_seats(
    *,
    cohort,
    count,
    company=None,
    private_payer=None,
    people=(),
    purchase_order="",
    invoice_to=None,
    key="",
    despite_host="",
    actor,
    at,
):
    """
    Book `count` seats of a cohort for a company or a private payer, name the first of them, and return the Booking.

    All or nothing; bookings of one cohort queue behind its row lock. `people` are `Attendee`s, at most `count`.
    Of a booking just made `chairs` are its Seats, the named ones with their Enrolment.
    The same `key` from the same actor returns the first booking again. Chairs that the actor holds are free for this
    booking, under another key where there are not enough without them; what was held under its own is given up. Whoever
    waits in line is served before. The office may book into a running cohort, and, with a
    reason in `despite_host`, beyond what a session's host admits. The price is frozen: cents per seat.
    `invoice_to` are fields of the booking's own invoice address; with "always" the company keeps them for later.
    Raises NotAllowed, BookingClosed, PurchaseOrderMissing, CohortFull, HostTooSmall, AlreadyEnrolled, PersonUnclear or
    Busy; nothing is booked then.
    """
    if count < 1 or len(people) > count or (company is None) == (private_payer is None):
        raise ValueError("Book at least one seat, for one payer, with no more people than seats.")
    ask_who(actor, cohort, company)
    _look(cohort, count, key, actor, at)
    cohort = _lock(cohort, company, at)
    # Asked after the lock, together with the chairs: a statement less for everybody who did not send it twice.
    chairs = settle(cohort, at, _chairs_and_repetition, key=key, actor=actor.pk)
    if chairs and chairs[0].repeated:
        return Booking.objects.under(key, actor).get()
    check_open(actor, cohort, at)
    _check_order(company, purchase_order)
    free = free_for(actor, chairs, key)
    if len(free) < count:
        return CohortFull(admitted(cohort, chairs, free), count, cohort.max_size)
    check_hosts(actor, cohort, chairs, free, count, despite_host)
    address = _invoice_address(company, invoice_to, actor, at)
    order = {"purchase_order": purchase_order.strip(), "key": key, **address}
    booking = _write_contract(cohort, company, private_payer, count, actor=actor, at=at, **order)
    booking.chairs = free[:count]
    claim_chairs(booking, booking.chairs, actor=actor, at=at, reason=despite_host)
    if unneeded := [chair for chair in free[count:] if key and chair.hold_key == key]:
        free_chairs(unneeded)
        settle(cohort, at)
    enrolments = seat_people(cohort, free[: len(people)], people, booking=booking, actor=actor, at=at)
    _record_booking(booking, despite_host, actor, at)
    letters.confirm_booking(booking, [enrolment.person for enrolment in enrolments], actor=actor, at=at)
    return booking


@in_one_go
def book_privately(*, cohort, attendee, invoice_to=None, key="", despite_host="", actor, at):
    """
    Book one seat for somebody who pays alone and takes part; return the Booking. Only the office does this.

    A consumer's contract: the price of a non-member, gross; fourteen days' right of withdrawal. Raises as `book_seats`.
    """
    ask_who(actor, cohort, None)
    # First of all, as everywhere: who makes a new person before it could wait for who makes the same behind it.
    lock_cohort(cohort.pk)
    payer = people_for([attendee], company=None, trusted=True, at=at)[0]
    more = {"private_payer": payer, "people": [attendee], "invoice_to": invoice_to, "key": key}
    return book_seats(cohort=cohort, count=1, **more, despite_host=despite_host, actor=actor, at=at)


def claim_chairs(booking, chairs, *, actor, at, reason="", wait_entry=None):
    """
    Put the booking on these chairs, or raise CohortFull.

    The UPDATE asks again whether each chair is free, or kept for this very booking, so nothing is sold twice even if a
    lock were missing.
    """
    pks = [chair.pk for chair in chairs]
    kept = Q(wait_entry=wait_entry) if wait_entry else Q(wait_entry=None)
    mine = not_held(at) | Q(held_by=actor)
    claimed = (
        Seat.objects.in_room()
        .filter(kept if wait_entry else kept & mine, pk__in=pks, cohort=booking.cohort_id, booking__isnull=True)
        .update(booking=booking, **NOTHING_HELD)
    )
    if claimed != len(pks):
        raise CohortFull(Seat.objects.free(at).filter(cohort=booking.cohort_id).count())
    SeatEvent.objects.bulk_create(
        SeatEvent(
            seat_id=pk,
            kind=SeatEvent.Kind.BOOKED,
            booking=booking,
            wait_entry=wait_entry,
            actor=actor,
            reason=reason,
            at=at,
        )
        for pk in pks
    )


def free_for(actor, chairs, key):
    """Return the chairs that `actor` may book now: free ones and those kept under `key` first, in order of numbers."""
    mine = [chair for chair in chairs if is_free(chair) or chair.held_by_id == actor.pk]
    return sorted(mine, key=lambda chair: not is_free(chair) and chair.hold_key != key)


def admitted(cohort, chairs, free):
    """Return how many of the `free` ones of `chairs`, all that `settle` returned, every host admits."""
    return free_beside_hosts(len(free), len(chairs), cohort.room_at_hosts)


def _look(cohort, count, key, actor, at):
    """
    Look at the chairs before queueing for the lock: whoever comes to a full cohort is told so at once.

    It may only err on the side of going on. A repeated request goes on: its booking may be what filled the cohort.
    A door that has just read the seats `left`, and whether the form was `sent_before`, has looked already.
    """
    if hasattr(cohort, "left"):
        left = cohort.left
    else:
        opened = Cohort.objects.filter(open_on(timezone.localdate(at)), pk=cohort.pk)
        left = opened.values_list(seats_left_for(actor, at), flat=True).first()
    if left is not None and left < count and not _sent_before(cohort, key, actor):
        # In a rush nothing is left, and the hosts need not be asked.
        raise CohortFull(admitted_at_hosts(cohort, left) if left else 0, count, cohort.max_size)


def _sent_before(cohort, key, actor):
    if hasattr(cohort, "sent_before"):
        return cohort.sent_before
    return bool(key) and Booking.objects.under(key, actor).exists()


def _lock(cohort, company, at):
    """Lock the cohort; it knows whether its payer is a member."""
    if company is not None:
        return lock_cohort(cohort.pk, _cohort_and_membership, company=company.pk, day=timezone.localdate(at))
    cohort = lock_cohort(cohort.pk)
    cohort.is_member = False
    return cohort


@compiled(pk=BigAutoField(), company=BigAutoField(), day=DateField())
def _cohort_and_membership(pk, company, day):
    return locking().filter(pk=pk).annotate(is_member=is_member(company, day)).order_by()


@compiled(cohort=BigAutoField(), key=CharField(), actor=BigAutoField())
def _chairs_and_repetition(cohort, key, actor):
    return in_room(cohort).annotate(repeated=Exists(Booking.objects.under(key, actor)))


def ask_who(actor, cohort, company):
    """Raise NotAllowed unless `actor` books for this company; a private payer (None) is booked by the office."""
    if company is None:
        if not may_run(actor, cohort):
            raise NotAllowed(_("Private payers are booked by the cluster office. Please write to it."))
    elif not may_book_for(actor, company):
        raise NotAllowed(_("You may not book for %(company)s.") % {"company": company})


def check_open(actor, cohort, at):
    """Raise BookingClosed unless the cohort takes bookings now."""
    if cohort.is_open(at):
        return
    # Late joiners: the office may place them on a free chair while the cohort runs or after the closing date.
    if cohort.status in (Cohort.Status.BOOKING_OPEN, Cohort.Status.RUNNING) and may_run(actor, cohort):
        return
    if cohort.status == Cohort.Status.CANCELLED:
        said = _("%(cohort)s was called off. Choose another cohort, or ask the cluster office.") % {"cohort": cohort}
        raise BookingClosed(with_reason(said, cohort))
    raise BookingClosed(
        _("%(cohort)s takes no bookings now. Ask the cluster office, or choose another cohort.") % {"cohort": cohort}
    )


def _check_order(company, purchase_order):
    """Raise PurchaseOrderMissing where the company books with its order's number only."""
    if company is not None and company.purchase_order_required and not purchase_order.strip():
        raise PurchaseOrderMissing(
            _("%(company)s books with a purchase order only. Enter its number.") % {"company": company}
        )


def check_hosts(actor, cohort, chairs, free, count, despite_host):
    """
    Raise HostTooSmall if a host of a session to come does not admit `count` more of the cohort beside those it has.

    `chairs` are all of the room, `free` those that `actor` may take; all others count, booked or only held.
    A host's limit is a conflict of planning: companies are told the session, the office goes on with a reason. The
    cohort comes from `settle`, which has read the room behind the lock.
    """
    room, taken = cohort.room_at_hosts, len(chairs) - len(free)
    if room is None or room >= taken + count or (despite_host and may_run(actor, cohort)):
        return
    hosts, ours = hosts_too_small(cohort, taken + count), {chair.pk for chair in free}
    held = sum(chair.booking_id is None and chair.pk not in ours for chair in chairs)
    raise HostTooSmall(hosts, taken + count, max(0, room - taken), held, runs=may_run(actor, cohort))


def _invoice_address(company, asked, actor, at):
    """Return the fields of a booking's own invoice address; with "always" the company keeps them for later."""
    address = dict(asked or {})
    if address.pop("always", False) and company is not None:
        _keep_invoice_address(company, address, actor, at)
    return address


def _keep_invoice_address(company, invoice_to, actor, at):
    """
    Whoever books for a company says where its invoices go; its other master data stay the office's.

    An address takes the place of the earlier one as a whole: a street of the old one beside a town of the new one would
    be nowhere.
    """
    if invoice_to.get("invoice_town"):
        invoice_to = dict.fromkeys(("invoice_street", "invoice_postal_code"), "") | invoice_to
    fields = {("billing_email" if name == "invoice_email" else name): value for name, value in invoice_to.items()}
    Company.objects.filter(pk=company.pk).update(**fields)
    record("company.changed", actor=actor, subject=company, at=at, fields=sorted(fields))


def _record_booking(booking, despite_host, actor, at):
    # The reason itself stands with the chairs: the log keeps no text.
    facts = {"despite_host": True} if despite_host else {}
    record(
        "booking.made",
        actor=actor,
        subject=booking,
        at=at,
        cohort=booking.cohort_id,
        seats=[chair.number for chair in booking.chairs],
        price_per_seat=booking.price_per_seat,
        **facts,
    )


def _write_contract(cohort, company, private_payer, count, *, actor, at, **fields):
    return Booking.objects.create(
        cohort=cohort,
        company=company,
        private_payer=private_payer,
        seat_count=count,
        price_per_seat=price_of(cohort.edition, cohort.is_member),
        member_price=cohort.is_member,
        currency=cohort.edition.currency,
        booked_at=at,
        booked_by=actor,
        **fields,
    )
