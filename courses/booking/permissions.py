"""Who books, names and gives back seats; what a company sees of its people. Each rule for one row and as a query."""

import datetime as dt

from django.db.models import BigAutoField, Q
from django.utils import timezone

from courses.booking.models import Booking, Declaration, Enrolment, Pledge, Seat, SeatEvent, TakeoverRequest, WaitEntry
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from courses.curriculum.permissions import may_create_programmes, programmes_managed_by
from lms.accounts.grants import held_for_all_by_key, holds, is_told_by_key, keep_in_mind, rows_held_by_key
from lms.lib.compiled import compiled
from lms.organisations.models import Company, Employment
from lms.organisations.permissions import BOOK_SEATS, companies_of, may_act_for


def may_book_for(actor, company):
    """Whether `actor` books for this company."""
    return may_act_for(actor, company)


def books_for_everybody(actor):
    """Whether `actor` books for whichever company asks: the office does."""
    return holds(actor, BOOK_SEATS)


def companies_bookable_by(actor):
    """The companies that `actor` books for."""
    return companies_of(actor)


def first_companies_of(actor):
    """
    The first two companies that `actor` books for, as a list: enough to know whether there is a choice.

    Asked about one of them later in the same request, `may_book_for` knows.
    """
    if not is_told_by_key(actor):
        return list(companies_bookable_by(actor)[:2])
    found = _first_companies(actor=actor.pk)
    if found:
        keep_in_mind(actor, BOOK_SEATS, found, for_all=found[0].all_held)
    return found


@compiled(actor=BigAutoField())
def _first_companies(actor):
    rows = Company.objects.annotate(all_held=held_for_all_by_key(actor, BOOK_SEATS))
    return rows_held_by_key(actor, BOOK_SEATS, rows)[:2]


def may_change(actor, booking):
    """Whether `actor` names, replaces and gives back the seats of this booking."""
    return may_book_for(actor, booking.company) or may_run(actor, booking.cohort)


def bookings_changed_by(actor):
    """The bookings whose seats `actor` may change."""
    return Booking.objects.filter(
        Q(company__in=companies_of(actor)) | Q(cohort__edition__programme__in=programmes_managed_by(actor))
    )


def seats_changed_by(actor):
    """The booked seats that `actor` may change."""
    return Seat.objects.taken().filter(
        Q(booking__company__in=companies_of(actor)) | Q(cohort__edition__programme__in=programmes_managed_by(actor))
    )


def cohorts_shown_to(actor, at):
    """The cohorts whose booking page `actor` may open: open ones, and those not over that they run or have seats in."""
    day = timezone.localdate(at)
    unfinished = Q(status__in=[Cohort.Status.PLANNED, Cohort.Status.BOOKING_OPEN, Cohort.Status.RUNNING])
    own = Q(edition__programme__in=programmes_managed_by(actor)) | Q(
        pk__in=Booking.objects.filter(company__in=companies_of(actor)).values("cohort")
    )
    return Cohort.objects.filter(open_on(day) | unfinished & own)


def cohorts_known_to(actor, at):
    """The cohorts of which `actor` is told how they stand, though not in lists: also those that were called off."""
    return cohorts_shown_to(actor, at) | Cohort.objects.filter(status=Cohort.Status.CANCELLED)


def open_on(day):
    """`Cohort.is_open` as a condition."""
    last = Q(booking_closes_on__gte=day) | Q(booking_closes_on__isnull=True, starts_on__gte=day)
    return Q(status=Cohort.Status.BOOKING_OPEN) & last


def offers_open_on(cohort, day):
    """Whether free chairs of this cohort are offered to its waiting list on `day`: before the lead time, while open."""
    return cohort.status == Cohort.Status.BOOKING_OPEN and day < cohort.starts_on - dt.timedelta(
        days=cohort.offer_lead_days
    )


def may_answer(actor, entry):
    """Whether `actor` answers an offer of the waiting list, or leaves it, for the company that waits."""
    return may_book_for(actor, entry.company) or may_run(actor, entry.cohort)


def wait_entries_of(actor):
    """The entries of waiting lists that `actor` may answer."""
    return WaitEntry.objects.filter(
        Q(company__in=companies_of(actor)) | Q(cohort__edition__programme__in=programmes_managed_by(actor))
    )


def may_see_person(company, enrolment, day):
    """Whether `company` sees who this is and how it goes: it booked the seat, and the person works there on `day`."""
    return (
        enrolment.booking is not None
        and enrolment.booking.company_id == company.pk
        and Employment.objects.on(day).filter(company=company, person=enrolment.person_id).exists()
    )


def may_read_reason(event, seen):
    """
    Whether a company reads why this happened to a seat; `seen` are the primary keys of the people whom it may see.

    A reason may speak of the person; that of a booking is the office's own note on the host.
    """
    people = {one.person_id for one in (event.enrolment_before, event.enrolment_after) if one}
    return event.kind != SeatEvent.Kind.BOOKED and people <= set(seen)


def people_seen_by(company, day):
    """The people working for `company` on `day`, as a query of their primary keys."""
    return Employment.objects.on(day).filter(company=company).values("person")


def pledges_of(actor):
    """The pledges that `actor` may withdraw: the rule of `may_answer`, as a query."""
    return Pledge.objects.filter(
        Q(company__in=companies_of(actor)) | Q(cohort__edition__programme__in=programmes_managed_by(actor))
    )


def may_stand_in_for(actor, enrolment):
    """Whether `actor` sends somebody for a day in place of this participant: who booked the seat, or the office."""
    if enrolment.booking is None:
        return may_run(actor, enrolment.cohort)
    return may_book_for(actor, enrolment.booking.company) or may_run(actor, enrolment.cohort)


def enrolments_stood_in_by(actor):
    """The enrolments for which `actor` sends stand-ins."""
    return Enrolment.objects.filter(
        Q(booking__company__in=companies_of(actor)) | Q(cohort__edition__programme__in=programmes_managed_by(actor))
    )


def takeovers_seen_by(actor):
    """The requests for a takeover that `actor` may read: those of their company's seats, and the office's to answer."""
    return TakeoverRequest.objects.filter(seat__in=seats_changed_by(actor))


def seats_read_by(actor):
    """The chairs whose history `actor` reads: those they may change, and all of the cohorts that they run."""
    return Seat.objects.filter(
        Q(booking__company__in=companies_of(actor)) | Q(cohort__edition__programme__in=programmes_managed_by(actor))
    )


def may_withdraw_from(actor, booking):
    """Whether `actor` is the private payer whose contract this is."""
    person = getattr(actor, "person_id", None)
    return person is not None and actor.is_active and booking.private_payer_id == person


def contracts_of(actor):
    """The bookings from which `actor` may declare to withdraw, without the letter's link."""
    person = getattr(actor, "person_id", None)
    if person is None or not actor.is_active:
        return Booking.objects.none()
    return Booking.objects.filter(private_payer=person)


def may_decide(actor, declaration):
    """
    Whether `actor` decides what becomes of a declaration of withdrawal: who runs the cohort of its booking.

    One that names no booking yet may be of any programme, so who runs them all decides.
    """
    if declaration.booking is None:
        return _runs_everything(actor)
    return may_run(actor, declaration.booking.cohort)


def declarations_decided_by(actor):
    """The declarations of withdrawal that `actor` decides."""
    managed = programmes_managed_by(actor)
    any_programme = Q(booking=None) if _runs_everything(actor) else Q(pk__in=[])
    return Declaration.objects.filter(Q(booking__cohort__edition__programme__in=managed) | any_programme)


def _runs_everything(actor):
    return actor is not None and may_create_programmes(actor)
