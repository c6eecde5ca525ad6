"""A freed chair of a full cohort is offered to the next in line in the same act, fairly and for good."""

import datetime as dt

import pytest
from django.core import mail

from courses.booking.actions import (
    accept_offer,
    book_seats,
    cancel_booking,
    decline_offer,
    give_back_seat,
    join_waiting_list,
    leave_waiting_list,
    move_up,
    position_of,
    set_capacity,
    settle_cohort,
)
from courses.booking.links import link_to
from courses.booking.models import WaitEntry
from courses.booking.refusals import AlreadyWaiting, CohortFull, OfferOver, SeatsFree, WantsTooMany
from lms.lib.refusals import NotAllowed
from lms.organisations.models import Membership
from tests.makers import NOON, make_booker, make_booking, make_company, make_user

HOURS = dt.timedelta(hours=48)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def full(cohort):
    """The cohort of five with all chairs booked by one company: two bookings, of three and of two."""
    company = make_company()
    make_booking(cohort, company, seats=3)
    make_booking(cohort, company, seats=2)
    return cohort


def two(cohort):
    return cohort.bookings.get(seat_count=2)


def queue_up(cohort, office, seats=1, at=NOON, **options):
    return join_waiting_list(cohort=cohort, company=make_company(), seats=seats, actor=office, at=at, **options)


def state(entry):
    entry.refresh_from_db()
    return entry.state


def test_who_waits_has_a_place_in_line(full, office):
    first, second = queue_up(full, office), queue_up(full, office)
    assert (position_of(first), position_of(second)) == (1, 2)


def test_a_freed_chair_is_offered_in_the_same_act(full, office):
    entry = queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    assert state(entry) == "offered"
    assert (entry.seats_offered, entry.offer_until) == (2, NOON + HOURS)
    assert full.seats.held(NOON).filter(wait_entry=entry).count() == 2
    assert full.seats.free(NOON).count() == 0


def test_the_newcomer_does_not_get_what_belongs_to_the_list(full, office, company, booker):
    queue_up(full, office)
    seat = two(full).seats.first()
    give_back_seat(seat=seat, actor=office, at=NOON)
    with pytest.raises(CohortFull):
        book_seats(cohort=full, company=company, count=1, actor=booker, at=NOON)


@pytest.mark.parametrize(("when", "booked"), [(-SECOND, True), (0 * SECOND, False), (SECOND, False)])
def test_an_offer_holds_until_its_moment_and_not_longer(full, office, when, booked):
    entry = queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    at = NOON + HOURS + when
    if booked:
        assert accept_offer(entry=entry, actor=office, at=at).seat_count == 2
        assert state(entry) == "accepted"
    else:
        with pytest.raises(OfferOver):
            accept_offer(entry=entry, actor=office, at=at)
        assert state(entry) == "lapsed"
        assert full.seats.free(at).count() == 2


def test_accepted_twice_books_once(full, office):
    entry = queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    first = accept_offer(entry=entry, actor=office, at=NOON)
    assert accept_offer(entry=entry, actor=office, at=NOON) == first
    assert full.bookings.filter(company=entry.company).count() == 1
    assert first.seats.count() == 2


def test_the_link_of_the_letter_answers_without_signing_in(full, office):
    entry, other = queue_up(full, office, seats=2), queue_up(full, office)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    for link in ("", "1~forged", link_to(other)):
        with pytest.raises(NotAllowed):
            accept_offer(entry=entry, link=link, at=NOON)
    assert accept_offer(entry=entry, link=link_to(entry), at=NOON).booked_by == office


def test_another_company_does_not_answer(full, office):
    entry = queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    for stranger in (make_user(), make_booker(make_company())):
        with pytest.raises(NotAllowed):
            decline_offer(entry=entry, actor=stranger, at=NOON)


def test_declined_goes_to_the_next_in_line(full, office):
    first, second = queue_up(full, office, seats=2), queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    decline_offer(entry=first, actor=office, at=NOON)
    assert (state(first), state(second)) == ("declined", "offered")


def test_lapsed_goes_to_the_next_even_if_a_newcomer_finds_it_out(full, office, company, booker):
    first, second = queue_up(full, office, seats=2), queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    later = NOON + HOURS
    with pytest.raises(CohortFull):
        book_seats(cohort=full, company=company, count=1, actor=booker, at=later)
    # What the newcomer's attempt found out stays, although the attempt itself was refused.
    assert (state(first), state(second)) == ("lapsed", "offered")
    assert second.offer_until == later + HOURS


def test_who_wants_more_than_is_free_is_passed_over_and_keeps_the_place(full, office):
    many, one = queue_up(full, office, seats=3), queue_up(full, office)
    give_back_seat(seat=two(full).seats.first(), actor=office, at=NOON)
    assert (state(many), state(one)) == ("waiting", "offered")
    assert position_of(many) == 1


def test_fewer_are_offered_to_who_welcomes_fewer_and_the_rest_keeps_its_place(full, office):
    many, one = queue_up(full, office, seats=3, accepts_fewer=True), queue_up(full, office, at=NOON + SECOND)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    assert (state(many), many.seats_offered, state(one)) == ("offered", 2, "waiting")
    accept_offer(entry=many, keep_waiting=True, actor=office, at=NOON)
    rest = WaitEntry.objects.get(company=many.company, state="waiting")
    assert (rest.seats_wanted, position_of(rest), position_of(one)) == (1, 1, 2)


def test_the_rest_gets_in_the_same_act_what_became_free_while_the_offer_was_open(full, office):
    many = queue_up(full, office, seats=3, accepts_fewer=True)
    give_back_seat(seat=two(full).seats.first(), actor=office, at=NOON)
    give_back_seat(seat=two(full).seats.first(), actor=office, at=NOON)
    assert (state(many), many.seats_offered, full.seats.free(NOON).count()) == ("offered", 1, 1)
    accept_offer(entry=many, keep_waiting=True, actor=office, at=NOON)
    rest = WaitEntry.objects.exclude(pk=many.pk).get()
    assert (rest.state, rest.seats_offered, full.seats.free(NOON).count()) == ("offered", 1, 0)


def test_moved_up_by_the_office_only(full, office, booker):
    first, second = queue_up(full, office), queue_up(full, office)
    with pytest.raises(NotAllowed):
        move_up(entry=second, priority=1, actor=booker, at=NOON)
    move_up(entry=second, priority=1, actor=office, at=NOON)
    assert position_of(second) == 1
    give_back_seat(seat=two(full).seats.first(), actor=office, at=NOON)
    assert (state(first), state(second)) == ("waiting", "offered")


def test_nothing_is_offered_within_the_lead_time(full, office):
    entry = queue_up(full, office, seats=2)
    day = full.starts_on - dt.timedelta(days=full.offer_lead_days)
    at = NOON.replace(year=day.year, month=day.month, day=day.day)
    cancel_booking(booking=two(full), actor=office, at=at)
    assert state(entry) == "waiting"
    assert full.seats.free(at).count() == 2


def test_an_offer_ends_where_the_lead_time_begins(full, office):
    entry = queue_up(full, office, seats=2)
    day = full.starts_on - dt.timedelta(days=full.offer_lead_days + 1)
    at = NOON.replace(year=day.year, month=day.month, day=day.day)
    cancel_booking(booking=two(full), actor=office, at=at)
    assert state(entry) == "offered"
    assert entry.offer_until < at + HOURS


def test_accepted_then_cancelled_closes_the_entry_and_serves_the_next(full, office):
    first, second = queue_up(full, office, seats=2), queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    booking = accept_offer(entry=first, actor=office, at=NOON)
    cancel_booking(booking=booking, actor=office, at=NOON)
    assert (state(first), state(second)) == ("accepted", "offered")
    assert not WaitEntry.objects.filter(company=first.company).exclude(pk=first.pk).exists()


def test_releasing_a_block_offers_as_many_as_were_freed(full, office):
    entries = [queue_up(full, office) for _ in range(12)]
    cancel_booking(booking=full.bookings.get(seat_count=3), actor=office, at=NOON)
    assert [state(entry) for entry in entries] == ["offered"] * 3 + ["waiting"] * 9


def test_a_larger_group_serves_the_list_first(cohort, office, company, booker):
    set_capacity(cohort=cohort, size=4, actor=office, at=NOON)
    make_booking(cohort, seats=4)
    entry = queue_up(cohort, office)
    set_capacity(cohort=cohort, size=5, actor=office, at=NOON)
    assert state(entry) == "offered"
    with pytest.raises(CohortFull):
        book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON)


def test_who_leaves_is_off_the_list_for_good(full, office):
    entry = queue_up(full, office)
    leave_waiting_list(entry=entry, actor=office, at=NOON)
    assert state(entry) == "withdrawn"
    give_back_seat(seat=two(full).seats.first(), actor=office, at=NOON)
    assert state(entry) == "withdrawn"
    with pytest.raises(OfferOver):
        leave_waiting_list(entry=entry, actor=office, at=NOON)


def test_nobody_waits_where_seats_are_free_or_never_will_be_enough(cohort, office, company):
    with pytest.raises(SeatsFree):
        join_waiting_list(cohort=cohort, company=company, seats=5, actor=office, at=NOON)
    with pytest.raises(WantsTooMany):
        join_waiting_list(cohort=cohort, company=company, seats=6, actor=office, at=NOON)


def test_a_company_waits_once(full, office, company):
    join_waiting_list(cohort=full, company=company, seats=1, actor=office, at=NOON)
    with pytest.raises(AlreadyWaiting):
        join_waiting_list(cohort=full, company=company, seats=2, actor=office, at=NOON)


def test_a_stranger_enters_no_company(full, company):
    with pytest.raises(NotAllowed):
        join_waiting_list(cohort=full, company=company, seats=1, actor=make_user(), at=NOON)


def test_the_price_is_that_of_the_day_of_acceptance(full, office, company):
    entry = join_waiting_list(cohort=full, company=company, seats=2, actor=office, at=NOON)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    Membership.objects.create(company=company, office=full.edition.programme.office)
    booking = accept_offer(entry=entry, actor=office, at=NOON)
    assert (booking.member_price, booking.price_per_seat) == (True, full.edition.price_member)


def test_a_cohort_that_nobody_touches_is_settled_by_the_clock(full, office):
    first, second = queue_up(full, office, seats=2), queue_up(full, office, seats=2)
    cancel_booking(booking=two(full), actor=office, at=NOON)
    settle_cohort(full.pk, NOON + HOURS)
    settle_cohort(full.pk, NOON + HOURS)
    assert (state(first), state(second)) == ("lapsed", "offered")


def test_the_letters_follow_the_commit_once_each(full, office, django_capture_on_commit_callbacks):
    company = make_company(billing_email="personal@firma.example")
    with django_capture_on_commit_callbacks(execute=True):
        entry = join_waiting_list(cohort=full, company=company, seats=2, actor=office, at=NOON)
        cancel_booking(booking=two(full), actor=office, at=NOON)
    letters = [letter for letter in mail.outbox if letter.to == ["personal@firma.example"]]
    assert len(letters) == 2
    assert link_to(entry) in letters[1].body
