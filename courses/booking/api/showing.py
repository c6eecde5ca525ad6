"""A booking as the API shows it; names only of people whom the asker may see."""

from django.urls import reverse
from django.utils import timezone

from courses.booking.actions.waiting import position_of
from courses.booking.api.schemas import BookingNow, BookingOut, Offer, ParticipantOut, PricePaid, SeatOut, WaitingOut
from courses.booking.models import Booking, WaitEntry
from courses.booking.permissions import people_seen_by
from courses.booking.prices import fee_for
from courses.cohorts.permissions import may_run
from lms.api.door import ROOT


def booking_just_made(booking, actor, at):
    """Return the BookingOut of what `book_seats` returned; without names it asks the database nothing."""
    return BookingOut(**_facts(booking, booking.chairs, actor, at))


def booking_now(booking, actor, at):
    """Return the BookingNow of a row read with cohort, edition, programme and company."""
    chairs = list(booking.seats.select_related("enrolment__person").order_by("number"))
    over = booking.status == Booking.Status.CANCELLED or timezone.localdate(at) > booking.cohort.starts_on
    fee = None if over else fee_for(booking, at).cents * len(chairs)
    return BookingNow(**_facts(booking, chairs, actor, at), cancellation_fee_cents=fee)


def seats_shown(booking, chairs, actor, at):
    """Return the SeatOut of each chair; who runs the cohort sees all names, a company those of its people."""
    named = [chair.enrolment.person_id for chair in chairs if chair.enrolment_id]
    if not named:
        seen = set()
    elif may_run(actor, booking.cohort):
        seen = set(named)
    else:
        people = people_seen_by(booking.company, timezone.localdate(at)).filter(person__in=named)
        seen = set(people.values_list("person", flat=True))
    return [_seat(chair, seen) for chair in chairs]


def _seat(chair, seen):
    person = chair.enrolment.person if chair.enrolment_id else None
    shown = person is not None and person.pk in seen and not person.erased_at
    return SeatOut(
        number=chair.number,
        named=person is not None,
        participant=ParticipantOut(given_name=person.given_name, family_name=person.family_name, email=person.email)
        if shown
        else None,
    )


def _facts(booking, chairs, actor, at):
    path = f"{ROOT}bookings/{booking.pk}"
    return {
        "id": booking.pk,
        "cohort": booking.cohort.code,
        "company": booking.company and booking.company.code,
        "status": booking.status,
        "price_per_seat": PricePaid(
            cents=booking.price_per_seat, currency=booking.currency, member=booking.member_price
        ),
        "seats": seats_shown(booking, chairs, actor, at),
        "purchase_order": booking.purchase_order or None,
        "booked_at": booking.booked_at,
        "links": {
            "self": path,
            "cohort": f"{ROOT}cohorts/{booking.cohort.code}",
            "page": reverse("company", args=[booking.company.code])
            if booking.company
            else reverse("cohort", args=[booking.cohort.code]),
        },
    }


def waiting(entry):
    """Return the WaitingOut of an entry of a waiting list."""
    offered = entry.state == WaitEntry.State.OFFERED
    path = f"{ROOT}waiting-list/{entry.pk}"
    return WaitingOut(
        id=entry.pk,
        cohort=entry.cohort.code,
        company=entry.company and entry.company.code,
        state=entry.state,
        seats=entry.seats_wanted,
        accepts_fewer=entry.accepts_fewer,
        position=position_of(entry),
        since=entry.created_at,
        offer=Offer(seats=entry.seats_offered, until=entry.offer_until) if offered else None,
        booking=entry.booking_id,
        links={"self": path, "cohort": f"{ROOT}cohorts/{entry.cohort.code}"}
        | ({"accept": f"{path}/booking"} if offered else {}),
    )
