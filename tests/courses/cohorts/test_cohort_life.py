"""A cohort starts, is completed once nothing remains, or is cancelled and everybody is told."""

import datetime as dt
import functools
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.attendance.models import Sheet
from courses.cohorts.actions_of_cohort import cancel_cohort, complete_cohort, start_cohort
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.refusals import NotFinished, ReasonMissing, WrongState
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests.courses.cohorts.kit import make_room
from tests.makers import NOON, make_cohort, make_edition, make_marks, make_office_user, make_session

pytestmark = pytest.mark.django_db
WHY = "Zu wenige Anmeldungen."
call_off = functools.partial(cancel_cohort, reason=WHY)
ACTS = [start_cohort, complete_cohort, call_off]


def finished():
    room = make_room(people=1, seminars=1)
    make_marks(room.session, room.enrolments[0])
    return room


def test_it_starts_when_booking_was_open():
    cohort = start_cohort(cohort=make_cohort(), reason="Ja.", actor=make_office_user(), at=NOON)
    assert Cohort.objects.get(pk=cohort.pk).status == "running"
    assert Act.objects.get().facts == {"before": "booking_open"}


@pytest.mark.parametrize("act", ACTS)
def test_only_who_runs_it(act):
    room = make_room()
    for user in (room.lecturer, room.host, room.participant, room.booker, room.stranger):
        with pytest.raises(NotAllowed):
            act(cohort=room.cohort, actor=user, at=NOON)


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (start_cohort, ["planned", "running", "completed", "cancelled"]),
        (complete_cohort, ["planned", "booking_open", "completed", "cancelled"]),
        (call_off, ["completed", "cancelled"]),
    ],
)
def test_in_the_wrong_state_nothing_happens(act, states):
    for state in states:
        cohort = make_cohort(status=state)
        with pytest.raises(WrongState):
            act(cohort=cohort, actor=make_office_user(), at=NOON)
        assert Cohort.objects.get(pk=cohort.pk).status == state
    assert not Act.objects.exists()


def test_it_is_completed_when_all_is_held_and_closed():
    room = finished()
    assert complete_cohort(cohort=room.cohort, actor=room.office, at=NOON).status == "completed"


def test_not_while_a_sheet_is_open():
    room = finished()
    Sheet.objects.update(closed_at=None)
    with pytest.raises(NotFinished, match=re.escape(room.session.spoken)):
        complete_cohort(cohort=room.cohort, actor=room.office, at=NOON)


def test_not_while_a_session_is_to_come_or_unplanned():
    room = make_room(seminars=2)
    with pytest.raises(NotFinished) as refused:
        complete_cohort(cohort=room.cohort, actor=room.office, at=NOON)
    assert room.session.seminar.spoken in str(refused.value)
    assert room.cohort.edition.seminars.last().spoken in str(refused.value)


def test_cancelled_it_tells_everybody_and_takes_entries_out_of_calendars():
    room = make_room()
    call_off(cohort=room.cohort, actor=room.office, at=NOON)
    session = SeminarSession.objects.get()
    assert session.status == "cancelled" and session.sequence == 1
    # The company and its people once, of the whole cohort; lecturer and host of the session that they lose.
    assert sorted(Letter.objects.values_list("to", "kind")) == sorted(
        [
            (room.booker.email, "booking.cohort_cancelled"),
            *((one.person.email, "booking.cohort_cancelled_person") for one in room.enrolments),
            (room.lecturer.email, "cohorts.session_cancelled"),
            (room.host.email, "cohorts.session_cancelled"),
        ]
    )


def test_what_was_held_stays_held():
    room = finished()
    call_off(cohort=room.cohort, actor=room.office, at=NOON)
    assert SeminarSession.objects.get().status == "held"
    assert not Letter.objects.filter(kind__startswith="cohorts.").exists()


def test_on_the_page_it_asks_once_more(client):
    room = finished()
    client.force_login(room.office)
    page = client.get(f"/cohorts/{room.cohort.code}/").text
    url = f"/cohorts/{room.cohort.code}/complete/confirm/"
    assert url in page and "/start/confirm/" not in page
    assert client.get(url).status_code == 200
    assert Cohort.objects.get().status == "running"
    assert "abgeschlossen" in client.post(url, follow=True).text
    assert client.get(f"/cohorts/{room.cohort.code}/nonsense/confirm/").status_code == 404


def test_on_the_page_the_reason_is_said(client):
    room = make_room()
    client.force_login(room.office)
    page = client.post(f"/cohorts/{room.cohort.code}/complete/confirm/", follow=True)
    assert "Noch nicht gehalten" in page.text


def test_before_the_end_the_page_says_what_is_open_and_offers_no_button(client):
    room = make_room()
    Cohort.objects.filter(pk=room.cohort.pk).update(status="running")
    client.force_login(room.office)
    page = client.get(f"/cohorts/{room.cohort.code}/complete/confirm/").text
    assert "Das geht noch nicht." in page and "Noch nicht gehalten" in page
    assert "button--go" not in page.split("<main")[1]


def test_starting_too_early_is_warned_of_and_not_forbidden(client):
    edition = make_edition(seminars=2)
    starts_on = timezone.localdate() + dt.timedelta(days=90)
    cohort = make_cohort(edition, starts_on=starts_on, ends_on=starts_on + dt.timedelta(days=300))
    client.force_login(make_office_user())
    address = reverse("cohort_act", args=[cohort.code, "start"])
    page = client.get(address).text
    assert "2 Seminare haben noch kein Datum." in page and "Der erste Tag ist erst am" in page
    for seminar in edition.seminars.all():
        make_session(cohort, seminar=seminar)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=timezone.localdate())
    page = client.get(address).text
    assert "noch kein Datum" not in page and "Der erste Tag" not in page
    client.post(address, {"reason": "Ja."})
    assert Cohort.objects.get(pk=cohort.pk).status == "running"


@pytest.mark.parametrize(
    "reason", ["", "  ", "x" * 301, "Zu\nwenige.", "Zu\u2028wenige.", "Zu wenige\x1b[2J.", "\0", "\ud800"]
)
def test_it_is_not_called_off_without_a_reason_that_everybody_can_read(reason):
    room = make_room()
    with pytest.raises(ReasonMissing):
        call_off(cohort=room.cohort, reason=reason, actor=room.office, at=NOON)
    assert Cohort.objects.get().status == "running"
    assert not Act.objects.exists() and not Letter.objects.exists()


def test_the_reason_stands_with_the_cohort_in_the_log_and_in_every_letter():
    room = make_room()
    call_off(cohort=room.cohort, reason=f"  {'x' * 300} ", actor=room.office, at=NOON)
    assert Cohort.objects.get().decision_reason == "x" * 300
    assert Act.objects.get(verb="cohort.cancelled").facts == {"before": "running", "reason": "x" * 300}
    bodies = Letter.objects.values_list("body", flat=True)
    assert len(bodies) == 5 and all("x" * 300 in body for body in bodies)


def test_the_page_asks_for_it_says_who_reads_it_and_shows_it_afterwards(client):
    room = make_room()
    client.force_login(room.office)
    url = reverse("cohort_act", args=[room.cohort.code, "cancel"])
    assert "Alle Betroffenen lesen ihn" in client.get(url).text
    refused = client.post(url, {"reason": "Zu\x07 wenige."})
    assert "Steuerzeichen" in refused.text and "wenige." in refused.text
    assert 'name="reason"' in client.post(url).text and Cohort.objects.get().status == "running"
    asked = dict(client.get(url).context["hidden"])
    page = client.post(url, {**asked, "reason": WHY}, follow=True)
    assert page.redirect_chain and f"Grund: {WHY}" in page.text
    assert f"Grund: {WHY}" in client.get(reverse("session", args=[room.session.pk])).text
