"""A cohort that is called off costs nobody anything: all that companies have in it ends in the same act, told once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.booking.actions import (
    book_seats,
    give_back_seat,
    join_waiting_list,
    leave_waiting_list,
    name_seat,
    settle_cohort,
)
from courses.booking.cohort_turns import end_with_cohort
from courses.booking.links import link_to, link_to_withdraw, offer_url
from courses.booking.models import Booking, Enrolment, Pledge, Seat, SeatEvent, WaitEntry
from courses.booking.prices import fee_for
from courses.booking.refusals import BookingClosed
from courses.cohorts import closing
from courses.cohorts.actions_of_cohort import cancel_cohort
from courses.cohorts.models import Cohort, SeminarSession
from lms.audit.models import Act
from lms.messages.models import Letter
from tests.makers import (
    NOON,
    make_booker,
    make_booking,
    make_cohort,
    make_company,
    make_enrolment,
    make_marks,
    make_person,
    make_pledge,
    make_session,
    make_site,
)


@pytest.fixture
def full(cohort, company):
    """
    Five chairs: one company has three in two bookings (one named), a pledge and a place in line; another waits too.

    The fees are high, so that none taken is seen.
    """
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=100)
    make_enrolment(cohort, make_person(email="linh@people.example"), booking=make_booking(cohort, company))
    make_booking(cohort, company, seats=2)
    make_booking(cohort, make_company(billing_email="zweite@firma.example"), seats=2)
    make_pledge(cohort, company, seats=1)
    return cohort


def waiting(cohort, office, company, seats=1):
    return join_waiting_list(cohort=cohort, company=company, seats=seats, actor=office, at=NOON)


WHY = "Zu wenige Anmeldungen."


def call_off(cohort, office, reason=WHY):
    Letter.objects.all().delete()
    return cancel_cohort(cohort=cohort, reason=reason, actor=office, at=NOON)


def test_bookings_end_without_a_fee_and_chairs_are_free(full, office):
    call_off(full, office)
    assert set(Booking.objects.values_list("status", flat=True)) == {"cancelled"}
    assert not Seat.objects.filter(cohort=full, booking__isnull=False).exists()
    facts = Act.objects.filter(verb="booking.cancelled").values_list("facts__fee_cents", "facts__free_because")
    assert list(facts) == [(0, "organiser")] * 3
    assert SeatEvent.objects.filter(kind="released").count() == 5
    assert Enrolment.objects.get().ending == "cancelled"


def test_waiting_list_offers_and_pledges_end(full, office, company):
    first = waiting(full, office, make_company(billing_email="dritte@firma.example"))
    second = waiting(full, office, make_company(billing_email="vierte@firma.example"))
    give_back_seat(seat=full.seats.taken().filter(enrolment=None).first(), actor=office, at=NOON)
    first.refresh_from_db()
    assert first.state == "offered"
    call_off(full, office)
    assert set(WaitEntry.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Pledge.objects.get().state == "released"
    assert not Seat.objects.filter(held_until__isnull=False).exists()
    assert {"dritte@firma.example", "vierte@firma.example"} <= set(Letter.objects.values_list("to", flat=True))
    # Nothing is offered afterwards either.
    settle_cohort(full.pk, NOON)
    second.refresh_from_db()
    assert second.state == "withdrawn"


def test_each_company_is_told_once_with_all_that_it_had(full, office, company, booker):
    waiting(full, office, company, seats=2)
    call_off(full, office)
    assert sorted(Letter.objects.values_list("to", "kind")) == sorted(
        [
            (booker.email, "booking.cohort_cancelled"),
            ("zweite@firma.example", "booking.cohort_cancelled"),
            ("linh@people.example", "booking.cohort_cancelled_person"),
        ]
    )
    body = Letter.objects.get(to=booker.email).body
    for said in (
        "3 booked seats are cancelled, without a fee",
        "what was paid already we pay back in full",
        "Your word for 1 seat is released",
        "waiting list (2 seats)",
        f"Reason: {WHY}",
    ):
        assert said in body, said


def test_the_letter_names_the_dates_and_other_cohorts(full, office, booker):
    session = make_session(full)
    other = make_cohort(full.edition)
    call_off(full, office)
    body = Letter.objects.get(to=booker.email).body
    assert "1 February 2027" in body and "/calendar/session/" in body and str(session.seminar.title) in body
    assert f"{other.code}, start" in body and reverse("book_seats", args=[other.code]) in body


def test_while_it_ran_people_keep_what_they_attended(full, office, booker):
    session = make_session(full)
    make_marks(session, Enrolment.objects.get())
    assert SeminarSession.objects.get().status == "held"
    make_session(full)
    Cohort.objects.update(status="running")
    call_off(full, office)
    enrolment = Enrolment.objects.get()
    assert (enrolment.ending, enrolment.ends_on) == ("", None)
    assert Booking.objects.filter(status="active").count() == 0
    assert "does not go on" in Letter.objects.get(to=booker.email).body
    # Still enrolled, but not told once more of the session that lapses.
    assert Letter.objects.get(to="linh@people.example").kind == "booking.cohort_cancelled_person"


def test_whoever_asks_what_it_costs_is_told_nothing(full, office):
    call_off(full, office)
    fee = fee_for(Booking.objects.select_related("cohort__edition").first(), NOON)
    assert (fee.cents, fee.free_because) == (0, "organiser")


def test_it_is_one_transaction(full, office, monkeypatch):
    def fails(cohort, *, actor, at):
        raise RuntimeError

    monkeypatch.setattr(closing, "_endings", [end_with_cohort, fails])
    with pytest.raises(RuntimeError):
        cancel_cohort(cohort=full, reason=WHY, actor=office, at=NOON)
    assert Cohort.objects.get().status == "booking_open"
    assert Booking.objects.filter(status="active").count() == 3 and not Letter.objects.exists()


def test_the_link_of_an_offer_then_says_so(client, full, office):
    entry = waiting(full, office, make_company())
    call_off(full, office)
    make_booker(entry.company)
    page = client.get("/" + offer_url(entry).split("/", 3)[3], HTTP_ACCEPT_LANGUAGE="en").text
    assert "The cohort does not take place." in page and 'value="accept"' not in page


def test_the_offices_page_of_it_offers_no_chairs_and_awaits_no_session(client, full, office):
    client.force_login(office)
    page = reverse("cohort", args=[full.code])
    before = client.get(page).text
    assert "Seminar room with" in before and "No session is planned yet." in before
    call_off(full, office)
    after = client.get(page).text
    assert "Seminar room with" not in after and "Free:" not in after
    assert "No session is planned yet." not in after


def answered(client, entry):
    path = "/" + offer_url(entry).split("/", 3)[3]
    return client.post(path, {"answer": "accept"}, headers={"accept-language": "en"}).text


def test_who_answers_from_a_page_opened_before_is_told_only_what_can_be_done(client, full, office):
    entry = waiting(full, office, make_company())
    call_off(full, office)
    page = answered(client, entry)
    assert "does not take place. Choose another cohort." in page and "waiting list again" not in page


def test_nor_is_the_list_of_a_cohort_that_runs_to_be_entered_again(client, full, office):
    entry = waiting(full, office, make_company())
    leave_waiting_list(entry=entry, actor=office, at=NOON)
    assert "Enter the waiting list again" in answered(client, entry)
    Cohort.objects.update(status=Cohort.Status.RUNNING)
    page = answered(client, entry)
    assert "takes no bookings any more. Choose another cohort." in page and "waiting list again" not in page


def test_who_had_an_offer_reads_that_these_seats_are_released_and_who_had_none_reads_of_none(full, office):
    had = waiting(full, office, make_company(billing_email="dritte@firma.example"))
    waiting(full, office, make_company(billing_email="vierte@firma.example"))
    give_back_seat(seat=full.seats.taken().first(), actor=office, at=NOON)
    had.refresh_from_db()
    assert had.state == "offered"
    call_off(full, office)
    bodies = [
        Letter.objects.get(to=f"{name}@firma.example", kind="booking.cohort_cancelled").body
        for name in ("dritte", "vierte")
    ]
    assert ["Der 1 Platz, den wir für Sie freihielten, ist freigegeben" in body for body in bodies] == [True, False]
    assert all("Ihr Eintrag auf der Warteliste (1 Platz) endet." in body for body in bodies)


@pytest.mark.parametrize("others", [0, 1])
def test_the_page_of_an_offer_says_why_and_what_can_be_booked_instead(client, full, office, others):
    entry = waiting(full, office, make_company())
    made = [make_cohort(full.edition) for _each in range(others)]
    call_off(full, office)
    page = client.get(reverse("offer", args=[link_to(entry)])).text
    assert WHY in page
    assert [reverse("book_seats", args=[other.code]) in page for other in made] == [True] * others
    assert ("Zurzeit ist in keinem anderen Durchgang" in page) is not bool(others)


@pytest.mark.parametrize("others", [0, 1])
def test_the_booking_page_says_so_with_the_reason_and_what_can_be_booked_instead(
    client, full, office, booker, company, others
):
    made = [make_cohort(full.edition) for _each in range(others)]
    call_off(full, office)
    client.force_login(booker)
    page = client.get(reverse("book_seats", args=[full.code]), headers={"accept-language": "en"}).text
    assert "The cohort does not take place." in page and f"Reason: {WHY}" in page
    assert [reverse("book_seats", args=[other.code]) in page for other in made] == [True] * others
    assert ("No seat is free in another cohort" in page) is not bool(others)


def test_whoever_sends_the_form_all_the_same_reads_the_reason_too(full, office, booker, company):
    call_off(full, office)
    with pytest.raises(BookingClosed, match=f"was called off.* Reason: {WHY}"):
        book_seats(cohort=full, company=company, count=1, actor=booker, at=NOON)


def test_the_page_of_the_decision_asks_for_the_reason_and_keeps_what_was_typed(client, full, office):
    client.force_login(office)
    decision = reverse("cohort_decision", args=[full.code])
    url = reverse("cohort_act", args=[full.code, "cancel"])
    assert f'action="{url}"' in client.get(decision).text
    refused = client.post(url, {"reason": "Zu\x07 wenige."})
    assert "wenige." in refused.text and Cohort.objects.get().status == "booking_open"
    asked = client.post(url, {"reason": " "})
    assert "Everybody concerned reads it" in asked.text
    assert Cohort.objects.get().status == "booking_open"
    client.post(url, {**dict(asked.context["hidden"]), "reason": WHY})
    assert Cohort.objects.get().status == "cancelled" and WHY in client.get(decision).text


def test_a_private_payer_reads_it_in_the_letter_and_behind_its_link(client, cohort, office):
    person = make_person(email="privat@people.example")
    booking = make_booking(cohort, company=None, private_payer=person)
    call_off(cohort, office)
    assert WHY in Letter.objects.get(to="privat@people.example").body
    assert WHY in client.get(reverse("withdraw_by_link", args=[link_to_withdraw(booking)])).text


def test_the_companys_pages_keep_it_with_the_day_until_its_planned_end(client, full, office, booker, company):
    full.ends_on = timezone.localdate() + dt.timedelta(days=1)
    full.starts_on = full.ends_on - dt.timedelta(days=30)
    full.save(update_fields=["starts_on", "ends_on"])
    # What the company had given back before was not ended by calling it off.
    other = make_cohort(full.edition, status="cancelled", starts_on=full.starts_on, ends_on=full.ends_on)
    make_booking(other, company, status="cancelled", cancelled_at=NOON - dt.timedelta(days=1))
    make_booking(other, status="cancelled", cancelled_at=NOON)
    other.seats.update(booking=None)
    client.force_login(booker)
    pages = [reverse("company", args=[company.code]), reverse("home")]
    assert not any("called off on" in client.get(page).text for page in pages)
    call_off(full, office)
    for page in pages:
        text = client.get(page).text
        assert text.count("called off on 22 November 2026") == 1 and f"Reason: {WHY}" in text, page
    Cohort.objects.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert not any("called off on" in client.get(page).text for page in pages)


def test_a_form_for_a_seat_opened_before_says_that_the_cohort_was_called_off(client, full, office, booker, company):
    seats = list(Seat.objects.filter(booking__company=company).order_by("enrolment"))
    call_off(full, office, reason="100 % zu wenige.")
    client.force_login(booker)
    form = {"given_name": "Bo", "family_name": "Muster", "email": "bo@people.example", "language": "de"}
    for name, data in (("give_back_seat", {}), ("name_seat", form)):
        for seat in seats:
            text = client.post(reverse(name, args=[seat.pk]), data, follow=True).text
            assert "was called off; its seats ended with it" in text and "100 % zu wenige." in text, name
            assert "was given back before" not in text


def test_naming_in_the_same_moment_is_refused_with_that(full, office, booker, company, bob):
    seat = Seat.objects.filter(booking__company=company, enrolment=None).first()
    call_off(full, office)
    with pytest.raises(BookingClosed, match=f"was called off.* Reason: {WHY}"):
        name_seat(seat=seat, attendee=bob, actor=booker, at=NOON)


def test_the_booking_page_shows_no_first_sessions_of_it(client, full, office, booker):
    make_session(full)
    client.force_login(booker)
    page = reverse("book_seats", args=[full.code])
    assert "First sessions" in client.get(page).text
    call_off(full, office)
    assert "First sessions" not in client.get(page).text


def test_only_cohorts_with_a_seat_to_book_are_named_instead(client, full, office, booker):
    entry = waiting(full, office, make_company())
    taken, narrow, free = (make_cohort(full.edition) for _each in range(3))
    make_booking(taken, seats=5)
    make_session(narrow, host=make_site(max_visitors=2))
    make_booking(narrow, seats=2)
    call_off(full, office)
    page = client.get(reverse("offer", args=[link_to(entry)])).text
    body = Letter.objects.get(to=booker.email).body
    for text in (page, body):
        found = [f"/cohorts/{one.code}/book/" in text for one in (taken, narrow, free)]
        assert found == [False, False, True]


def test_a_private_payer_is_sent_to_the_office_and_to_no_page_of_companies(client, cohort, office):
    make_booking(cohort, company=None, private_payer=make_person(email="privat@people.example", language="en"))
    other = make_cohort(cohort.edition)
    call_off(cohort, office)
    body = Letter.objects.get(to="privat@people.example").body
    assert f"{other.code}, start" in body and "write to us if you want a seat there" in body and "/book/" not in body
