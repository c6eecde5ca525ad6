"""A stand-in comes for one session until it begins; seat, enrolment and head count stay, nobody comes twice."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from courses.attendance.roster import expected_at
from courses.booking.actions import (
    book_seats,
    call_off_stand_in,
    give_back_seat,
    name_seat,
    replace_person,
    send_stand_in,
)
from courses.booking.models import Enrolment, SeatEvent, StandIn
from courses.booking.people import Attendee
from courses.booking.refusals import AlreadyEnrolled, BookingClosed, PersonUnclear, StandInNotPossible
from courses.cohorts.actions import change_session
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.permissions import own_sessions, sessions_seen_by
from lms.accounts.models import User
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests.makers import (
    NOON,
    at,
    make_booker,
    make_cohort,
    make_company,
    make_employment,
    make_enrolment,
    make_host_contact,
    make_make_up,
    make_marks,
    make_person,
    make_session,
    make_site,
)

BEGIN = at("2027-02-01", 9)


@pytest.fixture
def session(cohort):
    """The first seminar, on 1 February 2027 from nine, at a host with rules."""
    site = make_site(
        make_company(name="Wirt AG"), max_visitors=5, photo_ban=True, nda_required=True,
        safety_briefing_valid_months=12, protective_equipment=["Schutzbrille"], street="Am Tor 1", town="Selb",
    )  # fmt: skip
    return make_session(cohort, host=site)


@pytest.fixture
def enrolment(cohort, session, company, booker, ada):
    book_seats(cohort=cohort, company=company, count=2, people=[ada], actor=booker, at=NOON)
    return Enrolment.objects.get()


@pytest.fixture
def send(session, enrolment, booker, bob):
    def act(**fields):
        given = {"session": session, "enrolment": enrolment, "attendee": bob, "actor": booker, "at": NOON}
        return send_stand_in(**{**given, **fields})

    return act


def refused(act, **fields):
    with pytest.raises(StandInNotPossible) as caught:
        act(**fields)
    return caught.value.code


def test_seat_enrolment_and_head_count_stay(send, session, enrolment, cohort):
    heads = expected_at([session], NOON)[session.pk]
    stand_in = send(reason="ill")
    enrolment.refresh_from_db()
    assert (enrolment.ending, enrolment.seat.enrolment) == ("", enrolment)
    assert expected_at([session], NOON)[session.pk] == heads
    assert Enrolment.objects.count() == 1, "a stand-in is not enrolled"
    event = SeatEvent.objects.get(kind="stand_in")
    assert (event.seat, event.stand_in, event.reason) == (enrolment.seat, stand_in, "ill")
    assert Act.objects.filter(verb="stand_in.sent").exists()


def test_until_the_session_begins(send):
    assert refused(send, at=BEGIN) == "session_begun"
    assert send(at=BEGIN - dt.timedelta(seconds=1))


def test_not_for_a_session_that_is_cancelled_or_has_no_day(send, session):
    SeminarSession.objects.filter(pk=session.pk).update(status="cancelled")
    assert refused(send) == "session_begun"
    SeminarSession.objects.filter(pk=session.pk).update(status="planned")
    session.days.all().delete()
    assert refused(send) == "session_begun"


def test_only_for_who_takes_part_that_day(send, enrolment):
    Enrolment.objects.filter(pk=enrolment.pk).update(starts_on=dt.date(2027, 2, 2))
    assert refused(send) == "not_taking_part"
    Enrolment.objects.filter(pk=enrolment.pk).update(
        starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 2, 1), ending="withdrawn"
    )
    assert refused(send) == "not_taking_part"


def test_not_somebody_with_a_seat_of_their_own(send, cohort, ada):
    other = make_enrolment(cohort, make_person("Cy", "Sitzt", email="cy@people.example"))
    assert refused(send, attendee=Attendee("Cy", "Sitzt", "cy@people.example"), actor=make_office()) == "comes_already"
    assert refused(send, attendee=ada) == "comes_already"
    Enrolment.objects.filter(pk=other.pk).update(ends_on=dt.date(2027, 2, 1), ending="cancelled")
    assert send(attendee=Attendee("Cy", "Sitzt", "cy@people.example"), actor=make_office())


def make_office():
    from tests.makers import make_office_user

    return make_office_user()


def test_not_a_guest_and_not_who_teaches(send, session, cohort):
    guest = make_person("Gerd", "Gast", email="gerd@people.example")
    make_make_up(make_enrolment(make_cohort(cohort.edition), guest), session.seminar, units=0, guest_of=session)
    office = make_office()
    assert refused(send, attendee=Attendee("Gerd", "Gast", "gerd@people.example"), actor=office) == "comes_already"
    lecturer = make_person("Lea", "Lehrt", email="lea@people.example")
    session.lecturers.add(lecturer)
    assert refused(send, attendee=Attendee("Lea", "Lehrt", "lea@people.example"), actor=office) == "comes_already"


def test_one_for_one(send, enrolment, cohort, bob, booker, ada):
    send()
    assert refused(send, attendee=Attendee("Cy", "Dritt", "cy@people.example")) == "came_instead"
    seat = enrolment.booking.seats.get(enrolment=None)
    second = name_seat(seat=seat, attendee=Attendee("Di", "Zweit", "di@people.example"), actor=booker, at=NOON)
    assert refused(send, enrolment=second, attendee=bob) == "comes_already"


def test_who_missed_it_elsewhere_had_better_be_a_guest(send, session, cohort, bob, company):
    home = make_cohort(cohort.edition, starts_on=dt.date(2026, 9, 1))
    person = make_person("Bob", "Muster", email="bob@people.example")
    make_employment(person, company)
    own = make_enrolment(home, person, company)
    held = make_session(home, session.seminar, dt.date(2026, 10, 1))
    make_marks(held, own, units=0, status="excused")
    with pytest.raises(StandInNotPossible, match="make it up here as a guest") as caught:
        send()
    assert caught.value.code == "missed_it"
    make_make_up(own, session.seminar)
    assert send(), "made up already: nothing is lost"


def test_who_comes_for_somebody_gets_no_seat_beside_it(send, enrolment, booker, bob):
    send()
    seat = enrolment.booking.seats.get(enrolment=None)
    with pytest.raises(AlreadyEnrolled, match="as a stand-in"):
        name_seat(seat=seat, attendee=bob, actor=booker, at=NOON)


def test_only_who_booked_and_the_office(send, office):
    with pytest.raises(NotAllowed):
        send(actor=make_booker(make_company()))
    assert send(actor=office)


def test_a_company_does_not_reach_anothers_employee(send):
    make_employment(make_person("Eva", "Fremd", email="eva@other.example"), make_company())
    with pytest.raises(PersonUnclear):
        send(attendee=Attendee("Eva", "Fremd", "eva@other.example"))


def test_not_in_a_cohort_that_is_over(send, cohort):
    Cohort.objects.filter(pk=cohort.pk).update(status="completed")
    with pytest.raises(BookingClosed):
        send()


def test_called_off_until_the_session_begins_and_by_the_office_until_something_is_entered(send, booker, office):
    stand_in = send()
    assert refused(call_off_stand_in, stand_in=stand_in, actor=booker, at=BEGIN) == "session_begun"
    StandIn.objects.update(units=8)
    assert refused(call_off_stand_in, stand_in=stand_in, actor=office, at=BEGIN) == "was_there"
    StandIn.objects.update(units=None)
    assert call_off_stand_in(stand_in=stand_in, actor=office, at=BEGIN).called_off_at == BEGIN
    assert refused(call_off_stand_in, stand_in=stand_in, actor=office, at=BEGIN) == "came_instead"
    assert SeatEvent.objects.filter(kind="stand_in_off").count() == 1


def test_after_calling_off_somebody_else_may_be_sent(send, booker, enrolment):
    call_off_stand_in(stand_in=send(), actor=booker, at=NOON)
    assert send(attendee=Attendee("Cy", "Dritt", "cy@people.example"))
    assert StandIn.objects.coming().count() == 1


@pytest.mark.parametrize("act", [replace_person, give_back_seat])
def test_called_off_by_itself_when_the_participant_leaves(send, enrolment, booker, act):
    send()
    more = {"attendee": Attendee("Cy", "Dritt", "cy@people.example")} if act is replace_person else {}
    act(seat=enrolment.seat, actor=booker, at=NOON, **more)
    assert not StandIn.objects.coming().exists()


def test_the_stand_in_may_take_the_seat_over(send, enrolment, booker, bob):
    send()
    assert replace_person(seat=enrolment.seat, attendee=bob, actor=booker, at=NOON)
    assert not StandIn.objects.coming().exists()


def test_sees_the_session_and_has_it_in_the_calendar(send, session, client):
    stand_in = send()
    user = User.objects.get(person=stand_in.person)
    assert set(sessions_seen_by(user)) == set(own_sessions(user)) == {session}
    client.force_login(user)
    page = client.get(reverse("session", args=[session.pk])).text
    assert "Wirt AG" in page and "Ada" not in page
    assert b"BEGIN:VEVENT" in client.get(reverse("session_calendar", args=[session.pk])).content
    assert client.get(reverse("roll_call", args=[session.pk])).status_code == 403
    StandIn.objects.update(called_off_at=NOON)
    assert client.get(reverse("session", args=[session.pk])).status_code == 404


def test_both_are_written_to_with_date_place_and_rules(send, booker, django_capture_on_commit_callbacks):
    english = Attendee("Bob", "Muster", "bob@people.example", "en")
    with django_capture_on_commit_callbacks(execute=True):
        stand_in = send(attendee=english)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"ada@people.example", "bob@people.example"}
    mine, hers = letters["bob@people.example"], letters["ada@people.example"]
    for word in ("1 February 2027", "Wirt AG, Am Tor 1", "Schutzbrille", "Photographs", "confidentiality", "briefing"):
        assert word in mine.body, word
    assert "/calendar/session/" in mine.body and "Choose your password" in mine.body
    assert "in place of Ada Beispiel" in mine.body
    assert "jemand kommt für Sie" in hers.subject and "Bob Muster" in hers.body and "1. Februar 2027" in hers.body
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        call_off_stand_in(stand_in=stand_in, actor=booker, at=NOON)
    assert {letter.to[0]: letter.subject.partition(": ")[2] for letter in mail.outbox} == {
        "bob@people.example": "you need not come",
        "ada@people.example": "niemand kommt für Sie",
    }


def test_is_told_of_changes(send, session, office, django_capture_on_commit_callbacks):
    send()
    with django_capture_on_commit_callbacks(execute=True):
        change_session(
            session=session, first_day=dt.date(2027, 2, 3), host=session.host, lecturers=[], parallel_groups=1,
            reason="Messe", actor=office, at=NOON,
        )  # fmt: skip
    assert "bob@people.example" in {letter.to[0] for letter in mail.outbox}


def test_hr_sends_and_calls_off_from_the_sessions_page(client, session, enrolment, booker, company):
    client.force_login(booker)
    SeminarSession.objects.filter(pk=session.pk)
    overview = reverse("company_sessions", args=[company.code])
    form = reverse("send_stand_in", args=[session.pk, enrolment.pk])
    assert form in client.get(overview).text
    assert "Who comes for Ada Beispiel to seminar 1?" in client.get(form).text
    typed = {"given_name": "Bob", "family_name": "Muster", "email": "bob@people.example", "language": "en"}
    assert client.post(form, typed).url == overview
    page = client.get(overview).text
    assert "Bob Muster" in page and "for Ada Beispiel" in page
    assert "comes already" in client.get(form).text
    off = reverse("call_off_stand_in", args=[StandIn.objects.get().pk])
    assert off in page
    assert client.post(off, {"reason": ""}).url == overview
    assert form in client.get(overview).text


def test_own_page_says_where_and_what_was_attended(client, send, session):
    stand_in = send()
    client.force_login(User.objects.get(person=stand_in.person))
    page = client.get("/start/").text
    assert "in place of Ada Beispiel" in page or "für Ada Beispiel" in page
    session.days.update(date=dt.date(2026, 1, 5))
    StandIn.objects.update(units=6)
    assert "6&nbsp;UE" in client.get("/start/").text.replace("\xa0", "&nbsp;")


def told_of(kind="booking.stand_in_told"):
    return sorted(Letter.objects.filter(kind=kind).values_list("to", flat=True))


def test_the_host_hears_who_comes_and_who_comes_after_all(session, enrolment, booker, bob, cohort):
    contact = make_host_contact(session.host, language="en")
    row = send_stand_in(session=session, enrolment=enrolment, attendee=bob, actor=booker, at=NOON)
    [letter] = Letter.objects.filter(kind="booking.stand_in_told")
    body = " ".join(letter.body.split())
    assert letter.to == contact.email and "Bob Muster comes to seminar" in body and "in place of Ada Beispiel" in body
    call_off_stand_in(stand_in=row, actor=booker, at=NOON)
    assert told_of() == [contact.email] * 2


def test_a_company_hears_of_a_stand_in_that_it_has_not_sent_itself(session, enrolment, booker, office, bob):
    row = send_stand_in(session=session, enrolment=enrolment, attendee=bob, actor=office, at=NOON)
    assert told_of() == [booker.email]
    call_off_stand_in(stand_in=row, actor=booker, at=NOON)
    assert told_of() == [booker.email]
