"""Once the office has to agree, the company asks; agreed, the seat changes hands then, with all rules asked again."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.booking.actions import (
    agree_to_takeover,
    ask_for_takeover,
    book_seats,
    decline_takeover,
    give_back_seat,
    replace_person,
    withdraw,
    withdraw_request,
)
from courses.booking.models import Enrolment, SeatEvent, TakeoverRequest
from courses.booking.people import Attendee
from courses.booking.refusals import (
    AlreadyAsked,
    AlreadyEnrolled,
    ConsentNotNeeded,
    PersonUnclear,
    RequestClosed,
    SeatTaken,
)
from lms.accounts.models import Person
from lms.audit.models import Act
from lms.home.decisions import decisions_for
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, at, make_booker, make_company, make_employment, make_person, make_session

LATE = at("2027-04-02")


@pytest.fixture
def seat(cohort, company, booker, ada):
    """Ada's seat; from the second seminar on, held on 1 April 2027, a substitute needs consent."""
    make_session(cohort)
    session = make_session(cohort, date=dt.date(2027, 4, 1))
    cohort.edition.consent_from = session.seminar
    cohort.edition.save()
    booking = book_seats(cohort=cohort, company=company, count=1, people=[ada], actor=booker, at=NOON)
    return booking.seats.get()


@pytest.fixture
def asked(seat, booker, bob):
    return ask_for_takeover(seat=seat, attendee=bob, reason="moves abroad", actor=booker, at=LATE)


def test_asking_changes_nothing_and_makes_nobody(asked, seat):
    before = seat.enrolment
    seat.refresh_from_db()
    assert seat.enrolment == before
    assert not Person.objects.filter(email="bob@people.example").exists()
    assert (asked.state, asked.successor, asked.reason) == ("asked", "Bob Muster", "moves abroad")
    assert SeatEvent.objects.get(kind="asked").enrolment_before == before
    assert Act.objects.get(verb="takeover.asked").subject_id == str(asked.pk)


def test_before_the_limit_there_is_nothing_to_ask(seat, booker, bob):
    with pytest.raises(ConsentNotNeeded):
        ask_for_takeover(seat=seat, attendee=bob, actor=booker, at=at("2027-03-31", 23, 59))
    assert ask_for_takeover(seat=seat, attendee=bob, actor=booker, at=at("2027-04-01", 0, 0))


def test_a_seat_has_one_open_request(asked, seat, booker, ada):
    with pytest.raises(AlreadyAsked):
        ask_for_takeover(seat=seat, attendee=Attendee("C", "D", "c@d.example"), actor=booker, at=LATE)
    with pytest.raises(IntegrityError), transaction.atomic():
        TakeoverRequest.objects.create(seat=seat, enrolment=seat.enrolment, email="x@y.example", asked_at=LATE)


def test_what_would_be_refused_later_is_refused_now(seat, booker, ada):
    with pytest.raises(AlreadyEnrolled):
        ask_for_takeover(seat=seat, attendee=ada, actor=booker, at=LATE)
    other = make_person("Eva", "Anderswo", email="eva@other.example")
    make_employment(other, make_company())
    with pytest.raises(PersonUnclear):
        ask_for_takeover(seat=seat, attendee=Attendee("Eva", "Anderswo", "eva@other.example"), actor=booker, at=LATE)
    assert not TakeoverRequest.objects.exists()


def test_agreed_the_seat_changes_hands_at_that_moment(asked, seat, office, company):
    before = seat.enrolment
    after = agree_to_takeover(request=asked, answer="Good luck", actor=office, at=at("2027-04-10"))
    seat.refresh_from_db()
    before.refresh_from_db()
    asked.refresh_from_db()
    assert seat.enrolment == after
    assert (before.ends_on, before.ending, after.starts_on) == (dt.date(2027, 4, 10), "replaced", dt.date(2027, 4, 10))
    assert after.person.email == "bob@people.example"
    assert (asked.state, asked.answered_by, asked.answer) == ("agreed", office, "Good luck")
    event = SeatEvent.objects.get(kind="replaced")
    assert (event.reason, event.actor, event.booking.company) == ("moves abroad", office, company)


def test_agreeing_asks_everything_again(asked, seat, office, cohort, company):
    other = make_person("Bob", "Muster", email="bob@people.example")
    make_employment(other, make_company())
    with pytest.raises(PersonUnclear):
        agree_to_takeover(request=asked, actor=office, at=LATE)
    asked.refresh_from_db()
    assert asked.state == "asked", "the office corrects its records and agrees then"


def test_declined_everything_stays_and_the_company_may_ask_again(asked, seat, office, booker, bob):
    decline_takeover(request=asked, answer="too late", actor=office, at=LATE)
    assert SeatEvent.objects.get(kind="declined").reason == "too late"
    assert Enrolment.objects.get().ending == ""
    assert ask_for_takeover(seat=seat, attendee=bob, actor=booker, at=LATE).state == "asked"


def test_an_answer_is_final(asked, office, booker):
    decline_takeover(request=asked, actor=office, at=LATE)
    for act, actor in ((agree_to_takeover, office), (decline_takeover, office), (withdraw_request, booker)):
        with pytest.raises(RequestClosed):
            act(request=asked, actor=actor, at=LATE)


def test_the_company_may_withdraw_but_not_answer(asked, booker):
    for act in (agree_to_takeover, decline_takeover):
        with pytest.raises(NotAllowed):
            act(request=asked, actor=booker, at=LATE)
    with pytest.raises(NotAllowed):
        withdraw_request(request=asked, actor=make_booker(make_company()), at=LATE)
    assert withdraw_request(request=asked, actor=booker, at=LATE).state == "withdrawn"


@pytest.mark.parametrize("way", ["replaced by the office", "withdrawn"])
def test_a_request_lapses_when_the_person_leaves_otherwise(asked, seat, office, way):
    if way == "withdrawn":
        withdraw(seat=seat, actor=office, at=LATE)
    else:
        replace_person(seat=seat, attendee=Attendee("Cy", "Dritt", "cy@people.example"), actor=office, at=LATE)
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    with pytest.raises((RequestClosed, SeatTaken)):
        agree_to_takeover(request=asked, actor=office, at=LATE)


def test_letters_go_both_ways(seat, booker, office, bob, company, django_capture_on_commit_callbacks):
    net = seat.cohort.edition.programme.office
    type(net).objects.filter(pk=net.pk).update(email="office@net.example")
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask_for_takeover(seat=seat, attendee=bob, reason="moves abroad", actor=booker, at=LATE)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"office@net.example", booker.email}
    assert "darf jemand" in letters["office@net.example"].subject
    assert reverse("takeover", args=[asked.pk]) in letters["office@net.example"].body
    assert "moves abroad" in letters["office@net.example"].body
    assert "we are looking at it" in letters[booker.email].subject
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        agree_to_takeover(request=asked, answer="Good luck", actor=office, at=LATE)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {booker.email, "ada@people.example", "bob@people.example"}
    assert letters[booker.email].subject.endswith("agreed")
    assert "Good luck" in letters[booker.email].body


def test_declined_is_told_to_the_company_alone(asked, office, booker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decline_takeover(request=asked, answer="too late", actor=office, at=LATE)
    [letter] = mail.outbox
    assert letter.to == [booker.email]
    assert letter.subject.endswith("declined") and "too late" in letter.body


def test_the_office_answers_from_its_list_with_one_click(client, seat, booker, office, bob, rf):
    asked = TakeoverRequest.objects.create(
        seat=seat, enrolment=seat.enrolment, given_name="Bob", family_name="Muster", email="bob@people.example",
        asked_at=NOON, asked_by=booker,
    )  # fmt: skip
    request = rf.get("/")
    request.user = office
    [one] = [each for each in decisions_for(request, NOON) if "Bob Muster" in each.title]
    assert [(action["label"], action["post"]) for action in one.actions] == [
        ("Agree", True),
        ("Decline", True),
        ("Answer with a note", False),
    ]
    client.force_login(office)
    assert one.actions[1]["url"] in client.get("/start/").text
    assert client.post(one.actions[1]["url"]).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "declined"
    # Whatever is refused is said on the request's page.
    answer = client.post(one.actions[0]["url"], follow=True)
    assert "This request is closed: declined" in answer.text


def test_a_refused_answer_keeps_the_note_that_was_typed(client, asked, office):
    make_employment(make_person("Bob", "Muster", email="bob@people.example"), make_company())
    client.force_login(office)
    address = reverse("answer_takeover", args=[asked.pk, "agree"])
    refused = client.post(address, {"answer": "Viel Erfolg, Bob"}).text
    assert "bob@people.example" in refused and "Viel Erfolg, Bob" in refused
    too_long = client.post(address, {"answer": "x" * 201}).text
    assert "x" * 201 in too_long
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_the_form_asks_once_the_office_has_to_agree(client, seat, booker, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATE)
    client.force_login(booker)
    address = reverse("replace_person", args=[seat.pk])
    assert "Ask the office" in client.get(address).text
    typed = {"given_name": "Bob", "family_name": "Muster", "email": "bob@people.example", "language": "de"}
    assert client.post(address, typed).status_code == 302
    asked = TakeoverRequest.objects.get()
    page = client.get(reverse("company", args=[seat.booking.company.code])).text
    assert "Office asked on" in page and "Bob Muster" in page
    assert "The office has been asked" in client.get(address).text
    state = client.get(reverse("takeover", args=[asked.pk])).text
    assert "waiting for the office" in state and "Withdraw the request" in state
    assert ">Agree<" not in state


def test_whom_the_form_showed_is_replaced_and_nobody_else(client, seat, booker, bob):
    client.force_login(booker)
    shown = seat.enrolment_id
    replace_person(seat=seat, attendee=bob, actor=booker, at=NOON)
    typed = {"given_name": "Cy", "family_name": "Dritt", "email": "cy@people.example", "language": "de"}
    answer = client.post(reverse("replace_person", args=[seat.pk]), {**typed, "sits": shown})
    assert "Somebody else has taken this seat over" in answer.text
    seat.refresh_from_db()
    assert seat.enrolment.person.email == "bob@people.example"


def test_others_do_not_see_the_request(client, asked):
    client.force_login(make_booker(make_company()))
    assert client.get(reverse("takeover", args=[asked.pk])).status_code == 404


def test_before_the_start_a_seat_given_back_ends_the_request_too(asked, seat, booker):
    give_back_seat(seat=seat, actor=booker, at=NOON)
    asked.refresh_from_db()
    assert asked.state == "lapsed"
