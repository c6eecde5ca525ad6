"""Once a cohort has begun nobody waits in vain: the act or the clock closes its list, and companies are told."""

import datetime as dt

import pytest

from courses.booking.actions import join_waiting_list
from courses.booking.audit import Scope, find
from courses.booking.links import link_to
from courses.booking.models import Seat, WaitEntry
from courses.booking.refusals import BookingClosed
from courses.booking.sweeping import settle_due
from courses.cohorts.actions_of_cohort import start_cohort
from courses.cohorts.models import Cohort
from lms.audit.models import Act
from lms.messages.models import Letter
from tests.makers import NOON, at, make_booking, make_cohort, make_company, make_offer, make_wait_entry

pytestmark = pytest.mark.django_db
DAY_AFTER = at("2027-02-02", 6)


@pytest.fixture
def waits(cohort):
    """A full cohort and somebody who waits for it."""
    make_booking(cohort, seats=cohort.max_size)
    return make_wait_entry(cohort, make_company(billing_email="wartet@firma.example"), seats=2)


def state(entry):
    entry.refresh_from_db()
    return entry.state


def told():
    return list(Letter.objects.filter(kind="booking.waiting_closed").values_list("to", flat=True))


def test_starting_a_cohort_closes_its_list_and_tells_the_company(cohort, waits, office):
    other = make_cohort(cohort.edition, starts_on=dt.date(2027, 9, 1))
    start_cohort(cohort=cohort, actor=office, at=NOON)
    assert (state(waits), waits.closed_at) == ("closed", NOON)
    assert told() == ["wartet@firma.example"]
    body = " ".join(Letter.objects.get(kind="booking.waiting_closed").body.split())
    assert "Die Warteliste ist geschlossen" in body and f"{other.code}, Beginn" in body
    assert Act.objects.get(verb="waiting.closed").actor == office


def test_an_offer_still_open_ends_with_the_start_and_its_chairs_are_free(cohort, office):
    offer = make_offer(cohort, make_company(billing_email="angebot@firma.example"), seats=2)
    start_cohort(cohort=cohort, reason="Wir wagen es.", actor=office, at=NOON)
    assert state(offer) == "closed"
    assert not Seat.objects.filter(wait_entry=offer).exists()
    assert told() == ["angebot@firma.example"]


def test_a_cohort_that_nobody_has_started_is_closed_by_the_clock(cohort, waits):
    Cohort.objects.update(booking_closes_on=None)
    assert settle_due(at("2027-02-01", 23)) == 0
    assert state(waits) == "waiting"
    assert settle_due(DAY_AFTER) == 1
    assert state(waits) == "closed"
    assert settle_due(DAY_AFTER + dt.timedelta(minutes=1)) == 0
    assert told() == ["wartet@firma.example"]


def test_entries_from_before_are_closed_by_the_sweeper(cohort, waits):
    Cohort.objects.update(status=Cohort.Status.RUNNING)
    assert "waits_in_vain" in {one.code for one in find(Scope(DAY_AFTER))}
    settle_due(DAY_AFTER)
    assert "waits_in_vain" not in {one.code for one in find(Scope(DAY_AFTER))}


def test_the_letters_link_says_that_the_cohort_has_begun(client, cohort, waits, office):
    start_cohort(cohort=cohort, actor=office, at=NOON)
    page = client.get(f"/offers/{link_to(waits)}/").text
    assert "hat begonnen" in page and "Sie haben die Warteliste verlassen" not in page
    answer = client.post(f"/offers/{link_to(waits)}/", {"answer": "accept"})
    assert answer.status_code == 409 and "hat begonnen" in answer.text


def test_a_closed_entry_is_nobodys_any_more(cohort, waits, office):
    start_cohort(cohort=cohort, actor=office, at=NOON)
    assert not WaitEntry.objects.live().exists()
    with pytest.raises(BookingClosed):
        join_waiting_list(cohort=cohort, company=waits.company, seats=1, actor=office, at=DAY_AFTER)
