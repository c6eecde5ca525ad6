"""Naming, replacing and giving back have pages that show the cost first; who may not, gets 404."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import book_seats, give_back_seat, replace_person
from courses.booking.models import Booking, Enrolment
from courses.cohorts.models import Cohort
from lms.accounts.grants import grant
from lms.organisations.models import Employment
from tests.makers import make_booker, make_company, make_programme, make_user

BOB = {"given_name": "Bob", "family_name": "Muster", "email": "bob@people.example", "language": "de"}


@pytest.fixture
def booking(cohort, company, booker, ada):
    """Three seats, the first of them Ada's; nine days before the start by the clock on the wall."""
    now = timezone.now()
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=timezone.localdate(now) + dt.timedelta(days=9))
    for until, percent in [(28, 0), (14, 30), (1, 80), (0, 100)]:
        cohort.edition.cancellation_steps.create(until_days_before=until, fee_percent=percent)
    cohort.refresh_from_db()
    return book_seats(cohort=cohort, company=company, count=3, people=[ada], actor=booker, at=now)


def pages(booking):
    named, unnamed = booking.seats.order_by("number")[:2]
    return [
        reverse("name_seat", args=[unnamed.pk]),
        reverse("replace_person", args=[named.pk]),
        reverse("give_back_seat", args=[named.pk]),
        reverse("cancel_booking", args=[booking.pk]),
    ]


def test_name(client, booking, booker):
    client.force_login(booker)
    assert client.post(pages(booking)[0], BOB).status_code == 302
    assert Enrolment.objects.filter(person__email="bob@people.example").exists()


def test_naming_the_same_person_twice_is_said_and_kept(client, booking, booker):
    client.force_login(booker)
    ada = {"given_name": "Ada", "family_name": "Beispiel", "email": "ada@people.example", "language": "de"}
    page = client.post(pages(booking)[0], ada).content.decode()
    assert "has a seat in this cohort already" in page
    assert 'value="Beispiel"' in page


def test_replace(client, booking, booker):
    client.force_login(booker)
    assert "A substitute is free of charge until the start." in client.get(pages(booking)[1]).content.decode()
    assert client.post(pages(booking)[1], {**BOB, "reason": "parental leave"}).status_code == 302
    assert Enrolment.objects.get(ending="replaced").person.email == "ada@people.example"


def test_give_back_shows_the_fee_before_it_is_done(client, booking, booker):
    client.force_login(booker)
    page = client.get(pages(booking)[2]).content.decode()
    assert "€960.00" in page
    assert "80 %" in page
    assert booking.seats.count() == 3
    said = client.post(pages(booking)[2], {"reason": ""}, follow=True).text
    assert "Seat 1 is given back. The fee is €960.00." in said
    assert booking.seats.count() == 2


def test_what_costs_nothing_is_said_to_cost_nothing(client, booking, booker):
    booking.cohort.edition.cancellation_steps.all().delete()
    client.force_login(booker)
    said = client.post(pages(booking)[2], {"reason": ""}, follow=True).text
    assert "Seat 1 is given back. This costs nothing." in said


def test_cancel_shows_the_fee_for_all(client, booking, booker):
    client.force_login(booker)
    address = pages(booking)[3]
    page = client.get(address).content.decode()
    assert "€2,880.00" in page and "They are seats no. 1, 2, 3" in page
    said = client.post(address, {"reason": ""}, follow=True).text
    assert "The booking is cancelled. The fee is €2,880.00." in said
    booking.refresh_from_db()
    assert booking.status == Booking.Status.CANCELLED
    assert "This booking is cancelled" in client.get(address).content.decode()


def test_a_single_seat_is_told_from_how_many_there_are(client, cohort, company, booker):
    client.force_login(booker)
    booking = book_seats(cohort=cohort, company=company, count=1, actor=booker, at=timezone.now())
    assert "It is seat no. 1." in client.get(reverse("cancel_booking", args=[booking.pk])).text


def test_strangers_get_404_visitors_the_sign_in(client, booking):
    for address in pages(booking):
        assert client.get(address).status_code == 302
    for stranger in (make_user(), make_booker(make_company())):
        client.force_login(stranger)
        for address in pages(booking):
            assert client.get(address).status_code == 404, address
            assert client.post(address, BOB).status_code == 404, address
    assert booking.seats.count() == 3


def test_whoever_changed_employer_is_not_named_to_the_former(client, booking, booker):
    Employment.objects.update(until=timezone.localdate(), since=None)
    client.force_login(booker)
    for address in pages(booking)[1:3]:
        assert "Ada" not in client.get(address).content.decode()


def test_the_office_opens_and_resizes(client, cohort, office):
    client.force_login(office)
    Cohort.objects.filter(pk=cohort.pk).update(status="planned")
    assert client.post(reverse("open_booking", args=[cohort.code])).status_code == 302
    capacity = reverse("set_capacity", args=[cohort.code])
    assert "groups of 1 to 5" in client.post(capacity, {"size": "6"}).content.decode()
    assert client.post(capacity, {"size": "3"}).status_code == 302
    assert cohort.seats.in_room().count() == 3
    assert "takes no bookings now" not in client.get(reverse("book_private", args=[cohort.code])).content.decode()


def test_whoever_does_not_run_the_programme_gets_404(client, cohort, booker):
    other = make_user()
    grant(other, make_programme(), "courses.manage_programme", "managers")
    for user in (booker, other):
        client.force_login(user)
        for name in ("open_booking", "set_capacity", "book_private"):
            assert client.post(reverse(name, args=[cohort.code]), {"size": 1}).status_code == 404, name


@pytest.mark.parametrize("page", [1, 2])
def test_a_page_that_was_open_twice_says_that_the_seat_was_given_back(client, booking, booker, page):
    client.force_login(booker)
    page = pages(booking)[page]
    client.post(pages(booking)[2], {"reason": ""})
    for again in (client.get(page, follow=True), client.post(page, BOB, follow=True)):
        assert again.redirect_chain == [(reverse("company", args=[booking.company.code]), 302)]
        assert "Seat 1 was given back before. Nothing more is to be done." in again.content.decode()
    client.force_login(make_booker(make_company()))
    assert client.get(page).status_code == 404


def test_a_seat_given_back_while_the_form_is_on_its_way_is_told_as_such(client, booking, booker, meanwhile):
    client.force_login(booker)
    seat = booking.seats.order_by("number").first()
    with meanwhile(lambda: give_back_seat(seat=seat, actor=booker, at=timezone.now())):
        page = client.post(reverse("replace_person", args=[seat.pk]), BOB, follow=True)
    assert page.redirect_chain == [(reverse("company", args=[booking.company.code]), 302)]
    assert "Seat 1 was given back before. Nothing more is to be done." in page.content.decode()
    assert not Enrolment.objects.filter(person__email=BOB["email"]).exists()


def sent(client, seat, **more):
    """What the form of giving back sends, opened now."""
    seat.refresh_from_db()
    return {"reason": "", "booking": seat.booking_id, "sits": seat.enrolment_id or "", **more}


def test_giving_back_sent_twice_says_what_the_first_did(client, booking, booker, meanwhile):
    client.force_login(booker)
    seat = booking.seats.order_by("number").first()
    url, form = reverse("give_back_seat", args=[seat.pk]), sent(client, seat)
    assert f'name="booking" value="{seat.booking_id}"' in client.get(url).text
    with meanwhile(lambda: give_back_seat(seat=seat, actor=booker, at=timezone.now())):
        page = client.post(url, form, follow=True)
    for again in (page, client.post(url, form, follow=True)):
        assert again.redirect_chain == [(reverse("company", args=[booking.company.code]), 302)]
        assert "Seat 1 is given back. The fee is" in again.content.decode()


def test_a_form_sent_twice_does_not_take_the_seat_from_whoever_has_it_now(client, booking, cohort, office, meanwhile):
    seat = booking.seats.order_by("number").last()
    client.force_login(office)
    url, form = reverse("give_back_seat", args=[seat.pk]), sent(client, seat)

    def changes_hands():
        give_back_seat(seat=seat, actor=office, at=timezone.now())
        book_seats(cohort=cohort, company=make_company(), count=3, actor=office, at=timezone.now())

    with meanwhile(changes_hands):
        page = client.post(url, form, follow=True)
    for again in (page, client.post(url, form, follow=True)):
        assert "Seat 3 is given back." in again.text
    seat.refresh_from_db()
    assert seat.booking_id not in (None, booking.pk)


def test_whoever_came_in_meanwhile_is_not_sent_away(client, booking, booker, bob):
    seat = booking.seats.order_by("number").first()
    client.force_login(booker)
    form = sent(client, seat)
    replace_person(seat=seat, attendee=bob, actor=booker, at=timezone.now())
    page = client.post(reverse("give_back_seat", args=[seat.pk]), {**form, "reason": "Left us."})
    assert "Somebody else sits here by now." in page.text and "Left us." in page.text
    assert client.post(reverse("give_back_seat", args=[seat.pk]), sent(client, seat)).status_code == 302
