"""The audit knows of those who wait and book alone: their offers, their bookings, the chairs beside them."""

import pytest

from courses.booking.actions import accept_offer
from courses.booking.audit import Scope, find
from courses.booking.links import link_to
from courses.booking.models import WaitEntry
from tests.makers import NOON, make_booking, make_cohort, make_offer, make_person, make_wait_entry


@pytest.fixture
def accepted(cohort):
    entry = make_offer(cohort, private_payer=make_person(email="ada@people.example"))
    accept_offer(entry=entry, link=link_to(entry), agreed=("notice",), at=NOON)
    entry.refresh_from_db()
    return entry


def codes():
    return [finding.code for finding in find(Scope(NOON)) if not finding.warning]


def test_an_accepted_offer_is_no_fault(accepted):
    # Chairs and entries written straight into the tables have no history; what is told here is about the payer.
    assert "accepted_offer_booked_elsewhere" not in codes()


def test_the_booking_of_another_person_is_one(accepted, cohort):
    other = make_booking(cohort, private_payer=make_person(email="bob@people.example"))
    WaitEntry.objects.filter(pk=accepted.pk).update(booking=other)
    assert "accepted_offer_booked_elsewhere" in codes()


def test_so_is_one_of_another_cohort_and_one_of_a_company(accepted):
    for booking in (make_booking(make_cohort(), private_payer=accepted.private_payer), make_booking(accepted.cohort)):
        WaitEntry.objects.filter(pk=accepted.pk).update(booking=booking)
        assert "accepted_offer_booked_elsewhere" in codes()


def test_somebody_who_waits_beside_a_free_chair_is_one(cohort):
    make_booking(cohort, seats=4)
    make_wait_entry(cohort, private_payer=make_person())
    assert "waits_beside_free_chair" in codes()
