"""Whoever pays alone waits in the same line as companies, for one seat, and books it as a consumer by the letter."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from courses.booking.actions import (
    accept_offer,
    book_privately,
    book_seats,
    cancel_booking,
    decline_offer,
    give_back_seat,
    hold_seats,
    join_waiting_list,
    leave_waiting_list,
    let_go,
    name_seat,
    position_of,
    settle_cohort,
    wait_privately,
)
from courses.booking.links import link_to, offer_url
from courses.booking.models import WaitEntry
from courses.booking.people import Attendee
from courses.booking.prices import agreements_for, fee_for
from courses.booking.refusals import (
    AgreementMissing,
    AlreadyEnrolled,
    AlreadyWaiting,
    BookingClosed,
    CohortFull,
    OfferOver,
    PersonUnclear,
    SeatsFree,
)
from courses.booking.rules import consumer_agrees_to
from courses.cohorts.actions_of_cohort import cancel_cohort, start_cohort
from lms.accounts.models import Person
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import (
    NOON,
    at,
    make_booking,
    make_cohort,
    make_company,
    make_enrolment,
    make_person,
    make_wait_entry,
)

HOURS = dt.timedelta(hours=48)
SECOND = dt.timedelta(seconds=1)
NOTICE = ("notice",)


@pytest.fixture
def full(cohort):
    """The cohort of five with all chairs booked by one company."""
    make_booking(cohort, make_company(), seats=5)
    return cohort


@pytest.fixture
def waits(full, office, ada):
    return wait_privately(cohort=full, attendee=ada, actor=office, at=NOON)


def free_one(cohort, office, at=NOON):
    give_back_seat(seat=cohort.seats.taken().last(), actor=office, at=at)


def state(entry):
    entry.refresh_from_db()
    return entry.state


def test_a_full_cohort_has_a_place_for_one_seat(waits, ada):
    assert (waits.company, waits.private_payer.email, waits.seats_wanted) == (None, ada.email, 1)
    assert position_of(waits) == 1
    assert waits.payer == waits.private_payer


def test_companies_and_private_payers_stand_in_one_line(full, office, waits, bob):
    company = join_waiting_list(cohort=full, company=make_company(), seats=1, actor=office, at=NOON + SECOND)
    last = wait_privately(cohort=full, attendee=bob, actor=office, at=NOON + 2 * SECOND)
    assert [position_of(one) for one in (waits, company, last)] == [1, 2, 3]
    free_one(full, office)
    free_one(full, office)
    assert [state(one) for one in (waits, company, last)] == ["offered", "offered", "waiting"]


def test_a_freed_seat_is_offered_in_the_same_act_and_belongs_to_nobody_else(full, office, waits, company, booker):
    free_one(full, office)
    assert state(waits) == "offered"
    assert (waits.seats_offered, waits.offer_until) == (1, NOON + HOURS)
    with pytest.raises(CohortFull):
        book_seats(cohort=full, company=company, count=1, actor=booker, at=NOON)


def test_accepting_by_the_letter_books_the_person_at_the_price_of_the_day(full, office, waits):
    free_one(full, office)
    full.edition.price_non_member = 130_000
    full.edition.save()
    booking = accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=NOON + HOURS - SECOND)
    assert (booking.company, booking.private_payer, booking.price_per_seat) == (None, waits.private_payer, 130_000)
    assert not booking.member_price
    assert booking.seats.get().enrolment.person == waits.private_payer
    # By the link nobody is signed in: the booking is of whoever put them on the list.
    assert booking.booked_by == office
    assert state(waits) == "accepted"
    # The term of withdrawal counts from the acceptance, not from the day on which somebody began to wait.
    assert fee_for(booking, NOON + HOURS + dt.timedelta(days=13)).free_because == "consumer"
    facts = Act.objects.get(verb="offer.accepted").facts
    assert (facts["agreed"], facts["by_link"]) == (["notice"], True)


@pytest.mark.parametrize("agreed", [(), ("early_start",), ("something",)])
def test_without_having_read_the_notice_nothing_is_booked(full, office, waits, agreed):
    free_one(full, office)
    with pytest.raises(AgreementMissing) as refusal:
        accept_offer(entry=waits, link=link_to(waits), agreed=agreed, at=NOON)
    assert refusal.value.facts == {"missing": ["notice"]}
    assert state(waits) == "offered"
    assert not full.bookings.filter(private_payer__isnull=False).exists()


def test_where_teaching_begins_within_the_term_that_is_agreed_to_as_well(full, office, waits):
    # Fourteen days before the first day, and outside the lead time.
    day = at("2027-01-18")
    free_one(full, office, at=day)
    with pytest.raises(AgreementMissing) as refusal:
        accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=day)
    assert refusal.value.facts == {"missing": ["early_start"]}
    assert accept_offer(entry=waits, link=link_to(waits), agreed=("notice", "early_start"), at=day)


def test_the_term_of_withdrawal_decides_what_is_agreed_to():
    start = dt.date(2027, 2, 1)
    assert consumer_agrees_to(dt.date(2027, 1, 31), start) == ("notice",)
    assert consumer_agrees_to(start, start) == ("notice", "early_start")


def test_a_term_that_would_end_on_a_saturday_reaches_the_first_day_on_monday(cohort):
    assert agreements_for(cohort, dt.date(2027, 1, 16)) == ("notice", "early_start")
    assert agreements_for(cohort, dt.date(2027, 1, 15)) == ("notice",)


def test_the_office_accepts_for_somebody_on_the_telephone(full, office, waits):
    free_one(full, office)
    assert accept_offer(entry=waits, actor=office, at=NOON).private_payer == waits.private_payer


@pytest.mark.parametrize("when", [0 * SECOND, SECOND])
def test_an_offer_lapses_and_the_next_is_served(full, office, waits, bob, when):
    following = wait_privately(cohort=full, attendee=bob, actor=office, at=NOON + SECOND)
    free_one(full, office)
    with pytest.raises(OfferOver):
        accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=NOON + HOURS + when)
    assert (state(waits), state(following)) == ("lapsed", "offered")


def test_declining_and_leaving_serve_the_next(full, office, waits, bob):
    following = wait_privately(cohort=full, attendee=bob, actor=office, at=NOON + SECOND)
    free_one(full, office)
    decline_offer(entry=waits, link=link_to(waits), at=NOON)
    assert (state(waits), state(following)) == ("declined", "offered")
    leave_waiting_list(entry=following, link=link_to(following), at=NOON)
    assert state(following) == "declined"
    assert full.seats.free(NOON).count() == 1
    for gone in (waits, following):
        with pytest.raises(OfferOver):
            decline_offer(entry=gone, link=link_to(gone), at=NOON)


def test_accepted_twice_is_one_booking(full, office, waits):
    free_one(full, office)
    first = accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=NOON)
    # The link alone: who comes back has agreed already.
    assert accept_offer(entry=waits, link=link_to(waits), at=NOON) == first
    assert full.bookings.filter(private_payer=waits.private_payer).count() == 1


def test_accepted_and_cancelled_is_closed_for_good(full, office, waits):
    free_one(full, office)
    booking = accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=NOON)
    cancel_booking(booking=booking, actor=office, at=NOON)
    assert state(waits) == "accepted"
    assert full.seats.free(NOON).count() == 1


def test_nothing_is_offered_within_the_lead_time(full, office, waits):
    day = full.starts_on - dt.timedelta(days=full.offer_lead_days)
    free_one(full, office, at=at(str(day)))
    assert state(waits) == "waiting"


def test_who_has_got_a_seat_otherwise_books_no_second_one(full, office, waits):
    name_seat(seat=full.seats.unnamed().first(), attendee=_attendee(waits.private_payer), actor=office, at=NOON)
    free_one(full, office)
    with pytest.raises(AlreadyEnrolled, match="Nothing was booked; please call the cluster office"):
        accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=NOON)
    assert state(waits) == "offered"
    assert not full.bookings.filter(private_payer__isnull=False).exists()


def _attendee(person):
    return Attendee(person.given_name, person.family_name, person.email)


def test_nobody_waits_where_a_seat_is_free_and_nobody_is_made_of_it(cohort, office, ada):
    with pytest.raises(SeatsFree):
        wait_privately(cohort=cohort, attendee=ada, actor=office, at=NOON)
    assert not Person.objects.filter(email=ada.email).exists()


def test_nobody_waits_twice_or_beside_a_seat_of_their_own(full, office, waits, ada, bob):
    with pytest.raises(AlreadyWaiting):
        wait_privately(cohort=full, attendee=ada, actor=office, at=NOON)
    name_seat(seat=full.seats.unnamed().first(), attendee=bob, actor=office, at=NOON)
    with pytest.raises(AlreadyEnrolled):
        wait_privately(cohort=full, attendee=bob, actor=office, at=NOON)
    assert WaitEntry.objects.count() == 1


@pytest.mark.parametrize("act", [wait_privately, book_privately])
def test_an_address_that_is_known_under_another_name_is_refused(cohort, office, ada, act):
    make_person(given_name="Eva", email=ada.email)
    if act is wait_privately:
        make_booking(cohort, seats=5)
    # The office is told that the address is known; whoever books for a company would not be.
    with pytest.raises(PersonUnclear, match="under another name"):
        act(cohort=cohort, attendee=ada, actor=office, at=NOON)


def test_who_left_before_the_start_may_wait_again(full, office, waits, ada):
    person = waits.private_payer
    leave_waiting_list(entry=waits, actor=office, at=NOON)
    seat = full.seats.unnamed().first()
    name_seat(seat=seat, attendee=ada, actor=office, at=NOON)
    give_back_seat(seat=seat, actor=office, at=NOON)
    make_booking(full, make_company(), seats=1)
    assert wait_privately(cohort=full, attendee=ada, actor=office, at=NOON).private_payer == person


def test_a_closed_entry_or_one_elsewhere_or_a_seat_elsewhere_is_no_obstacle(full, office, waits, ada):
    leave_waiting_list(entry=waits, actor=office, at=NOON)
    other, third = make_cohort(), make_cohort()
    make_booking(other, seats=5)
    make_enrolment(third, person=waits.private_payer)
    assert wait_privately(cohort=full, attendee=ada, actor=office, at=NOON).state == "waiting"
    assert wait_privately(cohort=other, attendee=ada, actor=office, at=NOON).state == "waiting"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "running"},
        {"status": "completed"},
        {"status": "cancelled"},
        {"status": "planned"},
        {"starts_on": NOON.date() - dt.timedelta(days=1)},
    ],
)
def test_nobody_waits_for_a_cohort_that_takes_no_bookings_or_has_begun(full, office, ada, fields):
    type(full).objects.filter(pk=full.pk).update(**fields)
    with pytest.raises(BookingClosed):
        wait_privately(cohort=full, attendee=ada, actor=office, at=NOON)
    assert not WaitEntry.objects.exists() and not Person.objects.filter(email=ada.email).exists()


@pytest.mark.parametrize("status", ["planned", "running"])
def test_an_offer_of_a_cohort_that_takes_no_bookings_is_not_accepted(full, office, waits, status):
    free_one(full, office)
    type(full).objects.filter(pk=full.pk).update(status=status)
    with pytest.raises(BookingClosed):
        accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=NOON)
    assert state(waits) == "offered"


def test_only_the_office_enters_somebody(full, booker, ada):
    with pytest.raises(NotAllowed):
        wait_privately(cohort=full, attendee=ada, actor=booker, at=NOON)


def test_only_the_letters_own_link_or_the_office_answers(full, office, waits, bob, booker):
    other = wait_privately(cohort=full, attendee=bob, actor=office, at=NOON)
    free_one(full, office)
    for answer in ({"link": link_to(other)}, {"link": ""}, {"actor": booker}):
        with pytest.raises(NotAllowed):
            accept_offer(entry=waits, agreed=NOTICE, at=NOON, **answer)


@pytest.mark.parametrize("payers", [{}, {"company": True, "private_payer": True}])
def test_an_entry_is_of_a_company_or_of_a_person(full, payers):
    made = {"company": make_company, "private_payer": make_person}
    with pytest.raises(IntegrityError, match="wait_entry_has_one_payer"), transaction.atomic():
        fields = {name: made[name]() for name in payers}
        WaitEntry.objects.create(cohort=full, seats_wanted=1, created_at=NOON, **fields)


@pytest.mark.parametrize("wish", [{"seats": 2}, {"seats": 1, "accepts_fewer": True}])
def test_a_person_wants_one_seat(full, wish):
    with pytest.raises(IntegrityError, match="a_private_payer_waits_for_one_seat"), transaction.atomic():
        make_wait_entry(full, private_payer=make_person(), **wish)


def test_a_person_waits_once(full, waits):
    with pytest.raises(IntegrityError, match="UNIQUE|a_private_payer_waits_once"), transaction.atomic():
        make_wait_entry(full, private_payer=waits.private_payer)
    make_wait_entry(full, private_payer=waits.private_payer, state="lapsed", closed_at=NOON)


def letters(callbacks, act):
    mail.outbox.clear()
    with callbacks(execute=True):
        act()
    return {letter.to[0]: letter for letter in mail.outbox}


def test_letters_tell_place_offer_lapse_and_begin(full, office, ada, django_capture_on_commit_callbacks):
    def told(act):
        return letters(django_capture_on_commit_callbacks, act)[ada.email].body

    ada = Attendee("Ada", "Beispiel", "ada@people.example", "en")
    body = told(lambda: wait_privately(cohort=full, attendee=ada, actor=office, at=NOON))
    entry = WaitEntry.objects.get()
    assert "Your place in line: 1." in body and offer_url(entry) in body and "/companies/" not in body
    body = told(lambda: free_one(full, office))
    assert offer_url(entry) in body and "notice of withdrawal" in body and "Ada Beispiel" in body
    body = told(lambda: settle_cohort(full.pk, NOON + HOURS))
    assert "write to us" in body and "/book/" not in body


def test_a_cohort_that_begins_or_is_called_off_tells_who_waits(full, office, waits, django_capture_on_commit_callbacks):
    full.sessions.all().delete()
    day = at("2027-02-01")
    sent = letters(django_capture_on_commit_callbacks, lambda: start_cohort(cohort=full, actor=office, at=day))
    assert state(waits) == "closed" and waits.private_payer.email in sent


def test_a_cohort_that_is_called_off_tells_who_waits(full, office, waits, django_capture_on_commit_callbacks):
    sent = letters(
        django_capture_on_commit_callbacks, lambda: cancel_cohort(cohort=full, reason="Ach.", actor=office, at=NOON)
    )
    assert state(waits) == "withdrawn" and waits.private_payer.email in sent


def test_the_confirmation_brings_the_whole_notice(full, office, waits, django_capture_on_commit_callbacks):
    office_row = full.edition.programme.office
    type(office_row).objects.filter(pk=office_row.pk).update(name="Clusterbüro", street="Hof 1", town="Hof")
    free_one(full, office)
    with django_capture_on_commit_callbacks(execute=True):
        accept_offer(entry=waits, link=link_to(waits), agreed=NOTICE, at=NOON)
    [letter] = [letter for letter in mail.outbox if "gebucht" in letter.subject]
    for part in ("Widerrufsbelehrung", "14 Tage", "Clusterbüro, Hof 1", "Muster-Widerrufsformular"):
        assert part in letter.body
    assert "während der Widerrufsfrist" not in letter.body


def test_where_teaching_begins_within_the_term_the_notice_says_what_is_paid_then(
    full, office, waits, django_capture_on_commit_callbacks
):
    day = at("2027-01-18")
    free_one(full, office, at=day)
    with django_capture_on_commit_callbacks(execute=True):
        accept_offer(entry=waits, link=link_to(waits), agreed=("notice", "early_start"), at=day)
    [letter] = [letter for letter in mail.outbox if "gebucht" in letter.subject]
    assert "während der Widerrufsfrist" in letter.body


def test_the_seat_is_kept_while_the_form_is_filled_in(cohort, office, ada, company, booker):
    hold_seats(cohort=cohort, company=None, count=1, key="form", actor=office, at=NOON)
    book_seats(cohort=cohort, company=company, count=4, actor=booker, at=NOON)
    with pytest.raises(CohortFull):
        book_seats(cohort=cohort, company=company, count=1, actor=booker, at=NOON)
    assert book_privately(cohort=cohort, attendee=ada, key="form", actor=office, at=NOON).seats.count() == 1


def test_nothing_is_held_where_nothing_can_be_booked(cohort, office):
    type(cohort).objects.filter(pk=cohort.pk).update(status="completed")
    with pytest.raises(BookingClosed):
        hold_seats(cohort=cohort, company=None, count=1, key="form", actor=office, at=NOON)


def test_nobody_lets_go_what_somebody_else_holds(cohort, office, booker):
    hold_seats(cohort=cohort, company=None, count=1, key="form", actor=office, at=NOON)
    assert let_go(cohort=cohort, key="form", actor=booker, at=NOON) == 0
    assert let_go(cohort=cohort, key="form", actor=office, at=NOON) == 1


def test_a_hold_for_a_private_payer_is_the_offices_alone(cohort, booker):
    with pytest.raises(NotAllowed):
        hold_seats(cohort=cohort, company=None, count=1, key="form", actor=booker, at=NOON)
