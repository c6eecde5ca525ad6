"""After a date was moved, whoever had booked before withdraws for nothing for some days; the letter says until when."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from courses.booking.actions import give_back_seat, withdraw
from courses.booking.company_seats import seat_groups
from courses.booking.prices import fee_for
from courses.cohorts.actions import change_session
from courses.cohorts.models import Cohort
from lms.audit.models import Act
from lms.messages.models import Letter
from tests.makers import at, make_booker, make_booking, make_company, make_enrolment, make_person, make_session

MOVED = at("2027-01-12", 9)
RIGHT = "Von Ihrer Buchung in %s können Sie bis 26. Januar 2027 kostenfrei zurücktreten."


@pytest.fixture
def session(cohort):
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=80)
    return make_session(cohort)


def move(session, office, moment=MOVED, day=dt.date(2027, 2, 3)):
    return change_session(
        session=session,
        first_day=day,
        host=None,
        lecturers=[],
        parallel_groups=1,
        reason="Messe",
        actor=office,
        at=moment,
    )


def body_to(address):
    return " ".join(Letter.objects.get(to=address).body.split())


def fee(cohort, booking, day):
    booking.cohort = Cohort.objects.get(pk=cohort.pk)
    return fee_for(booking, at(day))


def test_free_until_the_last_of_fourteen_days(cohort, session, office):
    booking = make_booking(cohort)
    move(session, office)
    last = fee(cohort, booking, "2027-01-26")
    assert (last.cents, last.free_because, last.moved_until) == (0, "moved", dt.date(2027, 1, 26))
    assert fee(cohort, booking, "2027-01-27").cents == 80_000


def test_whoever_booked_the_new_date_has_no_such_right(cohort, session, office):
    move(session, office)
    booking = make_booking(cohort, booked_at=MOVED + dt.timedelta(seconds=1))
    assert fee(cohort, booking, "2027-01-13").cents == 80_000


def test_each_move_counts_anew(cohort, session, office):
    move(session, office)
    booking = make_booking(cohort, booked_at=MOVED + dt.timedelta(days=1))
    move(session, office, at("2027-01-18"), dt.date(2027, 2, 5))
    assert fee(cohort, booking, "2027-02-01").free_because == "moved"


def test_another_host_or_hour_is_no_move(cohort, session, office):
    booking = make_booking(cohort)
    change_session(
        session=session, first_day=dt.date(2027, 2, 1), host=None, lecturers=[], parallel_groups=1,
        starts_at=dt.time(8), actor=office, at=MOVED,
    )  # fmt: skip
    assert fee(cohort, booking, "2027-01-13").cents == 80_000


def test_zero_days_mean_never(cohort, session, office):
    type(cohort.edition).objects.update(free_withdrawal_days_after_move=0)
    booking = make_booking(cohort)
    move(Cohort.objects.get().sessions.get(), office)
    assert fee(cohort, booking, "2027-01-12").cents == 80_000
    assert not Letter.objects.filter(body__contains="kostenfrei zurücktreten").exists()


def test_the_act_takes_no_fee_and_says_why(cohort, session, office, company, booker):
    seat = make_booking(cohort, company).seats.get()
    move(session, office)
    assert give_back_seat(seat=seat, actor=booker, at=at("2027-01-20")) == 0
    assert Act.objects.get(verb="booking.cancelled").facts["free_because"] == "moved"
    assert (
        "you could withdraw free of charge until 26 January 2027" in Letter.objects.get(kind="booking.cancelled").body
    )


def test_the_letter_of_the_move_says_until_when(cohort, session, office):
    company = make_company(billing_email="rechnung@firma.example")
    make_booking(cohort, company)
    move(session, office)
    assert RIGHT % cohort.code in body_to("rechnung@firma.example")


def test_who_booked_some_minutes_before_the_move_is_told_of_the_right(cohort, session, office):
    company = make_company(billing_email="rechnung@firma.example")
    make_booking(cohort, company, booked_at=MOVED - dt.timedelta(minutes=13))
    move(session, office)
    assert RIGHT % cohort.code in body_to("rechnung@firma.example")


def test_who_has_no_such_right_is_not_told_of_it(cohort, session, office):
    company = make_company(billing_email="rechnung@firma.example")
    make_booking(cohort, company, booked_at=MOVED + dt.timedelta(seconds=1))
    other = make_company()
    make_enrolment(cohort, make_person(email="teil@nehmerin.example"), other)
    move(session, office)
    for to in ("rechnung@firma.example", "teil@nehmerin.example"):
        assert "zurücktreten" not in body_to(to) and "kann nachgeholt werden" in body_to(to)


def test_who_booked_for_the_company_and_takes_part_is_told_of_the_right_in_the_one_letter(cohort, session, office):
    company = make_company(billing_email="chefin@firma.example")
    make_enrolment(cohort, make_person(email="chefin@firma.example"), company)
    move(session, office)
    assert RIGHT % cohort.code in body_to("chefin@firma.example")
    assert f"/sessions/{session.pk}/" in body_to("chefin@firma.example")


def privately_booked(cohort, email="selbst@zahlerin.example"):
    payer = make_person(email=email)
    booking = make_booking(cohort, company=None, private_payer=payer)
    return payer, booking


def test_who_pays_alone_and_takes_part_gets_one_letter_that_says_both(cohort, session, office):
    payer, booking = privately_booked(cohort)
    make_enrolment(cohort, payer, booking=booking)
    move(session, office)
    body = " ".join(Letter.objects.get(to=payer.email).body.split())
    assert f"Sie bezahlen einen Platz in {cohort.code} selbst und können bis 26. Januar 2027 kostenfrei" in body
    assert "kann nachgeholt werden" in body and f"/sessions/{session.pk}/" in body


def test_who_pays_for_somebody_else_is_told_of_the_right_and_the_other_is_not_told_that_they_pay(
    cohort, session, office
):
    payer, booking = privately_booked(cohort)
    other = make_person(email="sie@nimmt-teil.example")
    make_enrolment(cohort, other, booking=booking)
    move(session, office)
    told, taking_part = (" ".join(Letter.objects.get(to=one.email).body.split()) for one in (payer, other))
    assert "können bis 26. Januar 2027 kostenfrei von Ihrer Buchung zurücktreten" in told
    assert f"/sessions/{session.pk}/" not in told and "Sie bezahlen" not in taking_part


def test_who_gave_the_seat_back_is_not_told_any_more(cohort, session, office):
    payer, booking = privately_booked(cohort)
    type(booking).objects.update(status="cancelled", cancelled_at=MOVED)
    move(session, office)
    assert not Letter.objects.filter(to=payer.email).exists()


@pytest.mark.parametrize("day, shown", [("2027-01-26", True), ("2027-01-27", False)])
def test_the_company_sees_with_the_seat_until_when(cohort, session, office, company, day, shown):
    make_booking(cohort, company)
    move(session, office)
    [group] = seat_groups(company, at(day))
    [row] = group.rows
    with translation.override("de"):
        html = render_to_string("courses/booking/seat_row.html", {"row": row, "group": group})
    assert ("bis 26. Januar 2027 kostenlos zurückgeben" in html) == shown


def test_who_booked_after_the_move_sees_no_such_right(cohort, session, office, company):
    move(session, office)
    make_booking(cohort, company, booked_at=MOVED + dt.timedelta(days=1))
    assert seat_groups(company, at("2027-01-20"))[0].rows[0].free_until is None


def test_e05_the_moved_session_of_the_demo_gives_free_withdrawal(demo):
    """Edge case E05. The file tells of a move of the past, when it was announced nobody knows; moved now, it counts."""
    session = demo.session("PK-5/PK-05")
    assert session.original_date and session.moved_at is None
    later = demo.session("PK-5/PK-10")
    booking = demo.enrolment("P01").booking
    day = later.days.first().date + dt.timedelta(days=7)
    change_session(
        session=later, first_day=day, host=later.host, lecturers=[], parallel_groups=2, reason="Messe",
        actor=demo.actor, at=demo.at,
    )  # fmt: skip
    fee = fee_for(booking, demo.at + dt.timedelta(days=14))
    assert (fee.cents, fee.free_because) == (0, "moved")
    assert fee_for(booking, demo.at + dt.timedelta(days=15)).free_because == ""


def test_while_it_runs_nothing_more_falls_due(cohort, session, office, company, booker):
    running = Cohort.objects.filter(pk=cohort.pk)
    running.update(status="running", starts_on=dt.date(2026, 12, 1))
    seat = make_enrolment(cohort, make_person(), company).seat
    other = make_enrolment(cohort, make_person(), company, booking=make_booking(cohort, company, booked_at=MOVED)).seat
    move(session, office)
    for each in (seat, other):
        withdraw(seat=each, actor=booker, at=at("2027-01-14"))
    reasons = Act.objects.filter(verb="seat.withdrawn").order_by("pk").values_list("facts__free_because", flat=True)
    assert list(reasons) == ["moved", ""]
    bodies = [letter.body for letter in Letter.objects.filter(kind="booking.withdrawn").order_by("pk")]
    assert "no further instalment falls due" in bodies[0] and "The price stays due as agreed." in bodies[1]


def test_the_page_says_why_it_is_free(client, cohort, company):
    now = timezone.now()
    day = timezone.localdate(now)
    cohort.edition.cancellation_steps.create(until_days_before=0, fee_percent=80)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=day + dt.timedelta(days=9))
    session = make_session(cohort)
    seat = make_booking(cohort, company, booked_at=now - dt.timedelta(days=30)).seats.get()
    client.force_login(make_booker(company, language="en"))
    url = reverse("give_back_seat", args=[seat.pk])
    assert "A date was moved" not in client.get(url).text
    type(session).objects.update(moved_at=now)
    page = client.get(url).text
    assert "This costs nothing." in page and "A date was moved after you had booked" in page


def test_where_the_table_is_as_kind_for_longer_that_day_is_told(cohort, session, office):
    cohort.edition.cancellation_steps.create(until_days_before=4, fee_percent=0)
    person = make_person(email="privat@people.example", language="de")
    booking = make_booking(cohort, make_company(billing_email="firma@firma.example"))
    make_booking(cohort, private_payer=person, booked_at=MOVED - dt.timedelta(days=30))
    move(session, office)
    # Fourteen days after the move would be 26 January; four days before the start is 28 January.
    assert fee(cohort, booking, "2027-01-20").moved_until == dt.date(2027, 1, 28)
    for address in ("firma@firma.example", "privat@people.example"):
        assert "bis 28. Januar 2027 kostenfrei" in body_to(address)
