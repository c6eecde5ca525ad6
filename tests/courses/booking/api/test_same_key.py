"""The same Idempotency-Key gets the same answer and does its work once, also when both come at the same time."""

import datetime as dt
import threading

import pytest
from django.db import connection

from courses.booking.models import Booking
from lms.api.idempotency import forget_old_answers
from lms.api.models import IdempotentAnswer
from tests.courses.booking.api.wishes import ADA, BOB, bookings_of, fields_of, wish
from tests.courses.booking.crowd import all_at_once
from tests.lms.api.asking import Program
from tests.makers import NOON, make_booker, make_booking, make_cohort, make_company


@pytest.mark.django_db
def test_the_same_request_gets_the_first_answer(program, cohort, company):
    sent = wish(company, 2, participants=[ADA])
    first = program.post(bookings_of(cohort), sent, key="once")
    second = program.post(bookings_of(cohort), sent, key="once")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert "Idempotent-Replayed" not in first and second["Idempotent-Replayed"] == "true"
    assert Booking.objects.count() == 1


@pytest.mark.django_db
def test_another_body_under_the_key_is_422(program, cohort, company):
    program.post(bookings_of(cohort), wish(company), key="once")
    answer = program.post(bookings_of(cohort), wish(company, 2), key="once")
    assert fields_of(answer) == ["Idempotency-Key"]
    assert answer.json()["code"] == "idempotency_key_reused"
    assert Booking.objects.count() == 1


@pytest.mark.django_db
def test_another_address_or_method_under_the_key_is_422(program, cohort, company):
    booked = program.post(bookings_of(cohort), wish(company), key="once").json()
    assert program.delete(booked["links"]["self"], key="once").status_code == 422
    assert program.post(bookings_of(make_cohort()), wish(company), key="once").status_code == 422
    assert Booking.objects.filter(status="active").count() == 1


@pytest.mark.django_db
def test_without_a_key_each_request_counts(program, cohort, company):
    for _ in range(2):
        assert program.post(bookings_of(cohort), wish(company)).status_code == 201
    assert Booking.objects.count() == 2
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db
def test_keys_of_others_are_others(program, cohort, company):
    other = make_company()
    program.post(bookings_of(cohort), wish(company), key="once")
    assert Program(make_booker(other)).post(bookings_of(cohort), wish(other), key="once").status_code == 201
    assert Booking.objects.count() == 2


@pytest.mark.django_db
def test_refusals_are_not_kept(program, cohort, company):
    full = make_booking(cohort, seats=5)
    assert program.post(bookings_of(cohort), wish(company), key="once").status_code == 409
    full.seats.update(booking=None)
    assert program.post(bookings_of(cohort), wish(company), key="once").status_code == 201


@pytest.mark.django_db
def test_naming_and_cancelling_twice_answer_alike(program, cohort, company):
    booked = program.post(bookings_of(cohort), wish(company)).json()
    seat = f"/bookings/{booked['id']}/seats/1/participant"
    named = [program.put(seat, BOB, key="name") for _ in range(2)]
    cancelled = [program.delete(booked["links"]["self"], key="cancel") for _ in range(2)]
    for first, second in (named, cancelled):
        assert (first.status_code, first.content) == (200, second.content)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["a b", "ä", "x" * 256, "\x7f"])
def test_a_key_that_is_none_is_named(program, cohort, company, key):
    assert fields_of(program.post(bookings_of(cohort), wish(company), key=key)) == ["Idempotency-Key"]
    assert not Booking.objects.exists()


@pytest.mark.django_db
def test_answers_go_after_a_week(program, cohort, company, settings):
    program.post(bookings_of(cohort), wish(company, participants=[ADA]), key="once")
    assert forget_old_answers(NOON + dt.timedelta(days=7, seconds=-1)) == 0
    assert forget_old_answers(NOON + dt.timedelta(days=7)) == 1
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seats", [1, 5])
def test_ten_at_once_with_one_key_book_once(seats):
    """With five seats the first fills the cohort: the others must hear of its booking, not that all is taken."""
    cohort, company = make_cohort(), make_company()
    program = Program(make_booker(company))
    answers, lock = [], threading.Lock()

    def ask(_n):
        own = Program(secret=program.secret)
        answer = own.post(bookings_of(cohort), wish(company, seats), key="once")
        with lock:
            answers.append(answer)

    all_at_once(10, ask)
    assert [answer.status_code for answer in answers if answer.status_code != 503] == [201] * sum(
        answer.status_code != 503 for answer in answers
    )
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert Booking.objects.count() == 1
    assert cohort.seats.taken().count() == seats


@pytest.mark.django_db(transaction=True)
def test_two_different_wishes_at_once_under_one_key_book_once():
    company = make_company()
    cohorts = [make_cohort(), make_cohort()]
    program = Program(make_booker(company))
    answers = {}

    def ask(n):
        answers[n] = Program(secret=program.secret).post(bookings_of(cohorts[n]), wish(company), key="once").status_code

    all_at_once(2, ask)
    assert sorted(answers.values()) == [201, 422]
    assert Booking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lock_held_too_long_is_503_and_nothing_is_kept(monkeypatch):
    from django.db import transaction

    from courses.booking import locks
    from courses.booking.locks import lock_cohort

    cohort, company = make_cohort(), make_company()
    program = Program(make_booker(company))
    monkeypatch.setattr(locks, "LOCK_TIMEOUT", "200ms")
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            lock_cohort(cohort.pk)
            held.set()
            done.wait(timeout=20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(timeout=20)
        answers = [program.post(bookings_of(cohort), wish(company), key=key) for key in (None, "once")]
    finally:
        done.set()
        holder.join()
        if connection.vendor == "sqlite":
            connection.close()
    for answer in answers:
        assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "3")
        assert "seats_left" not in answer.json()
    assert not Booking.objects.exists() and not IdempotentAnswer.objects.exists()
    assert program.post(bookings_of(cohort), wish(company), key="once").status_code == 201
