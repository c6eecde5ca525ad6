"""
A cohort to which everything happens in any order; after each step the audit finds nothing.

To add an act, write a rule that calls `self.attempt(act, ...)`: a refusal is a fine outcome, anything else is not.
"""

import datetime as dt

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from courses.booking import actions as act
from courses.booking.audit import Scope, find
from courses.booking.links import link_to
from courses.booking.models import Booking, Pledge, Seat, StandIn, TakeoverRequest, WaitEntry
from courses.booking.people import Attendee
from courses.booking.sweeping import settle_due
from courses.cohorts.actions_of_cohort import cancel_cohort, start_cohort
from courses.cohorts.models import Cohort
from lms.lib.refusals import Refusal
from lms.organisations.models import Site
from tests.makers import (
    at,
    make_booker,
    make_cohort,
    make_company,
    make_edition,
    make_office_user,
    make_session,
    make_site,
)

WHICH = st.integers(0, 5)
COMPANY = st.integers(0, 2)
KEY = st.sampled_from(["", "k1", "k2"])
SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)
# Across the end of a hold, of an offer (48 hours) and of the time in which offers are made.
STEPS = [15 * 60 * SECOND, HOUR, 48 * HOUR - SECOND, 48 * HOUR, 72 * HOUR]


class Room(RuleBasedStateMachine):
    """Four chairs, of at most eight; three companies, five people, ten days until the start."""

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.at = at("2027-03-20")
        self.cohort = make_cohort(
            make_edition(seminars=2, max_group_size=8),
            size=4,
            starts_on=dt.date(2027, 3, 30),
            naming_deadline=dt.date(2027, 3, 25),
            naming_warning_days=4,
            unnamed_seats=Cohort.UnnamedSeats.RETURN,
            offer_lead_days=3,
        )
        edition = self.cohort.edition
        edition.consent_from = edition.seminars.first()
        edition.save()
        self.site = make_site(max_visitors=6)
        self.session = make_session(self.cohort, date=self.cohort.starts_on, host=self.site)
        self.companies = [make_company() for _ in range(3)]
        self.bookers = [make_booker(company) for company in self.companies]
        self.office = make_office_user()
        self.people = [Attendee("Ada", f"Muster{n}", f"ada{n}@people.example") for n in range(5)]

    def teardown(self):
        """Nothing of an example reaches the next one."""
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def attempt(self, act, **arguments):
        """Do an act now; being told no is no fault. Returns what came of it."""
        try:
            return act(**arguments, at=self.at)
        except Refusal as refusal:
            return refusal

    def one_of(self, rows, which):
        """Some row of a queryset, or None where there is none."""
        rows = list(rows.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def attempt_on(self, name, rows, which, act, **arguments):
        """Do an act to some row, if there is one."""
        row = self.one_of(rows, which)
        return self.attempt(act, **{name: row}, **arguments) if row is not None else None

    @property
    def seats(self):
        return Seat.objects.taken().filter(cohort=self.cohort)

    @property
    def entries(self):
        return WaitEntry.objects.filter(cohort=self.cohort)

    # --- booking

    @rule(who=COMPANY, count=st.integers(1, 3), named=st.booleans(), person=st.integers(0, 4), key=KEY)
    def book(self, who, count, named, person, key):
        people = [self.people[person]] if named else []
        order = {"cohort": self.cohort, "company": self.companies[who], "count": count, "people": people, "key": key}
        self.attempt(act.book_seats, **order, actor=self.bookers[who])

    @rule(person=st.integers(0, 4), key=KEY)
    def book_for_a_private_payer(self, person, key):
        order = {"cohort": self.cohort, "attendee": self.people[person], "key": key}
        self.attempt(act.book_privately, **order, actor=self.office)

    @rule(key=st.sampled_from(["k1", "k2"]))
    def hold_for_a_private_payer(self, key):
        self.attempt(act.hold_seats, cohort=self.cohort, company=None, count=1, key=key, actor=self.office)

    @rule(who=COMPANY, count=st.integers(1, 3), key=st.sampled_from(["k1", "k2"]))
    def hold(self, who, count, key):
        hold = {"cohort": self.cohort, "company": self.companies[who], "count": count, "key": key}
        self.attempt(act.hold_seats, **hold, actor=self.bookers[who])

    @rule(who=COMPANY, key=st.sampled_from(["k1", "k2"]))
    def let_go(self, who, key):
        self.attempt(act.let_go, cohort=self.cohort, key=key, actor=self.bookers[who])

    # --- who sits there

    @rule(which=WHICH, person=st.integers(0, 4))
    def name(self, which, person):
        rows = self.seats.filter(enrolment=None)
        self.attempt_on("seat", rows, which, act.name_seat, attendee=self.people[person], actor=self.office)

    @rule(which=WHICH, person=st.integers(0, 4), to=st.none() | COMPANY)
    def replace(self, which, person, to):
        company = None if to is None else self.companies[to]
        rows, attendee = self.seats.exclude(enrolment=None), self.people[person]
        self.attempt_on("seat", rows, which, act.replace_person, attendee=attendee, company=company, actor=self.office)

    @rule(which=WHICH)
    def undo_a_takeover(self, which):
        self.attempt_on("seat", self.seats.exclude(enrolment=None), which, act.undo_takeover, actor=self.office)

    @rule(which=WHICH, person=st.integers(0, 4))
    def ask_for_a_takeover(self, which, person):
        rows, attendee = self.seats.exclude(enrolment=None), self.people[person]
        self.attempt_on("seat", rows, which, act.ask_for_takeover, attendee=attendee, actor=self.office)

    @rule(which=WHICH, answer=st.sampled_from([act.agree_to_takeover, act.decline_takeover, act.withdraw_request]))
    def answer_a_takeover(self, which, answer):
        self.attempt_on("request", TakeoverRequest.objects.all(), which, answer, actor=self.office)

    @rule(which=WHICH, person=st.integers(0, 4))
    def send_a_stand_in(self, which, person):
        more = {"session": self.session, "attendee": self.people[person], "actor": self.office}
        self.attempt_on("enrolment", self.cohort.enrolments.all(), which, act.send_stand_in, **more)

    @rule(which=WHICH)
    def call_off_a_stand_in(self, which):
        self.attempt_on("stand_in", StandIn.objects.coming(), which, act.call_off_stand_in, actor=self.office)

    # --- going

    @rule()
    def names_are_due(self):
        """As the sweeper does it: warned first, given back after the day that the letter told."""
        self.attempt(act.ask_for_names, cohort=self.cohort)
        self.attempt(act.return_unnamed, cohort=self.cohort)

    @rule(which=WHICH)
    def give_back(self, which):
        self.attempt_on("seat", self.seats, which, act.give_back_seat, actor=self.office)

    @rule(which=WHICH)
    def withdraw(self, which):
        self.attempt_on("seat", self.seats, which, act.withdraw, actor=self.office)

    @rule(which=WHICH)
    def cancel(self, which):
        rows = Booking.objects.filter(cohort=self.cohort)
        self.attempt_on("booking", rows, which, act.cancel_booking, actor=self.office)

    # --- pledges and the decision

    @rule(who=COMPANY, seats=st.integers(1, 3))
    def pledge(self, who, seats):
        order = {"cohort": self.cohort, "company": self.companies[who], "seats": seats}
        self.attempt(act.pledge_seats, **order, actor=self.bookers[who])

    @rule(which=WHICH)
    def withdraw_a_pledge(self, which):
        self.attempt_on("pledge", Pledge.objects.all(), which, act.withdraw_pledge, actor=self.office)

    @rule()
    def confirm(self):
        self.attempt(act.confirm_cohort, cohort=self.cohort, reason="all the same", actor=self.office)

    # --- the waiting list

    @rule(who=COMPANY, seats=st.integers(1, 4), fewer=st.booleans())
    def join(self, who, seats, fewer):
        wish = {"company": self.companies[who], "seats": seats, "accepts_fewer": fewer}
        self.attempt(act.join_waiting_list, cohort=self.cohort, **wish, actor=self.bookers[who])

    @rule(person=st.integers(0, 4))
    def wait_privately(self, person):
        self.attempt(act.wait_privately, cohort=self.cohort, attendee=self.people[person], actor=self.office)

    @rule(which=WHICH, agreed=st.sampled_from([(), ("notice", "early_start")]))
    def accept_by_the_letter(self, which, agreed):
        entry = self.one_of(self.entries.filter(state="offered"), which)
        if entry is not None:
            self.attempt(act.accept_offer, entry=entry, agreed=agreed, link=link_to(entry))

    @rule(which=WHICH, keep_waiting=st.booleans())
    def accept(self, which, keep_waiting):
        rows = self.entries.filter(state__in=["offered", "accepted", "lapsed"])
        self.attempt_on("entry", rows, which, act.accept_offer, keep_waiting=keep_waiting, actor=self.office)

    @rule(which=WHICH)
    def leave(self, which):
        self.attempt_on("entry", self.entries, which, act.leave_waiting_list, actor=self.office)

    @rule(which=WHICH, priority=st.integers(-1, 1))
    def move_up(self, which, priority):
        self.attempt_on("entry", self.entries, which, act.move_up, priority=priority, actor=self.office)

    # --- the office and time

    @rule(size=st.integers(1, 9))
    def set_capacity(self, size):
        self.attempt(act.set_capacity, cohort=self.cohort, size=size, actor=self.office)

    @rule(limit=st.integers(2, 9))
    def host_limit_changes(self, limit):
        """Master data change without an act of this room; the sweeper then serves those who wait."""
        Site.objects.filter(pk=self.site.pk).update(max_visitors=limit)
        settle_due(self.at)

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step):
        self.at += step

    @rule()
    def sweep(self):
        settle_due(self.at)

    @precondition(lambda self: self.at.date() >= self.cohort.starts_on)
    @rule()
    def start(self):
        self.attempt(start_cohort, cohort=self.cohort, reason="Ach.", actor=self.office)

    @rule(really=st.integers(0, 19))
    def call_off(self, really):
        if really == 0:
            self.attempt(cancel_cohort, cohort=self.cohort, reason="Ach.", actor=self.office)

    # --- what holds throughout

    @invariant()
    def the_audit_finds_nothing(self):
        faults = [finding for finding in find(Scope(self.at)) if not finding.warning]
        assert not faults, "\n".join(map(str, faults))

    @invariant()
    def no_more_are_sold_than_there_are_chairs(self):
        size = Cohort.objects.get(pk=self.cohort.pk).max_size
        assert self.seats.count() <= self.cohort.seats.in_room().count() == size
