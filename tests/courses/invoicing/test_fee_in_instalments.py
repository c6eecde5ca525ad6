"""A cancellation with a fee, of a booking paid in instalments: what stays to be paid is the fee, to the cent."""

import datetime as dt

import pytest

from courses.booking.actions import cancel_booking, give_back_seat
from courses.booking.actions.address import send_invoices_to
from courses.booking.actions.book import book_privately, book_seats
from courses.booking.models import Booking
from courses.booking.people import Attendee
from courses.curriculum.models import CancellationStep, PriceLine
from courses.invoicing.actions import credit_invoice, issue_invoice, settle_given_seats
from courses.invoicing.due import due_instalments
from courses.invoicing.models import Invoice, SeatsGiven
from lms.organisations.models import ClusterOffice, Membership
from tests import makers

pytestmark = pytest.mark.django_db
BEFORE = makers.at("2027-01-23")
TAXED = {"category": "S", "rate": 19, "reason": {}, "reason_code": ""}


@pytest.fixture
def of_three(office):
    """Make a cohort whose price of 1,000.01 euros is paid in three instalments, all of which may be invoiced by now."""

    def make(fee_percent, vat=None, fee_vat=None, **edition):
        cohort = makers.make_priced_cohort(34, 33, 33, vat=vat)
        ClusterOffice.objects.update(invoice_days_before=365)
        for number, seminar in enumerate(cohort.edition.seminars.all()):
            makers.make_session(cohort, seminar, dt.date(2027, 2, 1) + dt.timedelta(days=30 * number))
        CancellationStep.objects.create(edition=cohort.edition, until_days_before=0, fee_percent=fee_percent)
        PriceLine.objects.filter(edition=cohort.edition, purpose="cancellation").update(**(fee_vat or {}))
        for name, value in edition.items():
            setattr(cohort.edition, name, value)
        cohort.edition.save()
        return cohort

    return make


def issue(booking, office, instalments):
    return [
        issue_invoice(booking=booking, position=n, actor=office, at=makers.NOON).gross_cents
        for n in range(1, instalments + 1)
    ]


def settle(office):
    """Settle what was given up and return what that made: credited sums, then fees."""
    [given] = SeatsGiven.objects.filter(outcome="")
    made = settle_given_seats(given=given, outcome="credited", actor=office, at=BEFORE)
    return (
        [one.gross_cents for one in made if one.kind == "credit_note"],
        [one.gross_cents for one in made if one.kind == "invoice"],
    )


def owed(booking):
    rows = Invoice.objects.filter(booking=booking)
    return sum(-one.gross_cents if one.kind == "credit_note" else one.gross_cents for one in rows)


def nothing_more_due(booking):
    return due_instalments(Booking.objects.filter(pk=booking.pk), BEFORE) == []


# Two seats at 1,000.01: instalments of 340.00, 330.00 and 330.01 each.
PARTS = [68_000, 66_000, 66_002]


@pytest.mark.parametrize(("percent", "fee"), [(50, 100_002), (100, 200_002)])
@pytest.mark.parametrize("instalments", [0, 1, 2, 3])
def test_what_was_invoiced_is_credited_and_the_fee_invoiced(of_three, company, office, instalments, percent, fee):
    booking = makers.make_booking(of_three(percent), company, seats=2, price_per_seat=100_001)
    assert issue(booking, office, instalments) == PARTS[:instalments]
    assert cancel_booking(booking=booking, actor=office, at=BEFORE) == fee
    assert settle(office) == (PARTS[:instalments], [fee])
    assert owed(booking) == fee
    assert nothing_more_due(booking)


@pytest.mark.parametrize("instalments", [1, 2, 3])
def test_where_it_costs_nothing_all_comes_back(of_three, company, office, instalments):
    booking = makers.make_booking(of_three(0), company, seats=2, price_per_seat=100_001)
    issue(booking, office, instalments)
    assert cancel_booking(booking=booking, actor=office, at=BEFORE) == 0
    assert settle(office) == (PARTS[:instalments], [])
    assert owed(booking) == 0
    assert nothing_more_due(booking)


def test_with_nothing_invoiced_and_nothing_to_pay_there_is_no_document(of_three, company, office):
    booking = makers.make_booking(of_three(0), company, seats=2, price_per_seat=100_001)
    cancel_booking(booking=booking, actor=office, at=BEFORE)
    assert not SeatsGiven.objects.exists()
    assert nothing_more_due(booking)


def test_of_three_seats_one_is_given_back_with_one_instalment_invoiced(of_three, company, office):
    booking = makers.make_booking(of_three(50), company, seats=3, price_per_seat=100_001)
    assert issue(booking, office, 1) == [102_000]
    assert give_back_seat(seat=booking.seats.first(), actor=office, at=BEFORE) == 50_001
    assert settle(office) == ([34_000], [50_001])
    assert [(due.position, due.seats, due.cents) for due in due_instalments(Booking.objects.all(), BEFORE)] == [
        (2, 2, 66_000),
        (3, 2, 66_002),
    ]
    issue_invoice(booking=booking, position=2, actor=office, at=BEFORE)
    issue_invoice(booking=booking, position=3, actor=office, at=BEFORE)
    assert owed(booking) == 2 * 100_001 + 50_001


def test_one_seat_after_the_other_leaves_two_fees(of_three, company, office):
    booking = makers.make_booking(of_three(50), company, seats=2, price_per_seat=100_001)
    issue(booking, office, 2)
    for _seat in range(2):
        give_back_seat(seat=booking.seats.first(), actor=office, at=BEFORE)
        assert settle(office) == ([34_000, 33_000], [50_001])
    assert owed(booking) == 100_002


def test_with_vat_on_the_price_and_none_on_the_fee(of_three, company, office):
    booking = makers.make_booking(of_three(50, TAXED), company, seats=2, price_per_seat=100_001)
    # 680.00 and 19 %.
    assert issue(booking, office, 1) == [80_920]
    cancel_booking(booking=booking, actor=office, at=BEFORE)
    assert settle(office) == ([80_920], [100_002])
    assert owed(booking) == 100_002


def test_with_vat_on_both_the_fee_is_net_like_the_price(of_three, company, office):
    booking = makers.make_booking(of_three(50, TAXED, TAXED), company, seats=2, price_per_seat=100_001)
    issue(booking, office, 3)
    give_back_seat(seat=booking.seats.first(), actor=office, at=BEFORE)
    # 330.01 and 19 % are 392.71, of two seats 785.42: half a cent up was charged once for both.
    assert settle(office) == ([40_460, 39_270, 39_271], [59_501])
    # 1,000.01 and 19 % in three invoices, and 500.01 and 19 %.
    assert owed(booking) == 40_460 + 39_270 + 39_271 + 59_501


def test_a_private_payers_odd_price_is_gross(of_three, office):
    cohort = of_three(50, TAXED, price_non_member=99_999)
    booking = book_privately(
        cohort=cohort, attendee=Attendee("Zoë", "Beispiel", "zoe@people.example"), actor=office, at=makers.NOON
    )
    send_invoices_to(booking=booking, invoice_to=makers.ADDRESS, actor=office, at=makers.NOON)
    assert issue(booking, office, 2) == [34_000, 33_000]
    after_the_term = makers.at("2027-01-23")
    assert cancel_booking(booking=booking, actor=office, at=after_the_term) == 50_000
    assert settle(office) == ([34_000, 33_000], [50_000])
    assert owed(booking) == 50_000


def test_the_fee_is_of_the_price_that_a_member_pays(of_three, company, office):
    cohort = of_three(50, price_member=77_777)
    Membership.objects.create(company=company, office=cohort.edition.programme.office)
    booking = book_seats(cohort=cohort, company=company, count=1, actor=office, at=makers.NOON)
    assert issue(booking, office, 1) == [26_444]
    assert cancel_booking(booking=booking, actor=office, at=BEFORE) == 38_889
    assert settle(office) == ([26_444], [38_889])
    assert owed(booking) == 38_889


def test_a_fee_of_the_next_instalment_is_owed_alone(of_three, company, office):
    cohort = of_three(50, cancellation_base="next_instalment")
    booking = makers.make_booking(cohort, company, seats=2, price_per_seat=100_001, booked_at=makers.NOON)
    issue(booking, office, 1)
    assert cancel_booking(booking=booking, actor=office, at=BEFORE) == 33_000
    assert settle(office) == ([68_000], [33_000])
    assert owed(booking) == 33_000


def test_what_was_lowered_by_hand_is_not_given_back_twice(of_three, company, office):
    booking = makers.make_booking(of_three(50), company, seats=2, price_per_seat=100_001)
    issue(booking, office, 1)
    credit_invoice(invoice=Invoice.objects.get(), cents=10_000, reason="Kulanz", actor=office, at=makers.NOON)
    give_back_seat(seat=booking.seats.first(), actor=office, at=BEFORE)
    # The seat that stays keeps what was lowered.
    assert settle(office) == ([34_000], [50_001])
    cancel_booking(booking=booking, actor=office, at=BEFORE)
    assert settle(office) == ([24_000], [50_001])
    assert owed(booking) == 100_002


def test_numbers_have_no_gap(of_three, company, office):
    booking = makers.make_booking(of_three(50), company, seats=2, price_per_seat=100_001)
    issue(booking, office, 3)
    cancel_booking(booking=booking, actor=office, at=BEFORE)
    settle(office)
    by_year = Invoice.objects.order_by("year", "sequence").values_list("year", "sequence")
    assert list(by_year) == [(2026, 1), (2026, 2), (2026, 3), (2027, 1), (2027, 2), (2027, 3), (2027, 4)]
