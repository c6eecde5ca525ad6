"""Whoever books learns neither that an address is known nor where from; a guess costs a seat and an invitation."""

import pytest

from courses.booking.actions import book_seats, name_seat
from courses.booking.people import Attendee, people_for
from courses.booking.refusals import AlreadyEnrolled, PersonUnclear
from lms.accounts.models import Person
from tests.makers import NOON, make_booking, make_company, make_employment, make_person, make_session, make_stand_in

KNOWN = Attendee("Eva", "Woanders", "known@people.example")


@pytest.fixture
def known():
    """Somebody whom another company employs."""
    person = make_person("Eva", "Woanders", email=KNOWN.email)
    make_employment(person, make_company())
    return person


@pytest.fixture
def seat(cohort, company):
    return make_booking(cohort, company, seats=2).seats.first()


def refused(seat, attendee, actor):
    with pytest.raises(PersonUnclear) as refusal:
        name_seat(seat=seat, attendee=attendee, actor=actor, at=NOON)
    return str(refusal.value)


def test_another_name_and_another_company_get_the_same_sentence(seat, booker, known):
    make_person("Otto", "Frei", email="alone@people.example")
    sentences = {
        refused(seat, KNOWN, booker).replace(KNOWN.email, ""),
        refused(seat, Attendee("Eva", "Woanders", "alone@people.example"), booker).replace("alone@people.example", ""),
    }
    [sentence] = sentences
    assert "know" not in sentence and "company" not in sentence


def test_of_ones_own_people_it_is_said_plainly(seat, booker, company):
    make_employment(make_person("Eva", "Früher", email="eva@people.example"), company)
    said = refused(seat, Attendee("Eva", "Später", "eva@people.example"), booker)
    assert "Among your own people we know eva@people.example under another name." in said


def test_the_office_is_told_plainly(seat, office, known):
    assert "under another name" in refused(seat, Attendee("Eva", "Anders", KNOWN.email), office)


@pytest.mark.parametrize("trusted", [True, False])
def test_whom_somebody_else_enters_at_that_moment_is_judged_as_anybody_known(company, meanwhile, trusted):
    """The office may name whoever works elsewhere, also where the person was not there yet when it looked."""

    def elsewhere():
        make_employment(make_person("Eva", "Woanders", email=KNOWN.email), make_company())

    with meanwhile(elsewhere):
        if trusted:
            [person] = people_for([KNOWN], company=company, trusted=True, at=NOON)
            assert person == Person.objects.get()
        else:
            with pytest.raises(PersonUnclear):
                people_for([KNOWN], company=company, trusted=False, at=NOON)


@pytest.fixture
def sure_to_be_refused(cohort, company, booker, ada):
    """A colleague with a seat: a row with her turns the whole booking down."""
    make_employment(make_person("Ada", "Beispiel", email=ada.email), company)
    name_seat(seat=make_booking(cohort, company).seats.get(), attendee=ada, actor=booker, at=NOON)
    return ada


def outcome(cohort, company, booker, people):
    with pytest.raises((AlreadyEnrolled, PersonUnclear)) as refusal:
        book_seats(cohort=cohort, company=company, count=len(people), people=people, actor=booker, at=NOON)
    return type(refusal.value), str(refusal.value)


def test_a_row_that_is_sure_to_be_refused_makes_no_guess_free(cohort, company, booker, known, sure_to_be_refused):
    for other in (sure_to_be_refused, Attendee("X", "Y", "nobody@people.example")):
        twice = [other] if other is sure_to_be_refused else [other, other]
        asked = outcome(cohort, company, booker, [KNOWN, *twice])
        guess = Attendee("Eva", "Woanders", "nowhere@people.example")
        assert asked == outcome(cohort, company, booker, [guess, *twice])
    assert not Person.objects.filter(email="nowhere@people.example").exists()


def test_nor_does_a_colleague_who_stands_in(cohort, company, booker, known, ada):
    person = make_person("Ada", "Beispiel", email=ada.email)
    make_employment(person, company)
    sits = name_seat(
        seat=make_booking(cohort, company).seats.get(),
        attendee=Attendee("Cy", "Probe", "cy@people.example"),
        actor=booker,
        at=NOON,
    )
    make_stand_in(make_session(cohort), sits, person=person)
    assert outcome(cohort, company, booker, [KNOWN, ada])[0] is AlreadyEnrolled
