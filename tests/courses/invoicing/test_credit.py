"""What is given up is credited to the cent: instalments back, the fee of the table as a document of its own."""

import pytest

from courses.booking.actions import cancel_booking, give_back_seat, replace_person, withdraw
from courses.booking.models import Booking
from courses.booking.people import Attendee
from courses.cohorts.models import Cohort
from courses.curriculum.models import CancellationStep
from courses.invoicing.actions import credit_invoice, issue_due_invoices, settle_given_seats
from courses.invoicing.due import due_instalments
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.refusals import AlreadyCredited, AlreadySettled
from lms.organisations.models import ClusterOffice
from tests import makers

pytestmark = pytest.mark.django_db
NINE_DAYS_BEFORE = makers.at("2027-01-23")


@pytest.fixture
def table(cohort):
    """The demo's table of fees."""
    for days, percent in ((28, 0), (14, 30), (1, 80), (0, 100)):
        CancellationStep.objects.create(edition=cohort.edition, until_days_before=days, fee_percent=percent)


def settle(given, office, outcome="credited", at=NINE_DAYS_BEFORE):
    return settle_given_seats(given=given, outcome=outcome, actor=office, at=at)


def test_a_cancelled_booking_is_credited_whole_and_its_fee_charged(booking, invoice, office, table):
    fee = cancel_booking(booking=booking, actor=office, at=NINE_DAYS_BEFORE)
    given = SeatsGiven.objects.get()
    note, charge = settle(given, office)
    assert (note.kind, note.corrects, note.gross_cents) == ("credit_note", invoice, invoice.gross_cents)
    assert (charge.kind, charge.gross_cents) == ("invoice", fee)
    assert fee == 3 * 80_001  # 80 % of 1,000.01 euros, half a cent up
    [line] = charge.lines.all()
    assert (line.category, line.rate) == ("O", 0)


def test_what_is_asked_for_and_what_is_given_back_leave_the_fee(booking, invoice, office, table):
    fee = cancel_booking(booking=booking, actor=office, at=NINE_DAYS_BEFORE)
    settle(SeatsGiven.objects.get(), office)
    asked = sum(one.gross_cents for one in Invoice.objects.filter(kind="invoice"))
    assert asked - sum(one.gross_cents for one in Invoice.objects.filter(kind="credit_note")) == fee


def test_one_seat_of_three(booking, invoice, office, table):
    give_back_seat(seat=booking.seats.first(), actor=office, at=NINE_DAYS_BEFORE)
    note, charge = settle(SeatsGiven.objects.get(), office)
    assert (note.seats, note.gross_cents, charge.gross_cents) == (1, 60_001, 80_001)


def test_an_invoice_written_afterwards_is_not_credited(booking, invoice, office, table):
    makers.make_session(booking.cohort, booking.cohort.edition.seminars.all()[1], makers.at("2027-02-01").date())
    give_back_seat(seat=booking.seats.first(), actor=office, at=NINE_DAYS_BEFORE)
    [second] = issue_due_invoices(actor=office, at=NINE_DAYS_BEFORE).invoices
    note, _charge = settle(SeatsGiven.objects.get(), office)
    assert second.seats == 2
    assert note.corrects == invoice


def test_a_missing_tax_number_does_not_hold_up_a_cancellation(booking, invoice, office, table):
    ClusterOffice.objects.update(tax_number="", iban="")
    cancel_booking(booking=booking, actor=office, at=NINE_DAYS_BEFORE)
    assert SeatsGiven.objects.get().outcome == ""


def test_nothing_is_to_be_settled_where_nothing_was_invoiced_and_nothing_is_due(booking, office, table):
    cancel_booking(booking=booking, actor=office, at=makers.NOON)
    assert not SeatsGiven.objects.exists()


def test_settling_twice_is_refused(booking, invoice, office, table):
    cancel_booking(booking=booking, actor=office, at=NINE_DAYS_BEFORE)
    given = SeatsGiven.objects.get()
    settle(given, office)
    with pytest.raises(AlreadySettled):
        settle(given, office)
    assert Invoice.objects.count() == 3


def test_no_more_is_credited_than_was_invoiced(invoice, office):
    credit_invoice(invoice=invoice, seats=2, reason="Kulanz", actor=office, at=makers.NOON)
    with pytest.raises(AlreadyCredited):
        credit_invoice(invoice=invoice, seats=2, reason="Kulanz", actor=office, at=makers.NOON)


def _second_due(booking, at):
    return [one.seats for one in due_instalments(Booking.objects.filter(pk=booking.pk), at) if one.position == 2]


@pytest.mark.parametrize(("outcome", "seats"), [("kept", [3]), ("waived", [2]), ("credited", [2])])
def test_a_withdrawn_persons_price_stays_due_unless_the_office_waives_it(booking, invoice, office, outcome, seats):
    day = makers.at("2027-03-01")
    Cohort.objects.filter(pk=booking.cohort_id).update(status=Cohort.Status.RUNNING)
    makers.make_session(booking.cohort, booking.cohort.edition.seminars.all()[1], day.date())
    enrolment = makers.make_enrolment(booking.cohort, booking=booking)
    withdraw(seat=enrolment.seat, actor=office, at=day)
    assert _second_due(booking, day) == [3]
    settle(SeatsGiven.objects.get(), office, outcome, day)
    assert _second_due(booking, day) == seats


def test_a_seat_that_another_company_takes_over_is_credited_and_due_at_its_own_price(booking, invoice, office):
    enrolment = makers.make_enrolment(booking.cohort, booking=booking)
    other = makers.make_customer(name="Neue AG")
    replace_person(
        seat=enrolment.seat,
        attendee=Attendee("Noah", "Trapper", "noah@neue.example", "de"),
        company=other,
        actor=office,
        at=makers.at("2027-01-20"),
    )
    given = SeatsGiven.objects.get()
    assert (given.kind, given.successor.company) == ("taken_over", other)
    [note] = settle(given, office)
    assert note.gross_cents == 60_001
    [fresh] = issue_due_invoices(actor=office, at=NINE_DAYS_BEFORE).invoices
    price = given.successor.price_per_seat
    assert (fresh.booking.company, price, fresh.gross_cents) == (other, 120_000, 72_000)
