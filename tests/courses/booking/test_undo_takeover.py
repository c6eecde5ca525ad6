"""A takeover is undone on its day while nothing is recorded for the successor; afterwards it stands."""

import pytest
from django.core import mail
from django.urls import reverse

from courses.booking.actions import book_seats, cancel_booking, name_seat, replace_person, undo_takeover
from courses.booking.models import Booking, SeatEvent
from courses.booking.refusals import AlreadyEnrolled, SeatTaken, UndoNotPossible
from courses.completion.standing import standing_of
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, at, make_company, make_marks, make_session

MORNING, EVENING = at("2027-02-10", 9), at("2027-02-10", 23, 59)
NEXT_DAY = at("2027-02-11", 0, 0)


@pytest.fixture
def seat(cohort, company, booker, ada):
    """Ada's seat; the first seminar, on 1 February, she attended."""
    cohort.first = make_session(cohort)
    booking = book_seats(cohort=cohort, company=company, count=1, people=[ada], actor=booker, at=NOON)
    seat = booking.seats.select_related("enrolment", "cohort").get()
    make_marks(cohort.first, seat.enrolment)
    return seat


@pytest.fixture
def ada_there(seat):
    return seat.enrolment


@pytest.fixture
def bob_there(seat, booker, bob):
    after = replace_person(seat=seat, attendee=bob, actor=booker, at=MORNING)
    seat.refresh_from_db()
    return after


def test_the_former_person_has_the_seat_again_with_all_that_was_attended(seat, ada_there, bob_there, office):
    assert undo_takeover(seat=seat, reason="mixed up", actor=office, at=EVENING) == ada_there
    seat.refresh_from_db()
    ada_there.refresh_from_db()
    bob_there.refresh_from_db()
    assert seat.enrolment == ada_there
    assert (ada_there.ends_on, ada_there.ending) == (None, "")
    assert (bob_there.starts_on, bob_there.ending) == (bob_there.ends_on, "replaced"), "he never took part"
    assert standing_of(ada_there, EVENING).units_attended == 8
    event = SeatEvent.objects.get(kind="undone")
    assert (event.enrolment_before, event.enrolment_after, event.reason) == (bob_there, ada_there, "mixed up")
    assert Act.objects.filter(verb="takeover.undone").exists()


def test_on_the_next_day_it_stands(seat, bob_there, office):
    with pytest.raises(UndoNotPossible, match="Ada Beispiel has left on the way"):
        undo_takeover(seat=seat, actor=office, at=NEXT_DAY)


def test_once_something_is_recorded_for_the_successor_it_stands(seat, cohort, bob_there, office):
    session = make_session(cohort, date=MORNING.date())
    make_marks(session, bob_there)
    with pytest.raises(UndoNotPossible, match="recorded for Bob Muster"):
        undo_takeover(seat=seat, actor=office, at=EVENING)


def test_a_line_that_nobody_has_signed_does_not_hold_it_back(seat, cohort, bob_there, office):
    make_marks(make_session(cohort, date=MORNING.date()), bob_there, units=0, status="open", closed=False)
    assert undo_takeover(seat=seat, actor=office, at=EVENING)


def test_only_the_office_undoes(seat, bob_there, booker):
    with pytest.raises(NotAllowed):
        undo_takeover(seat=seat, actor=booker, at=EVENING)


def test_without_a_takeover_there_is_nothing_to_undo(seat, office):
    with pytest.raises(UndoNotPossible, match="Nobody took this seat over"):
        undo_takeover(seat=seat, actor=office, at=EVENING)


def test_it_is_undone_once(seat, bob_there, office):
    undo_takeover(seat=seat, actor=office, at=EVENING)
    with pytest.raises(SeatTaken):
        undo_takeover(seat=seat, actor=office, at=EVENING)


def test_the_other_company_loses_the_booking_and_the_seat_returns_to_the_first(seat, ada_there, office, company, bob):
    heir = make_company()
    replace_person(seat=seat, attendee=bob, company=heir, actor=office, at=MORNING)
    seat.refresh_from_db()
    undo_takeover(seat=seat, actor=office, at=EVENING)
    seat.refresh_from_db()
    assert seat.booking.company == company
    assert Booking.objects.get(company=heir).status == "cancelled"
    assert {event.booking.company for event in SeatEvent.objects.filter(kind="undone")} == {company, heir}


def test_before_the_start_it_is_undone_on_any_day(cohort, company, booker, office, ada, bob):
    booking = book_seats(cohort=cohort, company=company, count=1, people=[ada], actor=booker, at=NOON)
    seat = booking.seats.get()
    replace_person(seat=seat, attendee=bob, actor=booker, at=NOON)
    seat.refresh_from_db()
    assert undo_takeover(seat=seat, actor=office, at=at("2027-01-31", 23, 59)).person.email == "ada@people.example"


def test_whose_takeover_was_undone_may_get_a_seat_later(seat, bob_there, office, booker, bob):
    undo_takeover(seat=seat, actor=office, at=EVENING)
    seat.refresh_from_db()
    assert replace_person(seat=seat, attendee=bob, actor=booker, at=NEXT_DAY) == bob_there


def test_a_further_takeover_back_is_no_way(seat, bob_there, office, ada):
    with pytest.raises(AlreadyEnrolled, match="left this cohort on the way"):
        replace_person(seat=seat, attendee=ada, actor=office, at=EVENING)


def test_both_people_and_the_company_are_told(
    seat, bob_there, office, company, booker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        undo_takeover(seat=seat, actor=office, at=EVENING)
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert set(subjects) == {"ada@people.example", "bob@people.example", booker.email}
    assert subjects["ada@people.example"].startswith("Ihr Platz in")
    assert subjects["bob@people.example"].startswith("Sie haben doch keinen Platz")


def test_the_office_is_offered_it_and_asked_once_more(client, seat, bob_there, office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    client.force_login(office)
    address = reverse("undo_takeover", args=[seat.pk])
    assert address in client.get(reverse("replace_person", args=[seat.pk])).text
    assert "Undo the takeover of seat" in client.get(address).text
    assert client.post(address, {"reason": ""}).status_code == 302
    assert SeatEvent.objects.filter(kind="undone").exists()
    assert "Nobody took this seat over" in client.get(address).text


def replaced_before_the_start(seat, bob, actor):
    """Bob on Ada's seat, at a moment at which Ada may come back on another one."""
    replace_person(seat=seat, attendee=bob, actor=actor, at=NOON)
    seat.refresh_from_db()
    return seat


def test_who_has_another_seat_by_now_does_not_come_back_on_this_one(cohort, company, booker, office, ada, bob):
    seats = list(book_seats(cohort=cohort, company=company, count=2, people=[ada], actor=booker, at=NOON).seats.all())
    seat = replaced_before_the_start(seats[0], bob, booker)
    name_seat(seat=seats[1], attendee=ada, actor=booker, at=NOON)
    with pytest.raises(UndoNotPossible, match="Ada Beispiel has been given another seat"):
        undo_takeover(seat=seat, actor=office, at=NOON)


def test_a_booking_cancelled_since_gets_no_seat_again(cohort, company, booker, office, ada, bob):
    """The takeover by another company had emptied it; then it was cancelled."""
    booking = book_seats(cohort=cohort, company=company, count=1, people=[ada], actor=booker, at=NOON)
    seat = booking.seats.get()
    replace_person(seat=seat, attendee=bob, company=make_company(), actor=office, at=NOON)
    cancel_booking(booking=booking, actor=office, at=NOON)
    seat.refresh_from_db()
    with pytest.raises(UndoNotPossible, match="was cancelled since"):
        undo_takeover(seat=seat, actor=office, at=NOON)
