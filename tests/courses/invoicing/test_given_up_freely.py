"""What was given up freely is credited: after a moved date what lies ahead, a cohort called off all at once."""

import datetime as dt

import pytest
from django.urls import reverse

from courses.booking.actions import withdraw
from courses.booking.models import Booking, Enrolment
from courses.cohorts.actions_of_cohort import cancel_cohort
from courses.cohorts.models import Cohort, SeminarSession
from courses.invoicing.actions import credit_called_off, issue_due_invoices, settle_given_seats
from courses.invoicing.crediting import sums_to_credit
from courses.invoicing.due import due_instalments, to_settle
from courses.invoicing.models import Invoice, SeatsGiven
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.organisations.models import ClusterOffice
from tests import makers

pytestmark = pytest.mark.django_db
MOVED, LATER = makers.at("2027-03-01", 9), makers.at("2027-03-05")
FIRST_DAY, NEXT_DAY = dt.date(2027, 2, 1), dt.date(2027, 3, 15)


@pytest.fixture
def begun(booking, invoice):
    """The first seminar was held, the second lies ahead; its date has just been moved."""
    Cohort.objects.filter(pk=booking.cohort_id).update(status=Cohort.Status.RUNNING)
    seminars = booking.cohort.edition.seminars.all()
    makers.make_session(booking.cohort, seminars[0], FIRST_DAY, status=SeminarSession.Status.HELD)
    makers.make_session(booking.cohort, seminars[1], NEXT_DAY, moved_at=MOVED)


@pytest.fixture
def running(begun, office):
    """The second seminar is invoiced already."""
    [second] = issue_due_invoices(actor=office, at=makers.at("2027-03-04")).invoices
    return second


def withdrawn(booking, office, at=LATER):
    withdraw(seat=makers.make_enrolment(booking.cohort, booking=booking).seat, actor=office, at=at)
    return SeatsGiven.objects.filter(kind="withdrawn").latest("pk")


def test_what_lies_ahead_is_credited_and_what_was_held_stays(booking, invoice, running, office):
    given = withdrawn(booking, office)
    assert (given.free_because, given.standing, given.to_judge) == ("moved", [running.pk], False)
    assert sums_to_credit([given]) == {given.pk: 40_000}
    [note] = settle_given_seats(given=given, outcome="credited", actor=office, at=LATER)
    assert (note.corrects, note.seats, note.gross_cents) == (running, 1, 40_000)


def test_nothing_more_falls_due_and_with_nothing_ahead_invoiced_nothing_is_to_settle(booking, begun, office):
    assert [one.seats for one in due_instalments(Booking.objects.all(), LATER)] == [3]
    withdraw(seat=makers.make_enrolment(booking.cohort, booking=booking).seat, actor=office, at=LATER)
    assert [one.seats for one in due_instalments(Booking.objects.all(), LATER)] == [2]
    assert not to_settle(Booking.objects.all()).exists()
    assert SeatsGiven.objects.get().staying == [1]


def test_nothing_more_falls_due_while_the_office_has_not_settled_it(booking, running, office):
    edition = booking.cohort.edition
    edition.instalments.filter(position=2).update(percent=30)
    edition.instalments.create(position=3, percent=10, due_at=edition.seminars.all()[2])
    makers.make_session(booking.cohort, edition.seminars.all()[2], dt.date(2027, 6, 1))
    given = withdrawn(booking, office)
    assert (given.outcome, given.standing) == ("", [running.pk])
    due = due_instalments(Booking.objects.all(), makers.at("2027-06-01"))
    assert [(one.position, one.seats) for one in due] == [(3, 2)]


def test_without_a_moved_date_the_price_stays_due(booking, invoice, running, office):
    SeminarSession.objects.update(moved_at=None)
    given = withdrawn(booking, office)
    assert (given.free_because, given.standing) == ("", [invoice.pk, running.pk])


def test_the_office_sees_the_sum_and_credits_with_one_press(client, booking, invoice, running, office):
    given = withdrawn(booking, office)
    client.force_login(office)
    assert "400,00" in client.get(reverse("invoices")).text
    page = client.get(reverse("settle_seats", args=[given.pk])).text
    assert "400,00" in page and "verlegt" in page and "Der Preis bleibt fällig" not in page
    client.post(reverse("settle_seats", args=[given.pk]), {"outcome": "credited"})
    assert Invoice.objects.get(kind="credit_note").gross_cents == 40_000
    assert client.post(reverse("settle_seats", args=[given.pk]), {"outcome": "kept"}).status_code == 302


def test_the_price_of_a_free_withdrawal_cannot_be_kept_due(client, booking, running, office):
    client.force_login(office)
    given = withdrawn(booking, office)
    assert client.post(reverse("settle_seats", args=[given.pk]), {"outcome": "kept"}).status_code == 404


def test_paid_all_at_once_the_office_judges_what_was_for_seminars_that_were_held(booking, invoice, begun, office):
    booking.cohort.edition.instalments.filter(position=2).delete()
    given = withdrawn(booking, office)
    assert (given.standing, given.to_judge) == ([invoice.pk], True)


def called_off(booking, office, at=LATER):
    cancel_cohort(cohort=Cohort.objects.get(pk=booking.cohort_id), reason="Ach.", actor=office, at=at)


def test_a_cohort_called_off_is_credited_whole_with_one_press(client, booking, invoice, office):
    other = makers.make_booking(booking.cohort, makers.make_customer(name="Zweite AG"), seats=2)
    issue_due_invoices(actor=office, at=makers.NOON)
    called_off(booking, office, makers.NOON)
    client.force_login(office)
    page = client.get(reverse("invoices") + f"?cohort={booking.cohort.code}").text
    assert "1.800,03" in page and "1.200,00" in page and "2 Buchungen gutschreiben" in page
    assert "3.000,03" in client.get(reverse("cohort", args=[booking.cohort.code])).text
    client.post(reverse("credit_called_off"), {"cohort": booking.cohort.code})
    notes = Invoice.objects.filter(kind="credit_note").order_by("-gross_cents")
    assert [note.gross_cents for note in notes] == [180_003, 120_000]
    assert {note.booking for note in notes} == {booking, other}
    assert set(SeatsGiven.objects.values_list("outcome", flat=True)) == {"credited"}
    assert sum(one.due_cents for one in Invoice.objects.with_balance().invoices()) == 0


def test_pressed_twice_it_credits_once(booking, invoice, office):
    called_off(booking, office, makers.NOON)
    for _time in range(2):
        credit_called_off(cohort=booking.cohort, actor=office, at=makers.NOON)
    assert Invoice.objects.filter(kind="credit_note").count() == 1
    assert Act.objects.filter(verb="seats_given.settled").count() == 1


def test_what_is_turned_down_is_told_and_holds_up_nothing(booking, invoice, office):
    called_off(booking, office, makers.NOON)
    ClusterOffice.objects.update(iban="")
    issued = credit_called_off(cohort=booking.cohort, actor=office, at=makers.NOON)
    assert issued.invoices == [] and "IBAN" in issued.refused[0][1]


def test_only_who_invoices_it(booking, invoice):
    with pytest.raises(NotAllowed):
        credit_called_off(cohort=booking.cohort, actor=makers.make_user(), at=makers.NOON)


def test_called_off_on_the_way_what_lies_ahead_is_credited(booking, invoice, running, office):
    called_off(booking, office)
    [given] = SeatsGiven.objects.all()
    assert (given.free_because, given.standing, given.to_judge) == ("organiser", [running.pk], False)
    assert Enrolment.objects.filter(ending="cancelled").count() == 0


def test_what_is_to_be_judged_is_not_swept_along(booking, begun, office):
    called_off(booking, office)
    assert credit_called_off(cohort=booking.cohort, actor=office, at=LATER).invoices == []
    assert SeatsGiven.objects.get().to_judge


def test_the_start_page_asks_once_for_a_cohort_called_off(client, booking, invoice, office):
    makers.make_booking(booking.cohort, makers.make_customer(name="Zweite AG"), seats=2)
    issue_due_invoices(actor=office, at=makers.NOON)
    called_off(booking, office, makers.NOON)
    client.force_login(office)
    page = client.get(reverse("home")).text
    assert page.count("abgesagt: 2 Buchungen gutzuschreiben") == 1 and "3.000,03" in page
    assert "abgegebene Plätze abrechnen" not in page
