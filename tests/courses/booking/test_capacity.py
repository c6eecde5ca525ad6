"""A cohort has as many chairs as its size says, never more than its edition allows, never fewer than are booked."""

import pytest

from courses.booking.actions import book_seats, cancel_booking, open_booking, set_capacity
from courses.booking.models import Seat
from courses.booking.refusals import BookingClosed, SeatsInUse
from courses.cohorts.models import Cohort
from courses.cohorts.refusals import EditionNotPublished, GroupTooLarge
from lms.lib.refusals import NotAllowed
from tests.makers import NOON


@pytest.fixture
def planned(cohort):
    """A cohort of four (the edition allows five) that has no chairs yet."""
    cohort.seats.all().delete()
    Cohort.objects.filter(pk=cohort.pk).update(status="planned", max_size=4)
    cohort.refresh_from_db()
    return cohort


def standing(cohort):
    return list(cohort.seats.in_room().order_by("number").values_list("number", flat=True))


def test_opening_places_the_chairs_once(planned, office):
    open_booking(cohort=planned, actor=office, at=NOON)
    assert standing(planned) == [1, 2, 3, 4]
    with pytest.raises(BookingClosed):
        open_booking(cohort=planned, actor=office, at=NOON)


def test_opening_refuses_a_group_beyond_the_editions_limit(planned, office):
    Cohort.objects.filter(pk=planned.pk).update(max_size=6)
    with pytest.raises(GroupTooLarge):
        open_booking(cohort=planned, actor=office, at=NOON)
    assert standing(planned) == []


def test_opening_asks_for_a_published_edition(planned, office):
    type(planned.edition).objects.update(published_on=None)
    with pytest.raises(EditionNotPublished):
        open_booking(cohort=planned, actor=office, at=NOON)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"starts_on": "2020-01-18", "ends_on": "2020-06-01"}, "ended on 1 June 2020"),
        ({"starts_on": "2026-11-21", "ends_on": "2027-06-01"}, "was 21 November 2026. Set a later one"),
        ({"booking_closes_on": "2026-11-21"}, "was 21 November 2026. Set a later one"),
    ],
)
def test_opening_refuses_what_nobody_could_book(client, planned, office, days, said):
    Cohort.objects.filter(pk=planned.pk).update(**{"booking_closes_on": None, **days})
    with pytest.raises(BookingClosed, match=said):
        open_booking(cohort=planned, actor=office, at=NOON)
    assert standing(planned) == [] and Cohort.objects.get().status == "planned"


def test_opening_on_the_last_day_of_booking(planned, office):
    Cohort.objects.filter(pk=planned.pk).update(starts_on="2026-11-01", booking_closes_on=NOON.date())
    assert open_booking(cohort=planned, actor=office, at=NOON).is_open(NOON)


def test_raising_beyond_the_editions_limit_is_refused(cohort, office):
    with pytest.raises(GroupTooLarge, match="1 to 5"):
        set_capacity(cohort=cohort, size=6, actor=office, at=NOON)


def test_lowering_below_what_is_booked_is_refused(cohort, company, booker, office):
    book_seats(cohort=cohort, company=company, count=3, actor=booker, at=NOON)
    with pytest.raises(SeatsInUse, match="3 seats are booked"):
        set_capacity(cohort=cohort, size=2, actor=office, at=NOON)
    assert standing(cohort) == [1, 2, 3, 4, 5]


def test_lowering_takes_free_chairs_only_and_raising_brings_them_back(cohort, company, booker, office):
    first = book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    cancel_booking(booking=first, actor=booker, at=NOON)
    assert set_capacity(cohort=cohort, size=2, actor=office, at=NOON).max_size == 2
    assert standing(cohort) == [3, 4]
    assert cohort.seats.free(NOON).count() == 0
    set_capacity(cohort=cohort, size=5, actor=office, at=NOON)
    assert standing(cohort) == [1, 2, 3, 4, 5]
    assert Seat.objects.filter(cohort=cohort).count() == 5


def test_others_are_refused(cohort, booker):
    with pytest.raises(NotAllowed):
        set_capacity(cohort=cohort, size=4, actor=booker, at=NOON)
