"""Less than whole seats: an amount by hand, a part where somebody has to judge; a takeover that is undone."""

import datetime as dt

import pytest
from django.urls import reverse

from courses.booking.actions import (
    cancel_booking,
    give_back_seat,
    receive_declaration,
    replace_person,
    undo_takeover,
    withdraw,
)
from courses.booking.models import Booking
from courses.booking.people import Attendee
from courses.cohorts.models import Cohort, SeminarSession
from courses.invoicing.actions import credit_invoice, issue_due_invoices, record_payment, settle_given_seats
from courses.invoicing.crediting import part_proposed, sums_to_credit
from courses.invoicing.due import due_instalments, to_settle
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.refusals import AlreadyCredited
from tests import makers

pytestmark = pytest.mark.django_db
LATER = makers.at("2027-03-05")


def credit(invoice, office, **asked):
    return credit_invoice(invoice=invoice, reason="Kulanz", actor=office, at=makers.NOON, **asked)


def open_cents(invoice):
    return Invoice.objects.with_balance().get(pk=invoice.pk).due_cents


def test_an_amount_is_credited_and_the_seats_stay(invoice, office):
    note = credit(invoice, office, cents=12_345)
    assert (note.gross_cents, note.by_amount, open_cents(invoice)) == (12_345, True, 180_003 - 12_345)
    [line] = note.lines.all()
    assert (line.quantity, line.unit_cents, line.details) == (1, 12_345, "Teil des berechneten Betrags")
    assert due_instalments(Booking.objects.all(), makers.NOON) == []
    # All three seats may still be credited: what is left of them.
    assert credit(invoice, office, seats=3).gross_cents == 180_003 - 12_345
    assert open_cents(invoice) == 0


@pytest.mark.parametrize("cents", [0, 180_004])
def test_no_more_than_is_asked_for(invoice, office, cents):
    with pytest.raises(AlreadyCredited):
        credit(invoice, office, cents=cents)
    assert Invoice.objects.count() == 1


def test_after_an_amount_no_more_than_the_rest_of_it(invoice, office):
    credit(invoice, office, cents=100_000)
    with pytest.raises(AlreadyCredited, match="800,03"):
        credit(invoice, office, cents=80_004)
    assert credit(invoice, office, cents=80_003)


def test_what_was_lowered_is_not_invoiced_anew(invoice, office):
    credit(invoice, office, cents=1)
    with pytest.raises(AlreadyCredited):
        credit(invoice, office, seats=3, again=True)


def test_with_vat_the_amount_is_what_the_customer_gets_back(office, company):
    cohort = makers.make_priced_cohort(vat={"category": "S", "rate": 19, "reason": {}, "reason_code": ""})
    makers.make_booking(cohort, company, seats=2, price_per_seat=100_000)
    [invoice] = issue_due_invoices(actor=office, at=makers.NOON).invoices
    note = credit(invoice, office, cents=11_900)
    assert (note.net_cents, note.tax_cents, note.rounding_cents, note.gross_cents) == (10_000, 1_900, 0, 11_900)


def test_the_page_takes_seats_or_an_amount(client, invoice, office):
    client.force_login(office)
    page = reverse("invoice", args=[invoice.pk])

    def post(**typed):
        asked = {f"credit-{name}": value for name, value in ({"reason": "Kulanz"} | typed).items()}
        return client.post(page, {"act": "credit"} | asked, follow=True).text

    assert "Geben Sie an, wie viele Plätze" in post()
    assert "Geben Sie an, wie viele Plätze" in post(seats="1", cents="5")
    assert "alle Plätze gut, keinen Betrag" in post(cents="5", again="on")
    assert Invoice.objects.count() == 1
    assert "123,45" in post(cents="123,45")
    assert "1.676,58" in client.get(page).text


# --- somebody has to judge


@pytest.fixture
def judged(booking, office):
    """All was paid at booking; one of three seminars was held, the last one moved; somebody withdraws freely."""
    edition = booking.cohort.edition
    edition.instalments.all().delete()
    issue_due_invoices(actor=office, at=makers.NOON)
    Cohort.objects.filter(pk=booking.cohort_id).update(status=Cohort.Status.RUNNING)
    seminars = edition.seminars.all()
    makers.make_session(booking.cohort, seminars[0], dt.date(2027, 2, 1), status=SeminarSession.Status.HELD)
    makers.make_session(booking.cohort, seminars[1], dt.date(2027, 3, 15), moved_at=makers.at("2027-03-01"))
    withdraw(seat=makers.make_enrolment(booking.cohort, booking=booking).seat, actor=office, at=LATER)
    return SeatsGiven.objects.get()


def test_proposed_is_what_was_for_the_units_that_lay_ahead(judged):
    assert sums_to_credit([judged]) == {judged.pk: 100_001}
    # 8 of 24 teaching units were held.
    assert part_proposed(judged, 100_001) == 66_667


def test_of_what_was_held_after_the_withdrawal_nothing_is_owed(judged):
    SeminarSession.objects.update(status=SeminarSession.Status.HELD)
    assert part_proposed(judged, 100_001) == 66_667


def test_a_part_is_credited_the_rest_stays_and_nothing_more_falls_due(judged, booking, office):
    [note] = settle_given_seats(given=judged, outcome="part", cents=66_667, actor=office, at=LATER)
    assert (note.gross_cents, note.seats, note.by_amount) == (66_667, 1, True)
    assert due_instalments(Booking.objects.all(), LATER) == []
    # The two who stay still owe all, and who left a third.
    assert open_cents(note.corrects) == 3 * 100_001 - 66_667


def test_another_seat_is_credited_whole_afterwards(judged, booking, office):
    settle_given_seats(given=judged, outcome="part", cents=66_667, actor=office, at=LATER)
    withdraw(seat=makers.make_enrolment(booking.cohort, booking=booking).seat, actor=office, at=LATER)
    other = SeatsGiven.objects.get(outcome="")
    [note] = settle_given_seats(given=other, outcome="credited", actor=office, at=LATER)
    assert note.gross_cents == 100_001


@pytest.mark.parametrize("cents", [0, 100_002])
def test_a_part_is_no_more_than_the_whole(judged, office, cents):
    with pytest.raises(AlreadyCredited, match="1.000,01"):
        settle_given_seats(given=judged, outcome="part", cents=cents, actor=office, at=LATER)
    judged.refresh_from_db()
    assert judged.outcome == ""


def test_the_page_proposes_the_part_and_keeps_what_was_typed(client, judged, office):
    client.force_login(office)
    page = reverse("settle_seats", args=[judged.pk])
    assert 'value="666,67"' in client.get(page).text
    refused = client.post(page, {"outcome": "part", "part-cents": "2.000,00"}).text
    assert 'value="2.000,00"' in refused and "1.000,01" in refused
    client.post(page, {"outcome": "part", "part-cents": "500"})
    assert Invoice.objects.get(kind="credit_note").gross_cents == 50_000


@pytest.fixture
def private(office):
    """Somebody who pays alone booked three days before the start, and has got the first invoice of 600.01 euros."""
    cohort = makers.make_priced_cohort(60, 40)
    booking = makers.make_booking(
        cohort,
        private_payer=makers.make_person("Zoë", "Ñandú"),
        price_per_seat=100_001,
        booked_at=makers.at("2027-01-29"),
        **makers.ADDRESS,
    )
    makers.make_enrolment(cohort, booking.private_payer, booking=booking)
    issue_due_invoices(actor=office, at=makers.at("2027-01-30"))
    Cohort.objects.update(status=Cohort.Status.RUNNING)
    return booking


def held(booking, day):
    makers.make_session(booking.cohort, date=dt.date.fromisoformat(day), status=SeminarSession.Status.HELD)


def withdraws(booking, office, day="2027-02-05"):
    withdraw(seat=booking.seats.get(), actor=office, at=makers.at(day))
    return SeatsGiven.objects.get()


def test_a_consumer_within_the_term_pays_for_what_was_taught_since_they_booked(private, office):
    held(private, "2027-01-20")
    held(private, "2027-02-01")
    given = withdraws(private, office)
    assert (given.free_because, given.to_judge, sums_to_credit([given])) == ("consumer", True, {given.pk: 60_001})
    # One of three seminars was held since: a third of 1,000.01 is owed, of 600.01 that were invoiced.
    assert part_proposed(given, 60_001) == 26_667
    assert due_instalments(Booking.objects.all(), makers.at("2027-06-01")) == []


def test_where_nothing_was_taught_a_consumer_gets_all_back(private, office):
    given = withdraws(private, office)
    assert not given.to_judge
    [note] = settle_given_seats(given=given, outcome="credited", actor=office, at=LATER)
    assert (note.gross_cents, open_cents(note.corrects)) == (60_001, 0)


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize("paid", [0, 60_001])
@pytest.mark.parametrize("act", [withdraw, None])
def test_the_office_keeps_no_price_of_a_consumer_who_withdrew_in_time(client, private, office, act, paid, moved):
    at = makers.at("2027-02-05")
    if moved:
        # That right is theirs too, and the lesser one.
        makers.make_session(private.cohort, date=dt.date(2027, 4, 1), moved_at=makers.at("2027-02-01"))
    if act is None:
        Cohort.objects.update(status=Cohort.Status.PLANNED, starts_on=dt.date(2027, 2, 8))
        cancel_booking(booking=private, actor=office, at=at)
    else:
        withdraws(private, office)
    if paid:
        record_payment(invoice=private.invoices.get(), cents=paid, on=at.date(), actor=office, at=at)
    given = SeatsGiven.objects.get()
    client.force_login(office)
    page = client.get(reverse("settle_seats", args=[given.pk])).text
    assert "innerhalb der gesetzlichen Frist widerrufen" in page and "vor Beginn storniert" not in page
    assert page.count('name="outcome"') == 1 and ("erstattet" in page) is bool(paid)
    assert client.post(reverse("settle_seats", args=[given.pk]), {"outcome": "kept"}).status_code == 404
    client.post(reverse("settle_seats", args=[given.pk]), {"outcome": "credited"})
    assert Invoice.objects.get(kind="credit_note").gross_cents == 60_001


def test_what_a_consumer_declared_is_settled_also_when_the_cohort_is_completed(client, private, office):
    held(private, "2027-02-01")
    facts = {"name": "Zoë Ñandú", "contract": f"Nr. {private.pk}", "email": "zoe@people.example", "language": "de"}
    row = receive_declaration(**facts, at=makers.at("2027-02-05"))
    held(private, "2027-02-08")
    Cohort.objects.update(status=Cohort.Status.COMPLETED)
    client.force_login(office)
    assert "ist abgeschlossen" in client.get(reverse("declaration", args=[row.pk])).text
    client.post(reverse("carry_out_declaration", args=[row.pk, private.pk]))
    given = SeatsGiven.objects.get()
    # Two of three seminars were held, one of them after the receipt: a third is owed of 1,000.01.
    assert (given.at, given.to_judge, part_proposed(given, 60_001)) == (row.received_at, True, 26_667)
    client.post(reverse("settle_seats", args=[given.pk]), {"outcome": "part", "part-cents": "266,67"})
    assert Invoice.objects.get(kind="credit_note").gross_cents == 26_667
    assert due_instalments(Booking.objects.all(), makers.at("2027-06-01")) == []


def test_seats_given_up_before_are_settled_when_the_cohort_is_completed(client, private, office):
    given = withdraws(private, office)
    Cohort.objects.update(status=Cohort.Status.COMPLETED)
    client.force_login(office)
    client.post(reverse("settle_seats", args=[given.pk]), {"outcome": "credited"})
    assert Invoice.objects.get(kind="credit_note").gross_cents == 60_001


def test_seats_of_a_programme_that_is_taught_online_only_are_settled_too(client, booking, invoice, office):
    edition = booking.cohort.edition
    type(edition).objects.filter(pk=edition.pk).update(units_presence=0)
    cancel_booking(booking=booking, actor=office, at=makers.NOON)
    client.force_login(office)
    given = SeatsGiven.objects.get()
    assert client.get(reverse("settle_seats", args=[given.pk])).status_code == 200
    assert part_proposed(given, 180_003) == 180_003


def test_a_part_comes_off_the_latest_invoice_first(booking, invoice, office):
    makers.make_session(booking.cohort, booking.cohort.edition.seminars.all()[1], dt.date(2027, 3, 4))
    [second] = issue_due_invoices(actor=office, at=makers.at("2027-03-01")).invoices
    Cohort.objects.filter(pk=booking.cohort_id).update(status=Cohort.Status.RUNNING)
    withdraw(seat=makers.make_enrolment(booking.cohort, booking=booking).seat, actor=office, at=LATER)
    given = SeatsGiven.objects.get()
    made = settle_given_seats(given=given, outcome="part", cents=50_000, actor=office, at=LATER)
    assert [(note.corrects, note.gross_cents) for note in made] == [(second, 40_000), (invoice, 10_000)]


def test_only_what_is_to_be_judged_or_withdrawn_is_credited_in_part(booking, invoice, office):
    cancel_booking(booking=booking, actor=office, at=makers.NOON)
    with pytest.raises(ValueError, match="part"):
        settle_given_seats(given=SeatsGiven.objects.get(), outcome="part", cents=1, actor=office, at=makers.NOON)


def test_who_withdrew_is_credited_also_what_was_invoiced_since(booking, invoice, office):
    Cohort.objects.filter(pk=booking.cohort_id).update(status=Cohort.Status.RUNNING)
    makers.make_session(booking.cohort, booking.cohort.edition.seminars.all()[1], dt.date(2027, 3, 15))
    withdraw(seat=makers.make_enrolment(booking.cohort, booking=booking).seat, actor=office, at=makers.at("2027-02-10"))
    [second] = issue_due_invoices(actor=office, at=LATER).invoices
    assert second.seats == 3  # the price stays due
    given = SeatsGiven.objects.get()
    assert sums_to_credit([given]) == {given.pk: 100_001}
    made = settle_given_seats(given=given, outcome="credited", actor=office, at=LATER)
    assert [(note.corrects, note.gross_cents) for note in made] == [(invoice, 60_001), (second, 40_000)]


# --- a takeover that is undone


def takes_over(booking, seat, office):
    """Let another company take a seat over, and return it."""
    seat.refresh_from_db()
    number = Booking.objects.count()
    replace_person(
        seat=seat,
        attendee=Attendee("Noah", "Trapper", f"noah{number}@neue.example", "de"),
        company=makers.make_customer(),
        actor=office,
        at=makers.NOON,
    )
    seat.refresh_from_db()
    return seat


@pytest.fixture
def taken_over(booking, invoice, office):
    """Another company has taken one of the three seats over, and has got its first invoice."""
    seat = takes_over(booking, makers.make_enrolment(booking.cohort, booking=booking).seat, office)
    issue_due_invoices(actor=office, at=makers.NOON)
    return seat


def undo(seat, office):
    undo_takeover(seat=seat, actor=office, at=makers.NOON)


def due_again():
    return [(one.booking, one.position, one.seats) for one in due_instalments(Booking.objects.all(), makers.NOON)]


def test_not_settled_yet_it_is_off_the_list_and_the_invoice_stands(taken_over, booking, invoice, office):
    undo(taken_over, office)
    assert SeatsGiven.objects.get(booking=booking).outcome == "returned"
    assert due_again() == []
    assert open_cents(invoice) == 180_003


def test_the_other_companys_invoice_is_to_be_credited(taken_over, booking, office):
    made = taken_over.booking
    undo(taken_over, office)
    [given] = to_settle(Booking.objects.all())
    assert (given.booking, given.kind) == (made, "undone")
    [note] = settle_given_seats(given=given, outcome="credited", actor=office, at=makers.NOON)
    assert (note.gross_cents, open_cents(note.corrects)) == (72_000, 0)


def test_credited_before_it_falls_due_again(taken_over, booking, invoice, office):
    settle_given_seats(given=SeatsGiven.objects.get(), outcome="credited", actor=office, at=makers.NOON)
    undo(taken_over, office)
    assert due_again() == [(booking, 1, 1)]
    [again] = issue_due_invoices(actor=office, at=makers.NOON).invoices
    assert (again.version, again.gross_cents) == (2, 60_001)
    assert due_again() == []


def test_credited_and_come_back_a_cancellation_credits_each_seat_once(taken_over, booking, invoice, office):
    settle_given_seats(given=SeatsGiven.objects.get(), outcome="credited", actor=office, at=makers.NOON)
    undo(taken_over, office)
    issue_due_invoices(actor=office, at=makers.NOON)
    cancel_booking(booking=booking, actor=office, at=makers.NOON)
    given = SeatsGiven.objects.get(booking=booking, kind="cancelled")
    made = settle_given_seats(given=given, outcome="credited", actor=office, at=makers.NOON)
    assert [note.gross_cents for note in made] == [120_002, 60_001]


def test_credited_and_come_back_it_may_be_taken_over_again_before_it_is_invoiced(taken_over, booking, office):
    settle_given_seats(given=SeatsGiven.objects.get(), outcome="credited", actor=office, at=makers.NOON)
    undo(taken_over, office)
    # Nothing stands for this seat; the invoice is over the other two, of which one is given back and one taken over.
    takes_over(booking, taken_over, office)
    give_back_seat(seat=booking.seats.first(), actor=office, at=makers.NOON)
    for given in to_settle(Booking.objects.all()):
        settle_given_seats(given=given, outcome="credited", actor=office, at=makers.NOON)
    issue_due_invoices(actor=office, at=makers.NOON)
    rows = Invoice.objects.filter(booking=booking).with_balance().invoices()
    assert sum(one.due_cents for one in rows) == 60_001


def test_left_as_invoiced_nothing_falls_due_again(taken_over, booking, office):
    settle_given_seats(given=SeatsGiven.objects.get(), outcome="kept", actor=office, at=makers.NOON)
    undo(taken_over, office)
    assert due_again() == []


def test_with_nothing_invoiced_nothing_is_to_settle(booking, office):
    undo(takes_over(booking, makers.make_enrolment(booking.cohort, booking=booking).seat, office), office)
    assert not to_settle(Booking.objects.all()).exists()
    assert due_again() == [(booking, 1, 3)]
