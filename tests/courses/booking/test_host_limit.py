"""A booking beyond what a session's host admits is refused naming the session; the office goes on with a reason."""

import pytest

from courses.booking.actions import book_seats, cancel_booking, join_waiting_list
from courses.booking.models import Booking, SeatEvent
from courses.booking.refusals import HostTooSmall, SeatsFree
from courses.cohorts.models import SeminarSession
from lms.audit.models import Act
from tests.makers import NOON, make_session, make_site


@pytest.fixture
def narrow(cohort):
    """The second of three sessions is at a host that admits two."""
    make_session(cohort, host=make_site(max_visitors=20))
    return make_session(cohort, host=make_site(max_visitors=2))


def test_refuses_the_third_and_names_the_session(cohort, company, booker, narrow):
    book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    with pytest.raises(HostTooSmall, match=f"{cohort.code}/{narrow.seminar.code}") as refused:
        book_seats(cohort=cohort, company=company, count=1, despite_host="I insist", actor=booker, at=NOON)
    assert (refused.value.facts["admits"], refused.value.facts["would_be"]) == (2, 3)
    assert Booking.objects.count() == 1


def test_two_groups_double_what_the_host_admits(cohort, company, booker, narrow):
    SeminarSession.objects.filter(pk=narrow.pk).update(parallel_groups=2)
    assert book_seats(cohort=cohort, company=company, count=4, actor=booker, at=NOON)


def test_a_session_that_was_held_no_longer_counts(cohort, company, booker, narrow):
    SeminarSession.objects.filter(pk=narrow.pk).update(status="held")
    assert book_seats(cohort=cohort, company=company, count=5, actor=booker, at=NOON)


def test_the_office_goes_on_with_a_reason_that_is_recorded(cohort, company, office, narrow):
    with pytest.raises(HostTooSmall):
        book_seats(cohort=cohort, company=company, count=3, actor=office, at=NOON)
    book_seats(cohort=cohort, company=company, count=3, despite_host="second room", actor=office, at=NOON)
    assert Act.objects.get(verb="booking.made").facts["despite_host"] is True, "the log keeps no text"
    assert set(SeatEvent.objects.values_list("reason", flat=True)) == {"second room"}


def test_who_is_not_admitted_may_wait_and_is_served_once_a_host_has_room(cohort, company, booker, office, narrow):
    first = book_seats(cohort=cohort, company=company, count=2, actor=booker, at=NOON)
    entry = join_waiting_list(cohort=cohort, company=company, seats=1, actor=booker, at=NOON)
    assert entry.state == "waiting"
    cancel_booking(booking=first, actor=office, at=NOON)
    entry.refresh_from_db()
    assert (entry.state, entry.seats_offered) == ("offered", 1)


def test_nobody_waits_for_what_the_hosts_admit(cohort, company, booker, narrow):
    with pytest.raises(SeatsFree):
        join_waiting_list(cohort=cohort, company=company, seats=2, actor=booker, at=NOON)
