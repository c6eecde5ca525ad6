"""The audit finds nothing after the acts, and names each thing that is broken around them."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.booking.actions import accept_offer, book_seats, cancel_booking, join_waiting_list, name_seat, withdraw
from courses.booking.audit import Scope, find
from courses.booking.audit.history import EFFECTS
from courses.booking.audit.tables import MODELS
from courses.booking.links import link_to
from courses.booking.models import Booking, Enrolment, Seat, SeatEvent, WaitEntry
from courses.cohorts.models import Cohort
from courses.curriculum.models import Edition
from tests.makers import NOON, at, make_booking, make_cohort, make_company, make_session, make_site

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def scene(cohort, company, booker, office, ada, bob):
    """Ada and Bob on two of three booked chairs, one chair given back and offered, somebody in line behind."""
    booking = book_seats(cohort=cohort, company=company, count=3, people=[ada, bob], actor=booker, at=NOON)
    other = book_seats(cohort=cohort, company=make_company(), count=2, actor=office, at=NOON)
    for wanted in (2, 1):
        join_waiting_list(cohort=cohort, company=make_company(), seats=wanted, actor=office, at=NOON)
    cancel_booking(booking=other, actor=office, at=NOON)
    assert_clean()
    return Scene(cohort, booking, other)


class Scene:
    """What the breaks below lay hands on."""

    def __init__(self, cohort, booking, cancelled):
        self.cohort, self.booking, self.cancelled = cohort, booking, cancelled
        self.named, self.second, self.unnamed = booking.seats.select_related("enrolment").order_by("number")
        self.offered, self.waiting = cohort.wait_entries.order_by("pk")
        self.kept = self.offered.seats.order_by("number").first()
        self.elsewhere = make_cohort()


def found(when=NOON, **scope):
    return {one.code for one in find(Scope(when, **scope)) if not one.warning}


def warned(when=NOON):
    return {one.code for one in find(Scope(when)) if one.warning}


def assert_clean(when=NOON):
    assert find(Scope(when)) == []


def seat(seat, **values):
    assert Seat.objects.filter(pk=seat.pk).update(**values) == 1


def one_chair_more(scene):
    Seat.objects.create(cohort=scene.cohort, number=99)


def edition_shrinks(scene):
    Edition.objects.filter(pk=scene.cohort.edition_id).update(max_group_size=4)


def booked_in_another_cohort(scene):
    seat(scene.unnamed, booking=make_booking(scene.elsewhere))


def cancelled_booking_keeps_a_chair(scene):
    seat(scene.unnamed, booking=scene.cancelled)


def active_booking_without_chairs(scene):
    scene.booking.seats.update(booking=None, enrolment=None)


def more_chairs_than_booked(scene):
    Booking.objects.filter(pk=scene.booking.pk).update(seat_count=2)


def person_of_another_cohort(scene):
    Enrolment.objects.filter(pk=scene.named.enrolment_id).update(cohort=scene.elsewhere)


def person_of_another_booking(scene):
    Enrolment.objects.filter(pk=scene.named.enrolment_id).update(booking=scene.cancelled)


def person_without_booking(scene):
    Enrolment.objects.filter(pk=scene.named.enrolment_id).update(booking=None)


def person_has_left(scene):
    Enrolment.objects.filter(pk=scene.named.enrolment_id).update(ends_on="2027-03-01", ending="withdrawn")


def person_without_chair(scene):
    seat(scene.named, enrolment=None)


def offer_loses_a_chair(scene):
    seat(scene.kept, held_until=None, wait_entry=None)


def offer_counts_wrong(scene):
    WaitEntry.objects.filter(pk=scene.offered.pk).update(seats_offered=1)


def offer_ends_elsewhere(scene):
    seat(scene.kept, held_until=NOON + HOUR)


def chair_kept_for_who_has_no_offer(scene):
    seat(scene.kept, wait_entry=scene.waiting)


def chair_kept_for_a_lapsed_entry(scene):
    WaitEntry.objects.filter(pk=scene.offered.pk).update(state="lapsed", closed_at=NOON)


def accepted_elsewhere(scene):
    accept_offer(entry=scene.offered, link=link_to(scene.offered), at=NOON)
    WaitEntry.objects.filter(pk=scene.offered.pk).update(booking=make_booking(scene.elsewhere))


def free_chair_beside_the_line(scene):
    Seat.objects.create(cohort=scene.cohort, number=99)
    Edition.objects.filter(pk=scene.cohort.edition_id).update(max_group_size=6)
    Cohort.objects.filter(pk=scene.cohort.pk).update(max_size=6)


def history_misses_the_end(scene):
    free = scene.booking.seats.order_by("number").last()
    SeatEvent.objects.create(seat=free, kind="released", booking=scene.booking, at=NOON)


def history_sells_twice(scene):
    SeatEvent.objects.create(seat=scene.unnamed, kind="booked", booking=scene.cancelled, at=NOON)


def history_of_an_unknown_kind(scene):
    SeatEvent.objects.create(seat=scene.unnamed, kind="vanished", at=NOON)


def chair_without_any_history(scene):
    seat(scene.elsewhere.seats.first(), booking=make_booking(scene.elsewhere))


BREAKS = {
    one_chair_more: "more_chairs_than_size",
    edition_shrinks: "more_chairs_than_edition_allows",
    booked_in_another_cohort: "booking_of_another_cohort",
    cancelled_booking_keeps_a_chair: "cancelled_booking_has_chairs",
    active_booking_without_chairs: "booking_without_chairs",
    more_chairs_than_booked: "more_chairs_than_booked",
    person_of_another_cohort: "person_of_another_cohort",
    person_of_another_booking: "person_of_another_booking",
    person_without_booking: "person_of_another_booking",
    person_has_left: "person_left_but_sits",
    person_without_chair: "person_without_chair",
    offer_loses_a_chair: "offer_without_its_chairs",
    offer_counts_wrong: "offer_without_its_chairs",
    offer_ends_elsewhere: "offer_without_its_chairs",
    chair_kept_for_who_has_no_offer: "chair_offered_to_nobody",
    chair_kept_for_a_lapsed_entry: "chair_offered_to_nobody",
    accepted_elsewhere: "accepted_offer_booked_elsewhere",
    free_chair_beside_the_line: "waits_beside_free_chair",
    history_misses_the_end: "history_leads_elsewhere",
    history_sells_twice: "history_is_broken",
    history_of_an_unknown_kind: "history_is_broken",
    chair_without_any_history: "history_leads_elsewhere",
}


@pytest.mark.parametrize(("broken", "code"), BREAKS.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_names_what_is_broken(scene, broken, code):
    broken(scene)
    assert code in found()


# What the database itself refuses: broken with its constraints put aside.
GUARDED = {
    "only_booked_chairs_are_named": ("seat", {"booking": None}),
    "held_chairs_are_neither_booked_nor_away": ("seat", {"held_until": NOON}),
    "removed_chairs_are_free": ("seat", {"removed_at": NOON}),
    "a_hold_has_one_reason": ("seat", {"hold_key": "k"}),
    "chairs_count_from_one": ("seat", {"number": 0}),
    "accepted_entry_has_booking": ("entry", {"state": "accepted", "closed_at": NOON}),
    "closed_entry_has_time": ("entry", {"closed_at": NOON}),
    "offers_no_more_than_wanted": ("entry", {"seats_offered": 9}),
    "an_offer_has_seats_and_an_end": ("entry", {"state": "offered"}),
    "cancelled_booking_has_time": ("booking", {"status": "cancelled"}),
    "booking_has_one_payer": ("booking", {"company": None}),
}


@pytest.mark.parametrize("name", GUARDED)
def test_names_a_row_that_went_around_a_constraint(scene, name):
    what, values = GUARDED[name]
    row = {"seat": scene.named, "entry": scene.waiting, "booking": scene.booking}[what]
    with checks_put_aside(type(row)):
        assert type(row).objects.filter(pk=row.pk).update(**values) == 1
        assert name in found()
        type(row).objects.filter(pk=row.pk).update(**{field: getattr(row, field) for field in values})
    assert_clean()


class checks_put_aside:
    """Within it the CHECKs of a model's table do not hold; afterwards they do, for rows that keep them."""

    def __init__(self, model):
        self.model = model

    def __enter__(self):
        self._do("ON", lambda editor, one: editor.remove_constraint(self.model, one))

    def __exit__(self, *fault):
        if not any(fault):
            self._do("OFF", lambda editor, one: editor.add_constraint(self.model, one))

    def _do(self, pragma, change):
        if connection.vendor == "sqlite":
            connection.cursor().execute(f"PRAGMA ignore_check_constraints = {pragma}")
            return
        connection.check_constraints()
        with connection.schema_editor(atomic=False) as editor:
            for one in self.model._meta.constraints:
                if hasattr(one, "condition") and not hasattr(one, "fields"):
                    change(editor, one)


def test_names_who_takes_part_twice(scene):
    """The same person on two chairs: possible only where the unique key is gone."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps this key within the table")
    connection.check_constraints()
    connection.cursor().execute("ALTER TABLE courses_enrolment DROP CONSTRAINT enrolled_once_per_cohort")
    Enrolment.objects.filter(pk=scene.second.enrolment_id).update(person=scene.named.enrolment.person_id)
    assert "enrolled_once_per_cohort" in found()


def test_warns_of_a_host_that_admits_fewer(scene):
    make_session(scene.cohort, host=make_site(max_visitors=4))
    assert found() == set()
    assert warned() == {"host_admits_fewer"}


def test_a_host_without_room_leaves_chairs_free_beside_the_line(scene):
    """Nobody waits in vain there: what the host does not admit cannot be offered."""
    make_session(scene.cohort, host=make_site(max_visitors=5))
    free_chair_beside_the_line(scene)
    assert found() == set()


def test_warns_of_a_hold_that_nobody_swept(scene):
    over = scene.offered.offer_until
    assert found(over) == warned(over) == set()
    assert warned(over + HOUR) == {"stale_hold"}


def test_nobody_is_due_an_offer_within_the_lead_time(scene):
    free_chair_beside_the_line(scene)
    assert found(at("2027-01-28")) == {"waits_beside_free_chair"}
    assert found(at("2027-01-29")) == set()


def test_warns_of_who_waits_for_a_cohort_that_is_over(scene):
    Cohort.objects.filter(pk=scene.cohort.pk).update(status="cancelled")
    assert found() == set()
    assert "waits_in_vain" in warned()


def test_a_booking_whose_last_person_withdrew_on_the_way_is_owed(cohort, company, booker, office, ada):
    booking = book_seats(cohort=cohort, company=company, count=1, people=[ada], actor=booker, at=NOON)
    Cohort.objects.filter(pk=cohort.pk).update(status="running")
    withdraw(seat=booking.seats.get(), actor=office, at=at("2027-03-01"))
    assert_clean(at("2027-03-01"))


def test_looks_only_at_the_cohort_that_it_is_told(scene):
    person_without_chair(scene)
    assert found(cohort=scene.elsewhere.code) == set()
    assert found(cohort=scene.cohort.code) == {"person_without_chair", "history_leads_elsewhere"}


def test_knows_every_table_of_the_room():
    """The history is read on its own."""
    room = {model for model in apps.get_models() if model.__module__.startswith("courses.booking.")}
    assert room - set(MODELS) == {SeatEvent}


def test_knows_every_kind_of_event():
    assert set(EFFECTS) == set(SeatEvent.Kind)


def test_the_demo_is_clean_but_for_its_planned_conflict(demo):
    assert found(demo.at) == set()
    assert {(one.code, one.about) for one in find(Scope(demo.at))} == {("host_admits_fewer", "session PK-5/PK-09")}


def test_asks_as_often_for_many_cohorts_as_for_one(scene, office, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        find(Scope(NOON))
    for _ in range(3):
        other = make_cohort()
        for _company in range(2):
            book_seats(cohort=other, company=make_company(), count=2, actor=office, at=NOON)
        join_waiting_list(cohort=other, company=make_company(), seats=3, actor=office, at=NOON)
    with django_assert_num_queries(len(few)):
        find(Scope(NOON))


def test_naming_after_a_lapse_stays_clean(scene, office, ada):
    late = scene.offered.offer_until + HOUR
    name_seat(seat=scene.unnamed, attendee=type(ada)("Eve", "Neu", "eve@people.example"), actor=office, at=late)
    assert found(late) == set()
