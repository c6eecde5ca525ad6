"""A booked chair gets a name once; the person is found by e-mail or made new, and takes part once per cohort."""

import pytest
from django.core import mail

from courses.booking.actions import book_seats, cancel_booking, name_seat
from courses.booking.models import Enrolment, SeatEvent
from courses.booking.people import Attendee
from courses.booking.refusals import AlreadyEnrolled, PersonUnclear, SeatTaken
from lms.accounts.models import Person, User
from lms.lib.refusals import NotAllowed
from lms.organisations.models import Employment
from tests.makers import NOON, make_booker, make_cohort, make_company, make_employment, make_person


@pytest.fixture
def booking(cohort, company, booker):
    return book_seats(cohort=cohort, company=company, count=3, actor=booker, at=NOON)


def test_makes_a_new_person_with_account_and_employment(booking, company, booker, ada):
    enrolment = name_seat(seat=booking.seats.first(), attendee=ada, actor=booker, at=NOON)
    seat = booking.seats.first()
    assert seat.enrolment == enrolment
    assert (enrolment.cohort, enrolment.booking) == (seat.cohort, seat.booking)
    assert enrolment.starts_on == booking.cohort.starts_on
    assert Employment.objects.get(person=enrolment.person).company == company
    assert not User.objects.get(person=enrolment.person).has_usable_password()
    assert SeatEvent.objects.get(kind="named").enrolment_after == enrolment


def test_invites_after_the_commit(booking, booker, ada, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        name_seat(seat=booking.seats.first(), attendee=ada, actor=booker, at=NOON)
        assert mail.outbox == []
    assert [letter.to for letter in mail.outbox] == [["ada@people.example"]]
    assert booking.cohort.code in mail.outbox[0].subject


def test_finds_the_person_by_address_whatever_the_case(booking, company, booker):
    person = make_person("Ada", "Beispiel", email="ada@people.example")
    make_employment(person, company)
    named = name_seat(
        seat=booking.seats.first(), attendee=Attendee("ada ", "BEISPIEL", "ADA@people.example"), actor=booker, at=NOON
    )
    assert named.person == person
    person.refresh_from_db()
    assert person.full_name == "Ada Beispiel"


def test_refuses_an_address_known_under_another_name(booking, booker, ada):
    make_person("Eva", "Fremd", email=ada.email)
    with pytest.raises(PersonUnclear, match="write to the cluster office"):
        name_seat(seat=booking.seats.first(), attendee=ada, actor=booker, at=NOON)


def test_refuses_another_companys_employee_but_the_office_may(booking, booker, office, ada):
    make_employment(make_person("Ada", "Beispiel", email=ada.email), make_company())
    with pytest.raises(PersonUnclear):
        name_seat(seat=booking.seats.first(), attendee=ada, actor=booker, at=NOON)
    assert name_seat(seat=booking.seats.first(), attendee=ada, actor=office, at=NOON)


def test_the_same_person_twice_in_a_cohort_is_refused(booking, booker, ada):
    first, second, _third = booking.seats.all()
    name_seat(seat=first, attendee=ada, actor=booker, at=NOON)
    with pytest.raises(AlreadyEnrolled, match="has a seat in this cohort already"):
        name_seat(seat=second, attendee=ada, actor=booker, at=NOON)
    assert Enrolment.objects.count() == 1


def test_the_same_person_twice_in_one_booking_books_nothing(cohort, company, booker, ada):
    with pytest.raises(AlreadyEnrolled, match="stands in two rows"):
        book_seats(cohort=cohort, company=company, count=2, people=[ada, ada], actor=booker, at=NOON)
    assert cohort.seats.taken().count() == 0
    assert not Person.objects.exists()


def test_a_seat_is_named_once(booking, booker, ada, bob):
    seat = booking.seats.first()
    name_seat(seat=seat, attendee=ada, actor=booker, at=NOON)
    with pytest.raises(SeatTaken, match="replace the person"):
        name_seat(seat=seat, attendee=bob, actor=booker, at=NOON)


def test_another_company_is_refused(booking, ada):
    with pytest.raises(NotAllowed):
        name_seat(seat=booking.seats.first(), attendee=ada, actor=make_booker(make_company()), at=NOON)


def test_whoever_was_cancelled_before_the_start_may_come_back(cohort, company, booker, ada):
    book = {"cohort": cohort, "company": company, "count": 1, "people": [ada], "actor": booker, "at": NOON}
    cancel_booking(booking=book_seats(**book), actor=booker, at=NOON)
    again = book_seats(**book)
    enrolment = Enrolment.objects.get()
    assert (enrolment.booking, enrolment.ends_on, enrolment.ending) == (again, None, "")


def test_the_enrolment_belongs_to_the_chairs_cohort_and_booking(cohort, company, booker, ada, bob):
    other = make_cohort(cohort.edition)
    one = book_seats(cohort=cohort, company=company, count=1, people=[ada], actor=booker, at=NOON)
    two = book_seats(cohort=other, company=company, count=2, people=[ada, bob], actor=booker, at=NOON)
    for booking in (one, two):
        for seat in booking.seats.filter(enrolment__isnull=False):
            assert (seat.enrolment.cohort_id, seat.enrolment.booking_id) == (seat.cohort_id, booking.pk)
    assert Enrolment.objects.filter(person__email=ada.email).count() == 2
