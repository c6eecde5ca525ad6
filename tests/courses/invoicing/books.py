"""
A cohort whose money goes through everything that can happen to it; in the end its documents come to what is owed.

What is owed is reckoned here a second time, from the acts alone: for each booking how many seats owe every instalment,
which seats owe only those that had been invoiced, the fees, and what was given back by hand. To add an act, write a
rule that does it and says what it changes of that.
"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import partial

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from courses.booking.actions import cancel_booking, give_back_seat, replace_person, undo_takeover, withdraw
from courses.booking.models import Booking, Seat
from courses.booking.people import Attendee
from courses.cohorts.models import Cohort, SeminarSession
from courses.curriculum.models import CancellationStep, PriceLine
from courses.invoicing.actions import credit_invoice, issue_due_invoices, settle_given_seats
from courses.invoicing.crediting import outcomes_of, sums_to_credit
from courses.invoicing.due import due_instalments
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.refusals import AlreadyCredited
from lms.lib.refusals import Refusal
from tests import makers

WHICH = st.integers(0, 7)
DAYS = (dt.date(2027, 2, 1), dt.date(2027, 3, 15), dt.date(2027, 5, 3))
LATER = makers.at("2027-11-30")
PLANS = ([100], [60, 40], [34, 33, 33], ["33.33", "33.33", "33.34"])
EXEMPT = {}
TAXED = {"category": "S", "rate": 19, "reason": {}, "reason_code": ""}


def half_up(exact):
    return (Fraction(exact) + Fraction(1, 2)).__floor__()


class Books(RuleBasedStateMachine):
    """One booking of one to four seats, of a company or somebody who pays alone; others come by takeovers."""

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.at = makers.NOON
        self.office = makers.make_office_user()
        self.whole = defaultdict(int)  # booking: seats that owe every instalment
        self.bound = defaultdict(list)  # booking: (positions, seats) that owe no more than was invoiced of those
        self.fees = defaultdict(int)
        self.lowered = defaultdict(int)  # (booking, position): cents given back by hand
        self.of_given = {}  # pk of SeatsGiven: (booking, seats, positions, fee, kind)
        self.taken = []  # (seat, former booking, booking of the successor, its SeatsGiven)

    def teardown(self):
        try:
            if hasattr(self, "cohort"):
                self.settle_everything()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    @initialize(
        plan=st.sampled_from(PLANS),
        vat=st.sampled_from([EXEMPT, TAXED, "mixed"]),
        fee_vat=st.sampled_from([EXEMPT, TAXED]),
        fee_percent=st.sampled_from([0, 30, 50, 80, 100]),
        price=st.sampled_from([1, 99, 100_001, 119_999, 384_000, 123_457]),
        seats=st.integers(1, 4),
        private=st.booleans(),
    )
    def open_the_books(self, plan, vat, fee_vat, fee_percent, price, seats, private):
        self.cohort = makers.make_priced_cohort(
            *map(Decimal, plan), vat={"share": 70} if vat == "mixed" else vat, ends_on="2027-12-01"
        )
        edition = self.cohort.edition
        if vat == "mixed":
            PriceLine.objects.create(edition=edition, position=2, label={"de": "Essen"}, share=30, category="S", rate=7)
        if fee_vat:
            PriceLine.objects.filter(edition=edition, purpose="cancellation").update(**fee_vat)
        CancellationStep.objects.create(edition=edition, until_days_before=0, fee_percent=fee_percent)
        edition.free_withdrawal_days_after_move = 30
        edition.save()
        self.percents = [Decimal(one) for one in plan]
        self.sessions = [
            makers.make_session(self.cohort, seminar, day)
            for seminar, day in zip(edition.seminars.all(), DAYS, strict=True)
        ]
        payer = {"private_payer": makers.make_person(email="payer@people.example"), **makers.ADDRESS} if private else {}
        booking = makers.make_booking(
            self.cohort,
            None if private else makers.make_customer(),
            seats=1 if private else seats,
            price_per_seat=price,
            booked_at=self.at - dt.timedelta(days=30),
            **payer,
        )
        for seat in booking.seats.all():
            self.sit(seat, booking)
        self.whole[booking.pk] = booking.seat_count
        self.exact = private or vat == EXEMPT

    def sit(self, seat, booking):
        person = booking.private_payer or makers.make_person()
        enrolment = makers.Enrolment.objects.create(
            cohort=self.cohort, person=person, booking=booking, starts_on=self.cohort.starts_on, enrolled_at=self.at
        )
        Seat.objects.filter(pk=seat.pk).update(enrolment=enrolment)

    # --- what happens

    @rule()
    def invoices_are_issued(self):
        issued = issue_due_invoices(actor=self.office, at=self.at)
        assert not issued.refused

    @rule(days=st.sampled_from([1, 20, 45]))
    def time_passes(self, days):
        self.at = min(self.at + dt.timedelta(days=days), makers.at("2027-05-20"))
        today = self.at.date()
        if today > self.cohort.starts_on:
            Cohort.objects.filter(pk=self.cohort.pk).update(status=Cohort.Status.RUNNING)
        for session, day in zip(self.sessions, DAYS, strict=False):
            if day < today:
                SeminarSession.objects.filter(pk=session.pk).update(status=SeminarSession.Status.HELD)

    @rule()
    def a_date_is_moved(self):
        SeminarSession.objects.filter(pk=self.sessions[-1].pk).update(moved_at=self.at)

    @rule(which=WHICH)
    def a_seat_is_given_back(self, which):
        if seat := self.a_seat(which):
            self.cancelled(seat.booking, 1, partial(give_back_seat, seat=seat))

    @rule(which=WHICH)
    def a_booking_is_cancelled(self, which):
        if seat := self.a_seat(which):
            self.cancelled(seat.booking, seat.booking.seats.count(), partial(cancel_booking, booking=seat.booking))

    def cancelled(self, booking, seats, act):
        positions = self.positions(booking)
        try:
            fee = act(actor=self.office, at=self.at)
        except Refusal:
            return
        self.whole[booking.pk] -= seats
        self.fees[booking.pk] += self.gross_fee(booking, fee, seats)
        self.note(booking, seats, positions, fee=self.gross_fee(booking, fee, seats))

    @rule(which=WHICH)
    def somebody_withdraws(self, which):
        seat = self.a_seat(which)
        if not seat:
            return
        positions = self.positions(seat.booking)
        try:
            withdraw(seat=seat, actor=self.office, at=self.at)
        except Refusal:
            return
        given = self.note(seat.booking, 1, positions)
        if given is None or given.free_because:
            self.whole[seat.booking_id] -= 1
            ahead = self.positions_ahead()
            credited = positions & ahead if ahead or len(self.percents) > 1 else positions
            if given is None:
                credited = set()
            else:
                self.of_given[given.pk] = (seat.booking_id, 1, credited, 0, "freely")
            self.bound[seat.booking_id].append((positions - credited, 1))
        else:
            self.of_given[given.pk] = (seat.booking_id, 1, None, 0, "withdrawn")

    @rule(which=WHICH)
    def another_company_takes_over(self, which):
        seat = self.a_seat(which)
        if not seat or seat.enrolment is None:
            return
        former, positions = seat.booking, self.positions(seat.booking)
        number = Booking.objects.count()
        try:
            replace_person(
                seat=seat,
                attendee=Attendee("Neu", f"Person {number}", f"new{number}@people.example", "de"),
                company=makers.make_customer(),
                actor=self.office,
                at=self.at,
            )
        except Refusal:
            return
        seat.refresh_from_db()
        self.whole[former.pk] -= 1
        self.whole[seat.booking_id] += 1
        given = self.note(former, 1, positions)
        self.taken.append((seat.pk, former.pk, seat.booking_id, given and given.pk))

    @precondition(lambda self: self.taken)
    @rule()
    def a_takeover_is_undone(self):
        seat, former, made, given = self.taken.pop()
        booking = Booking.objects.get(pk=made)
        positions = self.positions(booking)
        try:
            undo_takeover(seat=Seat.objects.get(pk=seat), actor=self.office, at=self.at)
        except Refusal:
            return
        self.whole[former] += 1
        self.whole[made] -= 1
        if given:
            self.bound[former] = [one for one in self.bound[former] if one[2:] != (given,)]
        self.note(booking, 1, positions)

    # --- what the office does about it

    @precondition(lambda self: SeatsGiven.objects.filter(outcome="").exists())
    @rule(which=WHICH, outcome=WHICH, share=st.fractions(0, 1))
    def seats_given_up_are_settled(self, which, outcome, share):
        open_rows = list(SeatsGiven.objects.filter(outcome="").order_by("pk"))
        given = open_rows[which % len(open_rows)]
        outcomes = outcomes_of(given)
        self.settle(given, outcomes[outcome % len(outcomes)], share)

    def settle(self, given, outcome, share=Fraction(1, 2)):
        told = sums_to_credit([given])[given.pk]
        cents = max(1, half_up(told * share)) if outcome == "part" else None
        try:
            made = settle_given_seats(given=given, outcome=outcome, cents=cents, actor=self.office, at=self.at)
        except AlreadyCredited:
            assert outcome == "part" and cents > told
            return
        notes = [one for one in made if one.kind == "credit_note"]
        assert sum(one.gross_cents for one in notes) == (
            cents if outcome == "part" else told if outcome == "credited" else 0
        )
        booking, seats, positions, fee, kind = self.of_given[given.pk]
        if kind == "withdrawn":
            if outcome == "kept":
                return
            self.whole[booking] -= seats
            positions = self.positions(given.booking)
        if outcome in ("kept", "waived", "part"):
            self.bound[booking].append((positions, seats, given.pk))
            self.fees[booking] -= fee
        if outcome == "part":
            for note in notes:
                self.lowered[booking, note.corrects.instalment] += note.gross_cents

    @rule(
        which=WHICH, seats=st.integers(1, 4), share=st.fractions(0, 1), way=st.sampled_from(["seats", "amount", "anew"])
    )
    def something_is_credited_by_hand(self, which, seats, share, way):
        rows = list(Invoice.objects.invoices().exclude(instalment=None).filter(version=1).order_by("pk"))
        if not rows:
            return
        invoice = rows[which % len(rows)]
        if way == "amount":
            asked = {"cents": max(1, half_up(invoice.gross_cents * share))}
        else:
            asked = {"seats": invoice.seats if way == "anew" else seats, "again": way == "anew"}
        try:
            note = credit_invoice(invoice=invoice, **asked, reason="Kulanz", actor=self.office, at=self.at)
        except AlreadyCredited:
            return
        if way != "anew":
            self.lowered[invoice.booking_id, invoice.instalment] += note.gross_cents
            return
        # What was given up and is not settled is not invoiced anew.
        for pk, (booking, seats, positions, fee, kind) in self.of_given.items():
            settled = SeatsGiven.objects.exclude(outcome="").filter(pk=pk).exists()
            if booking == invoice.booking_id and positions and not settled:
                self.of_given[pk] = (booking, seats, positions - {invoice.instalment}, fee, kind)

    # --- what always holds

    @invariant()
    def numbers_have_no_gaps(self):
        found = Invoice.objects.order_by("office", "year", "sequence").values_list("year", "sequence")
        by_year = defaultdict(list)
        for year, sequence in found:
            by_year[year].append(sequence)
        for sequences in by_year.values():
            assert sequences == list(range(1, len(sequences) + 1))

    @invariant()
    def nothing_gives_back_more_than_was_asked_for(self):
        for invoice in Invoice.objects.invoices().with_balance():
            assert 0 <= invoice.credited <= invoice.gross_cents, invoice

    def settle_everything(self):
        for given in SeatsGiven.objects.filter(outcome="").order_by("pk"):
            self.settle(given, "credited")
        self.at = LATER
        self.invoices_are_issued()
        assert due_instalments(Booking.objects.all(), LATER) == []
        for booking in Booking.objects.all():
            asked = self.sum_of(booking)
            owed, tolerance = self.owed(booking)
            assert abs(asked - owed) <= tolerance, (
                booking.pk,
                asked,
                owed,
                self.whole,
                self.bound,
                self.fees,
                self.lowered,
            )

    # --- reckoned a second time

    def owed(self, booking):
        """What the booking owes in cents, VAT included, and by how many cents roundings of VAT may be off."""
        owed, left = Fraction(0), booking.price_per_seat
        for position, percent in enumerate(self.percents, 1):
            last = position == len(self.percents)
            each = left if last else min(half_up(booking.price_per_seat * Fraction(percent) / 100), left)
            left -= each
            seats = self.whole[booking.pk] + sum(one[1] for one in self.bound[booking.pk] if position in one[0])
            owed += max(0, self.gross(booking, each) * seats - self.lowered[booking.pk, position])
        documents = Invoice.objects.filter(booking=booking).count()
        return owed + self.fees[booking.pk], 0 if self.exact_for(booking) else 2 * documents

    def exact_for(self, booking):
        return booking.company is None or not self.taxed()

    def taxed(self):
        return PriceLine.objects.filter(edition=self.cohort.edition, category="S").exists()

    def gross(self, booking, cents, purpose="price"):
        """A price with its VAT, exactly; a consumer's has it within."""
        if booking.company is None:
            return Fraction(cents)
        lines = PriceLine.objects.filter(edition=self.cohort.edition, purpose=purpose)
        return sum(cents * Fraction(line.share) / 100 * (1 + Fraction(line.rate) / 100) for line in lines)

    def gross_fee(self, booking, fee, seats):
        return self.gross(booking, fee, "cancellation")

    def sum_of(self, booking):
        rows = Invoice.objects.filter(booking=booking)
        return sum(-row.gross_cents if row.kind == "credit_note" else row.gross_cents for row in rows)

    def positions(self, booking):
        """The instalments of which an invoice stands for a seat still."""
        seats = defaultdict(int)
        for one in Invoice.objects.invoices().filter(booking=booking).exclude(instalment=None):
            notes = one.corrections.filter(by_amount=False)
            gone = sum(note.seats for note in notes if note.given_id or note.invoiced_again)
            seats[one.instalment] += one.seats - gone
        return {position for position, left in seats.items() if left > 0}

    def positions_ahead(self):
        """The instalments for seminars of today and later, if anything was held; else all of them."""
        if not SeminarSession.objects.filter(cohort=self.cohort, status=SeminarSession.Status.HELD).exists():
            return set(range(1, len(self.percents) + 1))
        return {n for n in range(2, len(self.percents) + 1) if DAYS[n - 1] >= self.at.date()}

    def a_seat(self, which):
        seats = list(Seat.objects.taken().filter(cohort=self.cohort).select_related("booking").order_by("number"))
        return seats[which % len(seats)] if seats else None

    def note(self, booking, seats, positions, fee=0):
        """Remember the row that an act has just written, if it has, and what was invoiced when it did."""
        given = SeatsGiven.objects.filter(booking=booking).exclude(pk__in=self.of_given).order_by("pk").last()
        if given is not None:
            self.of_given[given.pk] = (booking.pk, seats, positions, fee, given.kind)
        return given
