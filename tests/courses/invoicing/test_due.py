"""What is due: an instalment at booking at once, one at a seminar in time before its day, each once."""

import datetime as dt

import pytest

from courses.booking.actions.declare import close_declaration
from courses.booking.models import Booking, Declaration
from courses.cohorts.models import Cohort, SeminarSession
from courses.invoicing.actions import credit_invoice, issue_due_invoices, issue_invoice
from courses.invoicing.due import due_instalments
from courses.invoicing.models import Invoice
from courses.invoicing.refusals import NothingDue
from tests import makers

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 4, 5)


def due_on(day, booking):
    found = due_instalments(Booking.objects.filter(pk=booking.pk), makers.at(day))
    return [(one.position, one.seats, one.cents_each) for one in found]


@pytest.fixture
def second(cohort):
    """The session of the seminar at which the second instalment falls due."""
    return makers.make_session(cohort, cohort.edition.seminars.all()[1], DAY)


def test_the_first_instalment_is_due_at_once(booking):
    assert due_on(makers.NOON.date(), booking) == [(1, 3, 60_001)]


def test_the_second_is_due_as_many_days_before_its_seminar_as_the_office_says(booking, second, invoice):
    days_before = booking.cohort.edition.programme.office.invoice_days_before
    assert due_on(DAY - dt.timedelta(days=days_before + 1), booking) == []
    assert due_on(DAY - dt.timedelta(days=days_before), booking) == [(2, 3, 40_000)]


@pytest.mark.parametrize("cancelled", [True, False])
def test_without_a_day_it_is_due_with_the_end_of_the_cohort_and_told_as_such(booking, cohort, invoice, cancelled):
    """Cancelled and not held again, or never planned: it is owed, and nobody pays before it could not be held."""
    if cancelled:
        session = makers.make_session(cohort, cohort.edition.seminars.all()[1], DAY)
        SeminarSession.objects.filter(pk=session.pk).update(status=SeminarSession.Status.CANCELLED)
    assert due_on(cohort.ends_on - dt.timedelta(days=1), booking) == []
    assert due_on(cohort.ends_on, booking) == [(2, 3, 40_000)]
    [due] = due_instalments(Booking.objects.all(), makers.at(cohort.ends_on))
    assert due.undated and due.event == cohort.ends_on


def test_with_a_day_it_is_not_told_as_without(booking, second, invoice):
    [due] = due_instalments(Booking.objects.all(), makers.at(DAY))
    assert not due.undated


def test_a_cohort_that_was_called_off_owes_nothing(booking, cohort):
    Cohort.objects.filter(pk=cohort.pk).update(status=Cohort.Status.CANCELLED)
    assert due_on(makers.NOON.date(), booking) == []


def test_an_issued_instalment_is_not_due_again(booking, invoice, office):
    assert due_on(makers.NOON.date(), booking) == []
    with pytest.raises(NothingDue):
        issue_invoice(booking=booking, position=1, actor=office, at=makers.NOON)


def test_a_wrong_invoice_is_credited_and_issued_anew(booking, invoice, office):
    credit_invoice(invoice=invoice, seats=3, reason="Anschrift", again=True, actor=office, at=makers.NOON)
    assert due_on(makers.NOON.date(), booking) == [(1, 3, 60_001)]
    again = issue_invoice(booking=booking, position=1, actor=office, at=makers.NOON)
    assert again.version == 2
    assert due_on(makers.NOON.date(), booking) == []


def test_a_credit_alone_makes_nothing_due_again(booking, invoice, office):
    credit_invoice(invoice=invoice, seats=3, reason="Kulanz", actor=office, at=makers.NOON)
    assert due_on(makers.NOON.date(), booking) == []


def test_issuing_all_twice_issues_once(booking, office):
    assert len(issue_due_invoices(actor=office, at=makers.NOON).invoices) == 1
    assert issue_due_invoices(actor=office, at=makers.NOON).invoices == []
    assert Invoice.objects.count() == 1


def test_one_that_cannot_be_written_does_not_hold_up_the_others(booking, office):
    nowhere = makers.make_booking(booking.cohort, makers.make_company(town=""))
    issued = issue_due_invoices(actor=office, at=makers.NOON)
    assert [one.booking_id for one in issued.invoices] == [booking.pk]
    [(due, sentence)] = issued.refused
    assert due.booking == nowhere
    assert nowhere.company.name in sentence


def test_the_queries_do_not_grow(django_assert_num_queries, booking, cohort, office):
    invoice = issue_invoice(booking=booking, position=1, actor=office, at=makers.NOON)
    credit_invoice(invoice=invoice, seats=3, reason="Anschrift", again=True, actor=office, at=makers.NOON)
    makers.make_booking(cohort)
    with django_assert_num_queries(6):
        assert len(due_instalments(Booking.objects.all(), makers.NOON)) == 2


def test_what_is_invoiced_is_not_read(django_assert_num_queries, booking, cohort, invoice, office):
    """A start page asks this of all bookings that there are, most of them invoiced long ago."""
    issue_invoice(booking=makers.make_booking(cohort, makers.make_customer()), position=1, actor=office, at=makers.NOON)
    with django_assert_num_queries(4):
        assert due_instalments(Booking.objects.all(), makers.NOON) == []


def test_while_a_declared_withdrawal_is_undecided_nothing_is_invoiced(cohort, office):
    booking = makers.make_booking(cohort, private_payer=makers.make_person(), price_per_seat=100_001)
    declared = Declaration.objects.create(
        booking=booking, name="Ada", contract="x", email="ada@example.org", way="account", received_at=makers.NOON
    )
    assert due_on(makers.NOON.date(), booking) == []
    assert issue_due_invoices(actor=office, at=makers.NOON).invoices == []
    close_declaration(declaration=declared, actor=office, at=makers.NOON)
    assert due_on(makers.NOON.date(), booking) == [(1, 1, 60_001)]
