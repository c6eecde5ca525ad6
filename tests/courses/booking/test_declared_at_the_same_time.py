"""Whoever presses twice, or while the office acts, has withdrawn once: one declaration, one seat, one letter."""

import datetime as dt

import pytest

from courses.booking.actions import (
    book_privately,
    cancel_booking,
    carry_out_declaration,
    receive_certain_declaration,
    receive_declaration,
)
from courses.booking.audit import Scope, find
from courses.booking.links import link_to_withdraw
from courses.booking.models import Declaration, SeatEvent
from courses.booking.people import Attendee
from lms.messages.models import Letter
from tests.courses.booking.crowd import all_at_once
from tests.makers import NOON, make_cohort, make_office_user

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + dt.timedelta(days=1)
ADA = {"name": "Ada Beispiel", "contract": "1", "email": "ada@people.example", "language": "de"}


@pytest.fixture
def office():
    return make_office_user()


@pytest.fixture
def booking(office):
    ada = Attendee("Ada", "Beispiel", "ada@people.example")
    return book_privately(cohort=make_cohort(), attendee=ada, actor=office, at=NOON)


def press(booking):
    row = receive_certain_declaration(booking=booking, link=link_to_withdraw(booking), **ADA, at=LATER)
    return carry_out_declaration(declaration=row, at=LATER)


def assert_once(booking):
    assert SeatEvent.objects.filter(booking=booking, kind="released").count() == 1
    assert Letter.objects.filter(kind="booking.cancelled").count() == 1
    assert [one for one in find(Scope(LATER)) if not one.warning] == []


def test_pressed_eight_times_at_once(booking):
    outcome = all_at_once(8, lambda _n: press(booking))
    assert outcome == {"done": 1, "already_decided": 7}
    assert Declaration.objects.get().state == "carried_out"
    assert Letter.objects.filter(kind="booking.declaration_received").count() == 1
    assert_once(booking)


def test_pressed_while_the_office_cancels(booking, office):
    def act(n):
        if n:
            press(booking)
        else:
            cancel_booking(booking=booking, actor=office, at=LATER)

    outcome = all_at_once(2, act)
    assert outcome["done"] == 1 and outcome["already_cancelled"] == 1
    assert Declaration.objects.count() == 1
    assert_once(booking)


def test_one_form_sent_eight_times_at_once_is_one_declaration(booking):
    outcome = all_at_once(8, lambda _n: receive_declaration(**ADA, key="form", at=LATER))
    assert outcome == {"done": 8}
    assert (Declaration.objects.count(), Letter.objects.filter(kind="booking.declaration_received").count()) == (1, 1)
