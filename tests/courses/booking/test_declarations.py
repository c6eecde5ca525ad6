"""A consumer withdraws online (§ 356a BGB): received and confirmed at once; within the term the seat is given up."""

import datetime as dt

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from courses.booking.actions import (
    book_privately,
    cancel_booking,
    carry_out_declaration,
    close_declaration,
    receive_certain_declaration,
    receive_declaration,
)
from courses.booking.audit import Scope, find
from courses.booking.forgetting import forget_declarations
from courses.booking.links import link_to_withdraw, withdrawal_url
from courses.booking.locks import Busy
from courses.booking.models import Declaration, Enrolment, SeatEvent, WaitEntry
from courses.booking.permissions import declarations_decided_by, may_decide
from courses.booking.refusals import AlreadyCancelled, AlreadyDecided, BookingClosed, NoConsumer
from courses.booking.sweeping import withdrawals_left
from courses.invoicing.models import SeatsGiven
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests.makers import (
    NOON,
    at,
    make_booker,
    make_booking,
    make_company,
    make_office_user,
    make_person,
    make_programme,
    make_user,
    make_wait_entry,
)

# Booked at NOON; the fourteenth day is a Sunday, so the term ends with the Monday.
IN_TIME, LATE = NOON + dt.timedelta(days=15), NOON + dt.timedelta(days=16)


@pytest.fixture
def booking(cohort, office, ada):
    """A private payer's seat; cancelling it after the term costs everything."""
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=100)
    return book_privately(cohort=cohort, attendee=ada, actor=office, at=NOON)


def typed(booking, at=IN_TIME, **more):
    facts = {"name": "Ada Beispiel", "contract": f"Nr. {booking.pk}", "email": "ada@people.example", "language": "en"}
    return receive_declaration(**facts | more, at=at)


def by_link(booking, at=IN_TIME, **more):
    facts = {"name": "Ada Beispiel", "contract": f"Booking {booking.pk}", "email": "ada@people.example"}
    link = {"link": link_to_withdraw(booking)} if "actor" not in more else {}
    return receive_certain_declaration(booking=booking, **facts, language="en", **link, **more, at=at)


def letters(kind):
    return Letter.objects.filter(kind=f"booking.{kind}").order_by("pk")


# --- received


def test_what_was_typed_is_received_and_confirmed_and_nothing_else_happens(booking):
    row = typed(booking)
    assert (row.state, row.booking, row.received_at) == ("received", None, IN_TIME)
    letter = letters("declaration_received").get()
    assert letter.to == "ada@people.example" and "withdrawal" in letter.subject
    for part in ("Ada Beispiel", f"Nr. {booking.pk}", "7 December 2026 at 12:00:00"):
        assert part in letter.body
    assert booking.seats.count() == 1
    assert Act.objects.get(verb="declaration.received").facts == {}


def test_the_confirmation_is_the_same_whether_the_booking_exists(booking):
    typed(booking)
    typed(booking, contract="Nr. 987654")
    first, second = (one.body for one in letters("declaration_received"))
    assert first.replace(f"Nr. {booking.pk}", "Nr. 987654") == second


def test_one_form_sent_twice_is_one_declaration_and_one_letter(booking):
    assert typed(booking, key="form").pk == typed(booking, key="form", at=LATE).pk
    assert letters("declaration_received").count() == 1


def test_without_a_letter_it_is_received_all_the_same(booking):
    assert not typed(booking, confirm=False).confirmed
    assert not letters("declaration_received").exists()


@pytest.mark.parametrize("column", ["name", "contract", "email", "received_at", "way"])
def test_what_was_declared_never_changes(booking, column):
    row = typed(booking)
    value = LATE if column == "received_at" else "link" if column == "way" else "x@people.example"
    with pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.filter(pk=row.pk).update(**{column: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


# --- carried out by itself


def test_by_the_link_the_seat_is_free_and_the_list_is_served(booking, cohort):
    type(cohort.edition.programme.office).objects.update(email="office@network.example")
    make_booking(cohort, seats=4)
    waits = make_wait_entry(cohort)
    row = carry_out_declaration(declaration=by_link(booking), at=IN_TIME)
    booking.refresh_from_db()
    assert (row.state, row.decided_by, booking.status, booking.seats.count()) == ("carried_out", None, "cancelled", 0)
    assert WaitEntry.objects.get(pk=waits.pk).state == "offered"
    facts = Act.objects.get(verb="booking.cancelled").facts
    assert (facts["fee_cents"], facts["free_because"]) == (0, "consumer")
    assert "This costs nothing: you have withdrawn from the contract" in letters("cancelled").get().body
    assert letters("declaration_told").count() == 1


def test_signed_in_the_payer_needs_no_link(booking):
    user = booking.private_payer.user
    row = carry_out_declaration(declaration=by_link(booking, actor=user), at=IN_TIME)
    assert (row.way, row.state) == ("account", "carried_out")
    assert [one for one in find(Scope(at=IN_TIME)) if not one.warning] == []


def test_nobody_else_declares_for_them(booking):
    for actor in (make_user(make_person()), make_booker(make_company()), None):
        with pytest.raises(NotAllowed):
            by_link(booking, actor=actor)
    other = make_booking(booking.cohort, private_payer=make_person())
    with pytest.raises(NotAllowed):
        receive_certain_declaration(
            booking=booking, name="x", contract="x", email="x@people.example", language="en",
            link=link_to_withdraw(other), at=IN_TIME,
        )  # fmt: skip
    assert not Declaration.objects.exists()


def test_a_company_withdraws_from_nothing(cohort, office):
    booking = make_booking(cohort)
    with pytest.raises(NoConsumer):
        by_link(booking)
    with pytest.raises(NoConsumer):
        carry_out_declaration(declaration=typed(booking), booking=booking, actor=office, at=IN_TIME)


def test_after_the_term_it_is_received_and_left_to_the_office(booking):
    row = by_link(booking, at=LATE)
    with pytest.raises(NotAllowed):
        carry_out_declaration(declaration=row, at=LATE)
    assert booking.seats.count() == 1
    assert "ended on" in letters("declaration_received").get().body


def test_declared_twice_it_was_received_once(booking):
    first = by_link(booking)
    carry_out_declaration(declaration=first, at=IN_TIME)
    assert by_link(booking, at=LATE).pk == first.pk
    with pytest.raises(AlreadyDecided):
        carry_out_declaration(declaration=first, at=LATE)
    assert (letters("declaration_received").count(), letters("cancelled").count()) == (1, 1)


def test_while_the_cohort_runs_the_contract_is_off_too(cohort, office, ada):
    booking = book_privately(cohort=cohort, attendee=ada, actor=office, at=at("2027-01-30"))
    type(cohort).objects.update(status="running")
    carry_out_declaration(declaration=by_link(booking, at=at("2027-02-03")), at=at("2027-02-03"))
    assert Act.objects.get(verb="seat.withdrawn").facts["free_because"] == "consumer"
    assert "You have withdrawn from the contract" in letters("withdrawn").get().body
    assert [one for one in find(Scope(at=at("2027-02-04"))) if not one.warning] == []


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_of_a_cohort_that_is_over_the_office_decides(booking, cohort, status):
    row = by_link(booking)
    type(cohort).objects.update(status=status)
    with pytest.raises(BookingClosed):
        carry_out_declaration(declaration=row, at=IN_TIME)
    assert withdrawals_left(IN_TIME) == 0
    assert Declaration.objects.get().state == "received"


def test_of_a_completed_cohort_the_office_carries_it_out_as_of_its_receipt(cohort, office, ada):
    booking = book_privately(cohort=cohort, attendee=ada, actor=office, at=at("2027-01-30"))
    type(cohort).objects.update(status="completed")
    row = typed(booking, at=at("2027-02-03"))
    carry_out_declaration(declaration=row, booking=booking, actor=office, at=at("2027-03-01"))
    assert Act.objects.get(verb="seat.withdrawn").facts["free_because"] == "consumer"
    # Whoever was there to the end stays on every sheet.
    enrolment = Enrolment.objects.get()
    assert (enrolment.ending, enrolment.ends_on) == ("withdrawn", dt.date(2027, 3, 1))
    assert booking.seats.count() == 0 and letters("withdrawn").exists()
    assert [one for one in find(Scope(at=at("2027-03-02"))) if not one.warning] == []


def test_of_a_cohort_that_was_called_off_nothing_is_carried_out(booking, cohort, office):
    row = typed(booking)
    type(cohort).objects.update(status="cancelled")
    with pytest.raises(BookingClosed):
        carry_out_declaration(declaration=row, booking=booking, actor=office, at=IN_TIME)


def test_the_sweeper_does_what_was_left_and_only_that(booking, cohort, monkeypatch):
    by_link(booking)
    other = make_booking(cohort, private_payer=make_person(), booked_at=NOON)
    by_link(other, at=LATE)
    typed(other)

    def busy(**_facts):
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr("courses.booking.sweeping.carry_out_declaration", busy)
        assert withdrawals_left(LATE) == 0
    assert withdrawals_left(LATE) == 1
    assert withdrawals_left(LATE) == 0
    assert (booking.seats.count(), other.seats.count()) == (0, 1)


# --- decided by the office


def test_the_office_carries_out_what_was_typed_as_of_its_receipt(booking, office, cohort):
    row = typed(booking)
    carry_out_declaration(declaration=row, booking=booking, actor=office, at=LATE)
    row.refresh_from_db()
    assert (row.state, row.booking, row.decided_by) == ("carried_out", booking, office)
    assert Act.objects.get(verb="booking.cancelled").facts["fee_cents"] == 0
    assert SeatEvent.objects.get(kind="released").at == LATE
    assert not SeatsGiven.objects.exists()


def test_after_the_term_the_office_accepts_it_or_takes_the_fee_of_the_day_it_came(booking, office, cohort, ada, bob):
    cohort.edition.cancellation_steps.create(until_days_before=20, fee_percent=50)
    late = at("2027-01-12")  # twenty days before the start; when the office looks, nine
    row = typed(booking, at=late)
    carry_out_declaration(declaration=row, booking=booking, by_terms=True, actor=office, at=at("2027-01-23"))
    assert Act.objects.get(verb="booking.cancelled").facts["fee_cents"] == 60_000
    assert SeatsGiven.objects.get().at == late
    other = book_privately(cohort=cohort, attendee=bob, actor=office, at=NOON)
    carry_out_declaration(declaration=typed(other, at=late), booking=other, actor=office, at=at("2027-01-23"))
    assert Act.objects.filter(verb="booking.cancelled").latest("pk").facts["fee_cents"] == 0


def test_only_who_runs_the_cohort_decides(booking, company):
    row = typed(booking)
    strangers = [booking.private_payer.user, make_booker(company), make_user(make_person())]
    for actor in strangers:
        with pytest.raises(NotAllowed):
            carry_out_declaration(declaration=row, booking=booking, actor=actor, at=LATE)
        with pytest.raises(NotAllowed):
            close_declaration(declaration=row, actor=actor, at=LATE)
    assert Declaration.objects.get().state == "received"


def test_list_and_rule_agree_for_everyone(booking, office, company):
    make_programme()
    rows = [typed(booking), by_link(booking, at=LATE)]
    for actor in (office, make_office_user(), make_booker(company), booking.private_payer.user, make_user()):
        assert set(declarations_decided_by(actor)) == {row for row in rows if may_decide(actor, row)}, actor


def test_what_was_given_up_before_is_not_given_up_again(booking, office):
    row = typed(booking)
    cancel_booking(booking=booking, actor=office, at=LATE)
    with pytest.raises(AlreadyCancelled):
        carry_out_declaration(declaration=row, booking=booking, actor=office, at=LATE)


def test_a_certain_declaration_is_carried_out_for_its_own_booking_only(booking, office, cohort, bob):
    other = book_privately(cohort=cohort, attendee=bob, actor=office, at=NOON)
    with pytest.raises(NotAllowed):
        carry_out_declaration(declaration=by_link(booking, at=LATE), booking=other, actor=office, at=LATE)
    assert other.seats.count() == 1


def test_closed_it_is_answered_if_there_is_something_to_say(booking, office):
    close_declaration(declaration=typed(booking), answer="We know of no booking.", actor=office, at=LATE)
    assert "We know of no booking." in letters("declaration_closed").get().body
    close_declaration(declaration=typed(booking), actor=office, at=LATE)
    assert letters("declaration_closed").count() == 1
    with pytest.raises(AlreadyDecided):
        close_declaration(declaration=Declaration.objects.first(), actor=office, at=LATE)
    assert booking.seats.count() == 1


# --- kept, and told


def test_what_was_declared_is_forgotten_long_after_it_was_decided(booking, office):
    named = carry_out_declaration(declaration=by_link(booking), at=IN_TIME)
    stray = close_declaration(declaration=typed(booking), answer="No.", actor=office, at=IN_TIME)
    waits = typed(booking)
    assert forget_declarations(IN_TIME + dt.timedelta(days=89)) == 0
    assert forget_declarations(IN_TIME + dt.timedelta(days=90)) == 1
    assert forget_declarations(IN_TIME + dt.timedelta(days=1460)) == 0
    assert forget_declarations(IN_TIME + dt.timedelta(days=1461)) == 1
    for row in (named, stray):
        row.refresh_from_db()
        assert (row.name, row.contract, row.email, row.answer, str(row)) == ("", "", "", "", "name erased")
    waits.refresh_from_db()
    assert waits.email and waits.received_at == IN_TIME


def test_the_letter_about_the_booking_names_the_function(booking):
    body = letters("booked").get().body
    assert f"Vertrag widerrufen:\n{withdrawal_url(booking)}" in body
    assert body.count(withdrawal_url(booking)) == 2 and f"Buchungsnummer: {booking.pk}" in body


def test_the_audit_finds_who_withdrew_and_sits_there_still(booking, cohort):
    row = by_link(booking)
    Declaration.objects.filter(pk=row.pk).update(state="carried_out", decided_at=LATE)
    [finding] = [one for one in find(Scope(at=LATE)) if one.code == "withdrawn_and_seated"]
    assert (finding.cohort, finding.warning) == (cohort.code, False)


def test_the_audit_warns_of_what_nobody_carries_out(booking):
    by_link(booking)
    soon, later = (IN_TIME + dt.timedelta(hours=hours) for hours in (1, 25))
    assert "withdrawal_left" not in {one.code for one in find(Scope(at=soon))}
    [finding] = [one for one in find(Scope(at=later)) if one.code == "withdrawal_left"]
    assert finding.warning


def test_letters_leave_after_the_commit(booking, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        typed(booking)
    assert [letter.to for letter in mail.outbox] == [["ada@people.example"]]
