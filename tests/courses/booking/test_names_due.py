"""Names are asked for once before their deadline; where the cohort says so, seats without one go back after it."""

import datetime as dt

import pytest
from django.urls import reverse

from courses.booking.actions import ask_for_names, book_seats, join_waiting_list, name_seat, return_unnamed
from courses.booking.models import Booking, SeatEvent, WaitEntry
from courses.booking.people import Attendee
from courses.booking.prices import return_of_unnamed
from courses.booking.sweeping import names_due
from courses.cohorts.models import Cohort
from lms.audit.models import Act
from lms.messages.models import Letter
from tests.courses.booking.crowd import all_at_once
from tests.makers import (
    NOON,
    at,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_enrolment,
    make_office_user,
)

# Deadline 15 January 2027, warned from 1 January on; the cohort starts on 1 February.
WARNING, DEADLINE, AFTER = at("2027-01-01", 8), at("2027-01-15", 23), at("2027-01-16", 0)


def due(cohort, **fields):
    fields = {"naming_deadline": dt.date(2027, 1, 15), "unnamed_seats": "return", **fields}
    Cohort.objects.filter(pk=cohort.pk).update(**fields)
    return Cohort.objects.get(pk=cohort.pk)


@pytest.fixture
def booking(cohort, company, booker):
    """Three seats of a company with a booker, one of them named, in a cohort whose unnamed seats go back."""
    cohort.edition.cancellation_steps.create(until_days_before=14, fee_percent=30)
    booking = make_booking(due(cohort), company, seats=3)
    make_enrolment(cohort, booking=booking)
    return booking


def letters(kind):
    return Letter.objects.filter(kind=f"booking.{kind}")


def words(text):
    """A text without line breaks, as one reads it."""
    return " ".join(text.split())


def test_what_becomes_of_unnamed_seats_is_said_before_and_with_the_booking(
    client, cohort, company, booker, monkeypatch
):
    """By the table 30 per cent are due from the day after the deadline on; the form, the letter and the page say so."""
    cohort.edition.cancellation_steps.create(until_days_before=14, fee_percent=30)
    due(cohort)
    client.force_login(booker)
    said = (
        "Was bis 15. Januar 2027 keinen Namen hat, geht von selbst zurück; ein Platz kostet dann 30 % seines Preises."
    )
    type(booker).objects.filter(pk=booker.pk).update(language="de")
    booker.refresh_from_db()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    german = {"accept-language": "de"}
    assert said in words(client.get(reverse("book_seats", args=[cohort.code]), headers=german).text)
    book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    assert said in words(letters("booked").get().body)
    page = words(client.get(reverse("company", args=[company.code]), headers=german).text)
    assert page.count(said) == 2


@pytest.mark.parametrize(
    "terms", [{"unnamed_seats": "keep"}, {"naming_deadline": None}, {"naming_deadline": dt.date(2027, 2, 1)}]
)
def test_where_they_stay_nothing_is_said(cohort, terms):
    assert return_of_unnamed(due(cohort, **terms), NOON.date()) is None


def test_who_was_told_a_later_day_is_told_it_again(cohort):
    late = dt.date(2027, 1, 18)
    assert return_of_unnamed(due(cohort), late).until == late + dt.timedelta(days=3)
    assert return_of_unnamed(due(cohort), late, told=late).until == late


def test_the_warning_comes_once_so_many_days_before(booking, booker):
    assert names_due(WARNING - dt.timedelta(days=1)) == 0
    assert [names_due(WARNING + dt.timedelta(days=n)) for n in range(3)] == [1, 0, 0]
    letter = letters("names_wanted").get()
    assert letter.to == booker.email
    assert "2 seats" in letter.subject and "15 January 2027" in letter.subject
    assert "goes back by itself" in letter.body
    assert Act.objects.get(verb="names.asked").facts == {"seats": 2, "until": "2027-01-15"}


def test_after_the_deadline_what_has_no_name_goes_back(booking):
    names_due(WARNING)
    assert names_due(DEADLINE) == 0
    assert names_due(AFTER) == 2
    assert booking.seats.count() == 1 and booking.seats.get().enrolment is not None
    assert set(SeatEvent.objects.filter(kind="returned").values_list("booking", flat=True)) == {booking.pk}
    # Sixteen days before the start the table asks for 30 % of each price.
    facts = Act.objects.get(verb="booking.returned").facts
    assert (facts["fee_cents"], facts["days_left"], facts["seats"]) == (60_000, 16, [2, 3])
    body = letters("seats_returned").get().body
    assert "30 % of the price: €600.00" in body
    assert Booking.objects.get(pk=booking.pk).status == "active"


def test_a_second_time_nothing_happens(booking):
    names_due(WARNING)
    assert [names_due(AFTER), names_due(AFTER), return_unnamed(cohort=booking.cohort, at=AFTER)] == [2, 0, 0]
    assert letters("seats_returned").count() == 1


def test_with_its_last_seat_the_booking_ends(cohort, company):
    booking = make_booking(due(cohort), company)
    names_due(WARNING)
    names_due(AFTER)
    assert Booking.objects.get(pk=booking.pk).status == "cancelled"


def test_whoever_waits_is_served_in_the_same_act(cohort, booking, office):
    make_booking(cohort, seats=2, names_due_on=dt.date(2027, 6, 1))
    entry = join_waiting_list(cohort=cohort, company=make_company(), seats=2, actor=office, at=NOON)
    names_due(WARNING)
    names_due(AFTER)
    entry.refresh_from_db()
    assert (entry.state, entry.seats_offered) == (WaitEntry.State.OFFERED, 2)


def test_named_in_time_is_not_returned(cohort, booking, booker, ada):
    names_due(WARNING)
    name_seat(seat=booking.seats.filter(enrolment=None).first(), attendee=ada, actor=booker, at=DEADLINE)
    assert names_due(AFTER) == 1
    assert booking.seats.count() == 2


def test_nothing_goes_back_without_a_warning(booking):
    """The letters stood still until after the deadline: the warning then gives three days."""
    assert return_unnamed(cohort=booking.cohort, at=AFTER) == 0
    assert names_due(AFTER) == 1
    assert "19 January 2027" in letters("names_wanted").get().body
    assert names_due(at("2027-01-19")) == 0
    assert names_due(at("2027-01-20", 0)) == 2


def test_whoever_books_after_the_deadline_has_three_days(cohort, company, booker):
    booking = make_booking(due(cohort), company, booked_at=at("2027-01-20"))
    assert names_due(at("2027-01-20", 13)) == 1
    assert names_due(at("2027-01-23", 23)) == 0
    assert names_due(at("2027-01-24", 1)) == 1
    assert booking.seats.count() == 0


def test_where_they_stay_the_office_sees_them_and_nothing_goes_back(cohort, company, booker):
    booking = make_booking(due(cohort, unnamed_seats="keep"), company)
    assert names_due(WARNING) == 1
    assert "The seats stay yours" in letters("names_wanted").get().body
    assert names_due(AFTER) == 0 and booking.seats.count() == 1


def test_without_a_deadline_nobody_is_asked(cohort, company):
    make_booking(due(cohort, naming_deadline=None), company)
    assert names_due(at("2027-01-31")) == 0


def test_from_the_start_on_nothing_goes_back_by_itself(cohort, booking):
    names_due(WARNING)
    assert names_due(at("2027-02-02")) == 0
    assert booking.seats.count() == 3


def test_running_it_asks_for_nothing(cohort, booking):
    Cohort.objects.filter(pk=cohort.pk).update(status="running")
    assert names_due(AFTER) == 0


def test_a_later_deadline_is_told_anew_and_holds(cohort, booking):
    names_due(WARNING)
    due(cohort, naming_deadline=dt.date(2027, 1, 25))
    assert names_due(AFTER) == 1
    assert letters("names_wanted").count() == 2
    assert names_due(at("2027-01-25", 23)) == 0
    assert names_due(at("2027-01-26", 1)) == 2


def test_an_earlier_deadline_does_not_shorten_what_was_told(cohort, booking):
    names_due(WARNING)
    due(cohort, naming_deadline=dt.date(2027, 1, 5))
    assert names_due(DEADLINE) == 0
    assert names_due(AFTER) == 2


def test_without_a_booker_the_address_for_invoices_is_asked(cohort):
    make_booking(due(cohort), make_company(billing_email="rechnung@firma.example"))
    names_due(WARNING)
    letter = letters("names_wanted").get()
    assert letter.to == "rechnung@firma.example" and "bitte bis 15. Januar 2027 den Namen" in letter.subject


def test_asked_directly_too_early_nothing_is_written(cohort, booking):
    assert ask_for_names(cohort=cohort, at=WARNING - dt.timedelta(days=1)) == 0
    assert not Letter.objects.exists()


def test_called_directly_the_acts_look_for_themselves(cohort, booking):
    """The sweeper only chooses cohorts; what is due in each, the acts decide under the lock."""
    assert [ask_for_names(cohort=cohort, at=WARNING) for _twice in range(2)] == [1, 0]
    assert [return_unnamed(cohort=cohort, at=moment) for moment in (DEADLINE, AFTER)] == [0, 2]


@pytest.mark.django_db(transaction=True)
def test_named_and_returned_at_once_is_one_of_both():
    """Five are named while the sweeper returns: each chair has its person or is free, none is lost or both."""
    cohort = due(make_cohort())
    booking = make_booking(cohort, make_company(), seats=5, names_due_on=dt.date(2027, 1, 15))
    seats, actor = list(booking.seats.order_by("number")), make_office_user()
    make_booker(booking.company)

    def act(n):
        if n == 5:
            return_unnamed(cohort=cohort, at=AFTER)
        else:
            person = Attendee("Ada", f"Nummer{n}", f"ada{n}@people.example")
            name_seat(seat=seats[n], attendee=person, actor=actor, at=AFTER)

    outcome = all_at_once(6, act)
    named, returned = booking.seats.count(), SeatEvent.objects.filter(kind="returned").count()
    assert outcome["done"] == named + 1 and named + returned == 5
    assert outcome["seat_taken"] == returned
    assert not booking.seats.filter(enrolment=None).exists()
    assert cohort.seats.filter(booking=None, enrolment=None).count() == returned
