"""Names kept with a wish are seated one by one when the offer is accepted; who cannot be seated is named, and why."""

import pytest
from django.core import mail

from courses.booking.actions import accept_offer, cancel_booking, join_waiting_list, name_seat
from courses.booking.people import Attendee
from tests.makers import NOON, make_booker, make_booking, make_company, make_employment, make_person

CY = Attendee("Cy", "Probe", "cy@people.example")


@pytest.fixture
def offered(cohort, company, booker, ada, bob):
    """Three chairs are offered to a company that had named Ada, Bob and Cy; two stay with somebody else."""
    others = make_booking(cohort, make_company(), seats=2)
    leaving = make_booking(cohort, make_company(), seats=3)
    entry = join_waiting_list(cohort=cohort, company=company, seats=3, people=[ada, bob, CY], actor=booker, at=NOON)
    cancel_booking(booking=leaving, actor=make_booker(leaving.company), at=NOON)
    entry.others = others
    return entry


def names_of(booking):
    return [seat.enrolment and seat.enrolment.person.full_name for seat in booking.seats.order_by("number")]


def test_all_are_seated_where_nothing_has_changed(offered, booker):
    booking = accept_offer(entry=offered, actor=booker, at=NOON)
    assert names_of(booking) == ["Ada Beispiel", "Bob Muster", "Cy Probe"]
    assert booking.left_out == []


def test_who_has_a_seat_by_now_is_left_out_and_the_others_are_seated(offered, booker, office, ada):
    name_seat(seat=offered.others.seats.first(), attendee=ada, actor=office, at=NOON)
    booking = accept_offer(entry=offered, actor=booker, at=NOON)
    # The booker of this company may not name somebody else's employee; the sentence does not say that she is one.
    assert names_of(booking) == ["Bob Muster", "Cy Probe", None]
    [(name, why)] = booking.left_out
    assert name == "Ada Beispiel" and "cannot be entered here" in why


def test_a_colleague_with_a_seat_is_told_as_such(offered, booker, office, company, bob):
    make_employment(make_person("Bob", "Muster", email=bob.email), company)
    name_seat(seat=offered.others.seats.first(), attendee=bob, actor=office, at=NOON)
    booking = accept_offer(entry=offered, actor=booker, at=NOON)
    assert names_of(booking) == ["Ada Beispiel", "Cy Probe", None]
    [(name, why)] = booking.left_out
    assert name == "Bob Muster" and "has a seat in this cohort already" in why


def test_the_confirmation_says_so_in_the_bookers_language(
    offered, booker, office, bob, django_capture_on_commit_callbacks
):
    name_seat(seat=offered.others.seats.first(), attendee=bob, actor=office, at=NOON)
    booker.language = "de"
    booker.save()
    with django_capture_on_commit_callbacks(execute=True):
        accept_offer(entry=offered, actor=booker, at=NOON)
    [letter] = [letter for letter in mail.outbox if letter.to == [booker.email] and "gebucht" in letter.subject]
    assert "Nicht benannt: Bob Muster. Bob Muster lässt sich hier" in letter.body
    assert "Benannt: Ada Beispiel" in letter.body and "1 Platz hat noch keinen Namen" in letter.body


def test_the_page_says_so_to_who_accepts(offered, booker, office, bob, client):
    name_seat(seat=offered.others.seats.first(), attendee=bob, actor=office, at=NOON)
    type(offered).objects.update(offer_until="2099-01-01T00:00Z")
    offered.cohort.seats.filter(wait_entry=offered).update(held_until="2099-01-01T00:00Z")
    client.force_login(booker)
    page = client.post(f"/waiting/{offered.pk}/answer/", {"answer": "accept"}, follow=True).text
    assert "3 seats are booked." in page and "Not named: Bob Muster." in page
