"""The fee follows the edition: how days are counted, what the percentage is of, and when nothing is due at all."""

import datetime as dt

import pytest

from courses.booking.actions import cancel_booking, give_back_seat, replace_person
from courses.booking.people import Attendee
from courses.booking.prices import fee_for, free_until, term_of_withdrawal
from courses.booking.rules import instalments_of, next_instalment
from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum.models import Instalment
from lms.audit.models import Act
from lms.messages.models import Letter
from lms.organisations.models import ClusterOffice
from tests.makers import at, make_booking, make_cohort, make_edition, make_enrolment, make_person, make_session

STEPS = [(10, 0), (5, 30), (0, 80)]


def make_terms(**edition):
    """A cohort starting on Monday 11 January 2027, after Epiphany, with the table 10 free, 5 30 %, then 80 %."""
    edition = make_edition(**edition)
    for until, percent in STEPS:
        edition.cancellation_steps.create(until_days_before=until, fee_percent=percent)
    return make_cohort(edition, starts_on=dt.date(2027, 1, 11))


def fee_on(cohort, day, **booking):
    booking = make_booking(cohort, **booking)
    booking.cohort = cohort
    return fee_for(booking, at(day))


@pytest.mark.parametrize(
    # Backwards from Monday: Fri 8, Thu 7, (Wed 6 Epiphany), Tue 5, Mon 4, Thu 31 December is the fifth.
    ("day", "left", "percent"),
    [("2027-01-09", 0, 80), ("2027-01-08", 1, 80), ("2027-01-06", 2, 80), ("2027-01-04", 4, 80), ("2027-01-01", 4, 80)]
    + [("2026-12-31", 5, 30), ("2026-12-28", 8, 30), ("2026-12-23", 10, 0), ("2027-01-11", 0, 80)],
)
def test_working_days_leave_out_weekends_and_the_holidays_of_the_offices_land(db, day, left, percent):
    fee = fee_on(make_terms(cancellation_days="working"), day)
    assert (fee.days_left, fee.percent, fee.in_working_days) == (left, percent, True)


def test_in_another_land_the_same_day_is_a_working_day(db):
    cohort = make_terms(cancellation_days="working")
    ClusterOffice.objects.update(land="HE")
    cohort = Cohort.objects.get(pk=cohort.pk)
    assert fee_on(cohort, "2027-01-04").days_left == 5


def test_a_further_day_off_of_the_office_is_no_working_day(db):
    cohort = make_terms(cancellation_days="working")
    ClusterOffice.objects.update(days_off=["2027-01-07 Betriebsruhe", "2027-01-09"])
    cohort = Cohort.objects.get(pk=cohort.pk)
    assert fee_on(cohort, "2027-01-04").days_left == 3
    assert free_until(cohort) == dt.date(2026, 12, 22)


def test_a_consumers_term_does_not_end_on_a_day_off_of_the_office(db):
    cohort, day = make_terms(), dt.date(2026, 12, 1)
    ends = term_of_withdrawal(cohort, day)
    ClusterOffice.objects.update(days_off=[ends.isoformat()])
    assert term_of_withdrawal(Cohort.objects.get(pk=cohort.pk), day) == ends + dt.timedelta(days=1)


def test_the_last_free_day_is_counted_the_same_way(db):
    working, calendar = make_terms(cancellation_days="working"), make_terms()
    assert free_until(working) == dt.date(2026, 12, 23)
    assert free_until(calendar) == dt.date(2027, 1, 1)
    assert fee_on(working, "2026-12-23").cents == 0
    assert fee_on(working, "2026-12-24").cents == 30_000


def test_calendar_days_count_every_day(db):
    fee = fee_on(make_terms(), "2027-01-06")
    assert (fee.days_left, fee.percent, fee.in_working_days) == (5, 30, False)


def test_without_a_table_it_is_free_whatever_the_days(db):
    cohort = make_cohort(make_edition(cancellation_days="working"))
    assert fee_on(cohort, "2027-01-29").cents == 0
    assert free_until(cohort) == cohort.starts_on


def pay_in_parts(cohort, *parts):
    """`parts` are pairs of per cent and the seminar's position (None: at booking)."""
    for position, (percent, seminar) in enumerate(parts, 1):
        due = seminar and cohort.edition.seminars.get(position=seminar)
        Instalment.objects.create(edition=cohort.edition, position=position, percent=percent, due_at=due)


def test_the_percentage_may_be_of_the_next_instalment_only(db):
    cohort = make_terms(cancellation_base="next_instalment")
    pay_in_parts(cohort, (34, None), (33, 1), (33, 2))
    make_session(cohort, cohort.edition.seminars.get(position=1), dt.date(2027, 1, 11))
    fee = fee_on(cohort, "2027-01-08", price_per_seat=384_001)
    # 33 % of 3,840.01 is 1,267.20 (1,267.2033); 80 % of that is 1,013.76.
    assert (fee.base, fee.cents, fee.of_next_instalment) == (126_720, 101_376, True)


def test_due_at_booking_is_next_only_on_the_day_of_booking(db):
    cohort = make_terms(cancellation_base="next_instalment")
    pay_in_parts(cohort, (60, None), (40, 3))
    booked = make_booking(cohort, booked_at=at("2027-01-08", 9))
    booked.cohort = cohort
    assert fee_for(booked, at("2027-01-08", 15)).base == 60_000
    # Seminar 3 has no date yet: it is still to come.
    assert fee_for(booked, at("2027-01-09")).base == 40_000


def test_a_cancelled_session_does_not_set_the_day(db):
    cohort = make_terms(cancellation_base="next_instalment")
    pay_in_parts(cohort, (50, 1), (50, 2))
    first, second = cohort.edition.seminars.filter(position__lt=3)
    make_session(cohort, first, dt.date(2027, 3, 1))
    make_session(cohort, second, dt.date(2027, 2, 1), status=SeminarSession.Status.CANCELLED)
    booking = make_booking(cohort, price_per_seat=100_001)
    booking.cohort = cohort
    # The first (500.01) has a date, the second (the rest, 500.00) has none any more.
    assert fee_for(booking, at("2027-01-10")).base == 50_001


def test_without_instalments_the_whole_price_is_the_next(db):
    assert fee_on(make_terms(cancellation_base="next_instalment"), "2027-01-08").cents == 80_000


def test_once_everything_has_fallen_due_there_is_nothing_to_take_a_share_of():
    assert next_instalment([(dt.date(2027, 1, 1), 500)], dt.date(2027, 1, 2)) == 0
    assert next_instalment([(None, 7), (dt.date(2027, 1, 3), 5)], dt.date(2027, 1, 2)) == 5


def test_instalments_add_up_to_the_price():
    assert instalments_of(384_001, [34, 33, 33]) == [130_560, 126_720, 126_721]
    assert instalments_of(1, [50, 50]) == [1, 0]
    assert instalments_of(500, []) == [500]


def test_e14_unless_a_substitute_is_named(demo):
    """Edge case E14: with the clock at 2027-09-14, base whole programme, 80 % = 4,760 EUR."""
    booking = demo.enrolment("P57").booking
    Cohort.objects.filter(pk=booking.cohort_id).update(status="booking_open")
    # P57 cancelled in the file; a colleague of the same company at the same price sits on a chair again.
    again = make_booking(booking.cohort, booking.company, price_per_seat=booking.price_per_seat)
    seat = make_enrolment(booking.cohort, make_person("Neu", "Hier"), booking=again).seat
    clock = at("2027-09-14")
    after = replace_person(seat=seat, attendee=Attendee("Er", "Satz", "er@satz.example"), actor=demo.actor, at=clock)
    assert not Act.objects.filter(verb="booking.cancelled", at=clock).exists()
    assert give_back_seat(seat=after.seat, actor=demo.actor, at=clock) == 476_000


def test_the_letter_says_of_what_the_fee_is_a_share(db, office):
    cohort = make_terms(cancellation_base="next_instalment", cancellation_days="working")
    pay_in_parts(cohort, (25, None), (75, 2))
    booking = make_booking(cohort, seats=2)
    booking.company.billing_email = "rechnung@firma.example"
    booking.company.save()
    assert cancel_booking(booking=booking, actor=office, at=at("2027-01-08")) == 120_000
    body = Letter.objects.get(kind="booking.cancelled").body
    assert "1 Arbeitstag vor Beginn." in body
    assert "80 % der nächsten Rate (750,00 € je Platz): 1.200,00 €" in body.replace("\xa0", " ")
    assert Act.objects.get(verb="booking.cancelled").facts["fee_of"] == 75_000
