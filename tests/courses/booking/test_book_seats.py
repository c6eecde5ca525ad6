"""Booking takes the lowest free chairs, all or none, at a price that no longer changes."""

import datetime as dt

import pytest

from courses.booking.actions import book_seats
from courses.booking.models import Booking, Seat, SeatEvent
from courses.booking.refusals import BookingClosed, CohortFull, PurchaseOrderMissing
from courses.cohorts.models import Cohort
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.organisations.models import Membership
from tests.makers import NOON, make_booker, make_booking, make_company, make_user


def test_takes_the_lowest_free_chairs(cohort, company, booker):
    make_booking(cohort, seats=1)
    booking = book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    assert [seat.number for seat in booking.seats.all()] == [2, 3]
    assert booking.price_per_seat == 120_000
    assert SeatEvent.objects.filter(booking=booking, kind="booked", actor=booker).count() == 2
    assert Act.objects.get(verb="booking.made").facts["seats"] == [2, 3]


def test_refuses_the_sixth_of_five_and_says_what_to_do(cohort, company, booker):
    make_booking(cohort, seats=5)
    with pytest.raises(CohortFull, match="book the next cohort") as refused:
        book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON)
    assert refused.value.seats_left == 0


def test_books_none_when_only_some_are_free(cohort, company, booker):
    make_booking(cohort, seats=3)
    with pytest.raises(CohortFull, match="Only 2 seats") as refused:
        book_seats(cohort=cohort, company=company, count=3, actor=booker, at=NOON)
    assert refused.value.seats_left == 2
    assert cohort.seats.free(NOON).count() == 2
    assert Booking.objects.filter(company=company).count() == 0


def test_members_pay_the_member_price_of_the_day_and_it_stays(cohort, company, booker):
    office = cohort.edition.programme.office
    Membership.objects.create(company=company, office=office, until=NOON.date())
    before = book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON - dt.timedelta(days=1))
    after = book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON)
    assert (before.price_per_seat, before.member_price) == (100_000, True)
    assert (after.price_per_seat, after.member_price) == (120_000, False)
    type(cohort.edition).objects.update(price_member=1)
    before.refresh_from_db()
    assert before.price_per_seat == 100_000


def test_another_company_is_refused(cohort, company):
    for actor in (make_user(), make_booker(make_company())):
        with pytest.raises(NotAllowed):
            book_seats(cohort=cohort, company=company, count=1, actor=actor, at=NOON)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"status": Cohort.Status.PLANNED},
        {"status": Cohort.Status.RUNNING},
        {"booking_closes_on": dt.date(2026, 11, 21)},
        {"starts_on": dt.date(2026, 11, 21)},
    ],
)
def test_a_closed_cohort_takes_no_booking(cohort, company, booker, change):
    Cohort.objects.filter(pk=cohort.pk).update(**change)
    with pytest.raises(BookingClosed):
        book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON)


def test_the_office_places_late_joiners(cohort, company, office):
    Cohort.objects.filter(pk=cohort.pk).update(status="running", starts_on=dt.date(2026, 2, 1))
    assert book_seats(cohort=cohort, company=company, count=1, actor=office, at=NOON).seat_count == 1


def test_a_purchase_order_is_asked_for_where_the_company_needs_one(cohort, company, booker):
    company.purchase_order_required = True
    with pytest.raises(PurchaseOrderMissing):
        book_seats(cohort=cohort, company=company, count=1, purchase_order="  ", actor=booker, at=NOON)
    booking = book_seats(cohort=cohort, company=company, count=1, purchase_order="B-7", actor=booker, at=NOON)
    assert booking.purchase_order == "B-7"


def test_the_same_key_books_once(cohort, company, booker):
    once = {"cohort": cohort, "company": company, "count": 2, "key": "click", "actor": booker, "at": NOON}
    assert book_seats(**once) == book_seats(**once)
    assert Seat.objects.taken().count() == 2
