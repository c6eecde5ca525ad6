"""Booking seats: all of them or none."""

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking import letters
from courses.booking.actions.name import seat_people
from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking, Seat, SeatEvent
from courses.booking.people import people_for
from courses.booking.permissions import may_book_for
from courses.booking.prices import is_member, price_of
from courses.booking.refusals import BookingClosed, CohortFull, HostTooSmall, PurchaseOrderMissing
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import may_run
from lms.audit.log import record
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
    The same `key` from the same actor returns the first booking again. The office may book into a running cohort, and,
    with a reason in `despite_host`, beyond what a session's host admits. The price is frozen: cents per seat.
    `invoice_to` are fields of the booking's own invoice address; with "always" the company keeps them for later.
    Raises NotAllowed, BookingClosed, PurchaseOrderMissing, CohortFull, HostTooSmall, AlreadyEnrolled, PersonUnclear or
    Busy; nothing is written then.
    """
    if count < 1 or len(people) > count or (company is None) == (private_payer is None):
        raise ValueError("Book at least one seat, for one payer, with no more people than seats.")
    _check_who(actor, cohort, company)
    day = timezone.localdate(at)
    tightest = _hosts(OuterRef("pk")).values("admits")[:1]
    cohort = lock_cohort(cohort.pk, is_member=is_member(company, day), admits=Subquery(tightest))
    earlier = Booking.objects.filter(booked_by=actor, key=key).first() if key else None
    if earlier:
        return earlier
    _check_open(actor, cohort, at)
    if company is not None and company.purchase_order_required and not purchase_order.strip():
        raise PurchaseOrderMissing(
            _("%(company)s books with a purchase order only. Enter its number.") % {"company": company}
        )
    chairs = list(cohort.seats.in_room().order_by("number"))
    free = [chair for chair in chairs if chair.booking_id is None]
    if len(free) < count:
        raise CohortFull(len(free))
    _check_hosts(actor, cohort, len(chairs) - len(free) + count, despite_host)
    invoice_to = dict(invoice_to or {})
    if invoice_to.pop("always", False) and company is not None:
        _keep_invoice_address(company, invoice_to, actor, at)
    booking = _write_contract(
        cohort,
        company,
        private_payer,
        count,
        purchase_order=purchase_order.strip(),
        key=key,
        actor=actor,
        at=at,
        **invoice_to,
    )
    claim_chairs(booking, free[:count], actor=actor, at=at, reason=despite_host)
    enrolments = seat_people(cohort, free[: len(people)], people, booking=booking, actor=actor, at=at)
    # The reason itself stands with the chairs: the log keeps no text.
    facts = {"despite_host": True} if despite_host else {}
    record(
        "booking.made",
        actor=actor,
        subject=booking,
        at=at,
        cohort=cohort.pk,
        seats=[chair.number for chair in free[:count]],
        price_per_seat=booking.price_per_seat,
        **facts,
    )
    letters.confirm_booking(booking, [enrolment.person for enrolment in enrolments], actor=actor, at=at)
    return booking


@in_one_go
def book_privately(*, cohort, attendee, key="", actor, at):
    """
    Book one seat for somebody who pays alone and takes part; return the Booking. Only the office does this.

    A consumer's contract: the price of a non-member, gross; fourteen days' right of withdrawal. Raises as `book_seats`.
    """
    _check_who(actor, cohort, None)
    payer = people_for([attendee], company=None, trusted=True, at=at)[0]
    return book_seats(cohort=cohort, count=1, private_payer=payer, people=[attendee], key=key, actor=actor, at=at)


def claim_chairs(booking, chairs, *, actor, at, reason=""):
    """
    Put the booking on these chairs, or raise CohortFull.

    The UPDATE asks again whether each chair is free, so nothing is sold twice even if a lock were missing.
    """
    pks = [chair.pk for chair in chairs]
    claimed = Seat.objects.free().filter(pk__in=pks, cohort=booking.cohort_id).update(booking=booking)
    if claimed != len(pks):
        raise CohortFull(Seat.objects.free().filter(cohort=booking.cohort_id).count())
    SeatEvent.objects.bulk_create(
        SeatEvent(seat_id=pk, kind=SeatEvent.Kind.BOOKED, booking=booking, actor=actor, reason=reason, at=at)
        for pk in pks
    )


def _check_who(actor, cohort, company):
    if company is None:
        if not may_run(actor, cohort):
            raise NotAllowed(_("Private payers are booked by the cluster office. Please write to it."))
    elif not may_book_for(actor, company):
        raise NotAllowed(_("You may not book for %(company)s.") % {"company": company})


def _check_open(actor, cohort, at):
    if cohort.is_open(at):
        return
    # Late joiners: the office may place them on a free chair while the cohort runs or after the closing date.
    if cohort.status in (Cohort.Status.BOOKING_OPEN, Cohort.Status.RUNNING) and may_run(actor, cohort):
        return
    raise BookingClosed(
        _("%(cohort)s takes no bookings now. Ask the cluster office, or choose another cohort.") % {"cohort": cohort}
    )


def _hosts(cohort):
    """The sessions to come of a cohort that have a host's limit, the one that admits the fewest first."""
    return (
        SeminarSession.objects.filter(
            cohort=cohort, status=SeminarSession.Status.PLANNED, host__max_visitors__isnull=False
        )
        .annotate(admits=F("host__max_visitors") * F("parallel_groups"))
        .order_by("admits", "seminar__position")
    )


def _check_hosts(actor, cohort, head_count, despite_host):
    """A host's limit is a conflict of planning: companies are told the session, the office goes on with a reason."""
    if cohort.admits is None or cohort.admits >= head_count or (despite_host and may_run(actor, cohort)):
        return
    tightest = _hosts(cohort).select_related("seminar")[0]
    raise HostTooSmall(f"{cohort.code}/{tightest.seminar.code}", tightest.admits, head_count)


def _keep_invoice_address(company, invoice_to, actor, at):
    """Whoever books for a company says where its invoices go; its other master data stay the office's."""
    fields = {("billing_email" if name == "invoice_email" else name): value for name, value in invoice_to.items()}
    Company.objects.filter(pk=company.pk).update(**fields)
    record("company.changed", actor=actor, subject=company, at=at, fields=sorted(fields))


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
