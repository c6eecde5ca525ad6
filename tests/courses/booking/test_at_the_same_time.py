"""Two acts that meet: whichever comes first, nothing is sold twice, nobody is passed over, the audit finds nothing."""

import datetime as dt

import pytest

from courses.booking.actions import (
    accept_offer,
    book_seats,
    cancel_booking,
    hold_seats,
    join_waiting_list,
    replace_person,
    set_capacity,
    settle_cohort,
    wait_privately,
)
from courses.booking.audit import Scope, find
from courses.booking.links import link_to
from courses.booking.models import Booking, WaitEntry
from courses.booking.people import Attendee
from courses.booking.sweeping import settle_due
from courses.cohorts.models import Cohort
from tests.courses.booking.crowd import all_at_once
from tests.makers import NOON, make_cohort, make_company, make_edition, make_office_user

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def actor():
    return make_office_user()


@pytest.fixture
def cohort():
    """Eight chairs, of at most twelve."""
    return make_cohort(make_edition(max_group_size=12), size=8)


def book(cohort, actor, count=1, **more):
    return book_seats(cohort=cohort, company=make_company(), count=count, actor=actor, at=NOON, **more)


def offered(cohort, actor):
    """An entry that has just got an offer of one chair, in a cohort that has no other."""
    book(cohort, actor, 7)
    leaving = book(cohort, actor)
    entry = join_waiting_list(cohort=cohort, company=make_company(), seats=1, actor=actor, at=NOON)
    cancel_booking(booking=leaving, actor=actor, at=NOON)
    entry.refresh_from_db()
    return entry


def assert_clean(at=NOON):
    assert [finding for finding in find(Scope(at)) if not finding.warning] == []


def test_cancelling_against_booking(cohort, actor):
    bookings = [book(cohort, actor) for _ in range(8)]
    companies = [make_company() for _ in range(12)]

    def act(n):
        if n < 8:
            cancel_booking(booking=bookings[n], actor=actor, at=NOON)
        else:
            book_seats(cohort=cohort, company=companies[n - 8], count=1, actor=actor, at=NOON)

    outcome = all_at_once(20, act)
    assert outcome["busy"] == 0
    assert cohort.seats.taken().count() == outcome["done"] - 8 <= 8
    assert_clean()


def test_a_newcomer_never_gets_the_chair_of_who_waits(cohort, actor):
    bookings = [book(cohort, actor) for _ in range(8)]
    entries = [
        join_waiting_list(cohort=cohort, company=make_company(), seats=1, actor=actor, at=NOON) for _ in range(8)
    ]
    newcomers = [make_company() for _ in range(8)]

    def act(n):
        if n < 8:
            cancel_booking(booking=bookings[n], actor=actor, at=NOON)
        else:
            book_seats(cohort=cohort, company=newcomers[n - 8], count=1, actor=actor, at=NOON)

    assert all_at_once(16, act) == {"done": 8, "cohort_full": 8}
    assert WaitEntry.objects.filter(pk__in=[entry.pk for entry in entries], state="offered").count() == 8
    assert_clean()


def test_joining_against_the_last_cancellation_leaves_no_chair_idle(cohort, actor):
    book(cohort, actor, 7)
    leaving, joining = book(cohort, actor), make_company()

    def act(n):
        if n:
            cancel_booking(booking=leaving, actor=actor, at=NOON)
        else:
            join_waiting_list(cohort=cohort, company=joining, seats=1, actor=actor, at=NOON)

    outcome = all_at_once(2, act)
    # Who joins too late is told to book instead.
    assert outcome["done"] + outcome["seats_free"] == 2
    assert_clean()


def test_an_offer_accepted_twice_is_one_booking(cohort, actor):
    entry = offered(cohort, actor)
    assert all_at_once(6, lambda n: accept_offer(entry=entry, link=link_to(entry), at=NOON)) == {"done": 6}
    assert Booking.objects.filter(wait_entry=entry).count() == 1
    assert_clean()


def offered_privately(cohort, actor):
    """Somebody who pays alone has just got the only free chair offered; another one waits behind."""
    book(cohort, actor, 7)
    leaving = book(cohort, actor)
    first, second = (
        wait_privately(cohort=cohort, attendee=Attendee("Ada", f"Nr{n}", f"a{n}@people.example"), actor=actor, at=NOON)
        for n in range(2)
    )
    cancel_booking(booking=leaving, actor=actor, at=NOON)
    first.refresh_from_db()
    return first, second


def accept_privately(entry, when):
    accept_offer(entry=entry, link=link_to(entry), agreed=("notice",), at=when)


def test_a_private_offer_accepted_twice_is_one_seat(cohort, actor):
    entry, _second = offered_privately(cohort, actor)
    assert all_at_once(6, lambda n: accept_privately(entry, NOON)) == {"done": 6}
    assert Booking.objects.filter(private_payer=entry.private_payer).count() == 1
    assert cohort.enrolments.filter(person=entry.private_payer).count() == 1
    assert_clean()


@pytest.mark.parametrize(("seconds", "outcome", "after"), [(-1, "done", "waiting"), (0, "offer_over", "offered")])
def test_a_private_offer_ends_at_its_second_and_goes_to_the_next(cohort, actor, seconds, outcome, after):
    entry, second = offered_privately(cohort, actor)
    when = entry.offer_until + seconds * SECOND
    assert all_at_once(2, lambda n: accept_privately(entry, when)) == {outcome: 2}
    second.refresh_from_db()
    assert second.state == after
    assert_clean(when)


@pytest.mark.parametrize(("seconds", "outcome"), [(-1, "done"), (0, "offer_over"), (1, "offer_over")])
def test_an_offer_holds_until_its_last_second(cohort, actor, seconds, outcome):
    entry = offered(cohort, actor)
    when = entry.offer_until + seconds * SECOND
    assert all_at_once(2, lambda n: accept_offer(entry=entry, link=link_to(entry), at=when)) == {outcome: 2}
    assert_clean(when)


def test_accepting_against_the_sweeper_is_one_or_the_other(cohort, actor):
    for _round in range(3):
        cohort = make_cohort(make_edition(max_group_size=12), size=8)
        entry = offered(cohort, actor)

        def act(n, entry=entry, cohort=cohort):
            if n:
                accept_offer(entry=entry, link=link_to(entry), at=entry.offer_until - SECOND)
            else:
                settle_cohort(cohort.pk, entry.offer_until)

        outcome = all_at_once(2, act)
        entry.refresh_from_db()
        assert entry.state == ("accepted" if outcome["done"] == 2 else "lapsed")
        assert_clean(entry.offer_until)


def test_capacity_changed_while_everybody_books(cohort, actor):
    companies, sizes = [make_company() for _ in range(20)], [5, 12, 6, 10]

    def act(n):
        if n < 4:
            set_capacity(cohort=cohort, size=sizes[n], actor=actor, at=NOON)
        else:
            book_seats(cohort=cohort, company=companies[n - 4], count=1, actor=actor, at=NOON)

    all_at_once(24, act)
    size = Cohort.objects.get(pk=cohort.pk).max_size
    assert cohort.seats.taken().count() <= size == cohort.seats.in_room().count()
    assert_clean()


def test_holds_and_bookings_share_the_chairs(cohort):
    actors, companies = [make_office_user() for _ in range(16)], [make_company() for _ in range(16)]

    def act(n):
        ask = {"cohort": cohort, "company": companies[n], "count": 1, "actor": actors[n], "at": NOON}
        hold_seats(**ask, key=f"form-{n}") if n % 2 else book_seats(**ask)

    outcome = all_at_once(16, act)
    assert outcome == {"done": 8, "cohort_full": 8}
    assert cohort.seats.free(NOON).count() == 0
    assert_clean()


def test_two_companies_substitute_the_same_person(cohort, actor):
    seats = [
        book(cohort, actor, people=[Attendee("Ada", "Muster", f"ada{n}@people.example")]).seats.get() for n in range(2)
    ]
    eve = Attendee("Eve", "Neu", "eve@people.example")

    def act(n):
        replace_person(seat=seats[n], attendee=eve, actor=actor, at=NOON)

    assert all_at_once(2, act) == {"done": 1, "already_enrolled": 1}
    assert cohort.enrolments.filter(person__email=eve.email, ends_on=None).count() == 1
    assert_clean()


def test_two_sweepers_and_a_booker(cohort, actor):
    """An offer that is over goes to the next in line once, whoever finds it."""
    entry = offered(cohort, actor)
    following = join_waiting_list(cohort=cohort, company=make_company(), seats=1, actor=actor, at=NOON)
    newcomer, over = make_company(), entry.offer_until

    def act(n):
        if n < 2:
            settle_due(over)
        else:
            book_seats(cohort=cohort, company=newcomer, count=1, actor=actor, at=over)

    assert all_at_once(3, act) == {"done": 2, "cohort_full": 1}
    for one, state in ((entry, "lapsed"), (following, "offered")):
        one.refresh_from_db()
        assert one.state == state
    assert_clean(over)
