"""Who saves from a page that was open while somebody else changed the same overwrites nothing unseen, and is told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.cohorts.actions import change_session, stored_of
from courses.cohorts.actions_of_cohort import change_terms, terms_of
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.refusals import ChangedMeanwhile
from courses.cohorts.seen import token_of
from lms.audit.models import Act
from lms.messages.models import Letter
from tests.courses.cohorts.kit import make_room
from tests.makers import make_office_user

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(days=7)


@pytest.fixture
def room(client):
    scene = make_room()
    scene.url = reverse("edit_session", args=[scene.session.pk])
    client.force_login(scene.office)
    return scene


def opened(client, url):
    """What the form of a page just opened would send."""
    form = client.get(url).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            sent[field.html_name] = [getattr(one, "pk", one) for one in value]
        else:
            sent[field.html_name] = "" if value is None else getattr(value, "pk", value)
    return sent


def move_by_colleague(room, **changes):
    facts = {
        "first_day": room.day + LATER,
        "host": room.site,
        "lecturers": [room.lecturer.person],
        "parallel_groups": 1,
        "reason": "Maschine kaputt",
    }
    colleague = make_office_user(first_name="Ute", last_name="Brand")
    change_session(session=room.session, **{**facts, **changes}, actor=colleague, at=timezone.now())
    Letter.objects.all().delete()


def test_an_older_window_does_not_move_the_session_back(client, room):
    mine = opened(client, room.url)
    move_by_colleague(room)
    page = client.post(room.url, {**mine, "ends_at": "15:00", "reason": "Bahn"})
    assert page.status_code == 200 and room.session.days.get().date == room.day + LATER
    assert not Letter.objects.exists()
    assert [(row.label, row.yours) for row in page.context["form"].differing] == [("Erster Tag", "")]
    assert "Ute Brand hat das inzwischen geändert" in page.text
    # What was typed stays, what was not is as it stands now.
    form = page.context["form"]
    assert (form["ends_at"].value(), form["reason"].value()) == ("15:00", "Bahn")
    assert form["first_day"].value() == (room.day + LATER).isoformat()


def test_saved_again_it_goes_on_from_the_newer_state(client, room):
    mine = opened(client, room.url)
    move_by_colleague(room)
    form = client.post(room.url, {**mine, "ends_at": "15:00"}).context["form"]
    again = {name: form.data.getlist(name) for name in form.data}
    assert client.post(room.url, again).status_code == 302
    day = room.session.days.get()
    assert (day.date, day.ends_at) == (room.day + LATER, dt.time(15))
    # The hours have changed, the day has not: nobody is told of a move once more.
    assert SeminarSession.objects.get().moved_reason == "Maschine kaputt"
    assert Letter.objects.exists() and not any("kostenfrei" in one.body for one in Letter.objects.all())


def test_where_both_typed_both_stand_there_and_the_second_decides(client, room):
    mine = opened(client, room.url)
    move_by_colleague(room)
    own = room.day + 2 * LATER
    page = client.post(room.url, {**mine, "first_day": own.isoformat(), "reason": "Bahn"})
    (row,) = page.context["form"].differing
    assert str(own.year) in row.yours and row.yours != row.now
    form = page.context["form"]
    assert form["first_day"].value() == own.isoformat()
    client.post(room.url, {name: form.data.getlist(name) for name in form.data} | {"dates": "keep"})
    client.post(room.url, {**{name: form.data.getlist(name) for name in form.data}, "dates": "keep", "dates_for": own})
    assert room.session.days.get().date == own


def test_the_same_form_sent_twice_is_no_second_change(client, room):
    mine = {**opened(client, room.url), "ends_at": "15:00"}
    assert client.post(room.url, mine).status_code == 302
    letters = Letter.objects.count()
    assert client.post(room.url, mine).status_code == 302
    assert Letter.objects.count() == letters > 0


def test_a_field_that_nobody_else_touched_is_no_reason_to_ask(client, room):
    mine = opened(client, room.url)
    assert client.post(room.url, {**mine, "parallel_groups": "2"}).status_code == 302
    assert SeminarSession.objects.get().parallel_groups == 2


@pytest.mark.parametrize("nasty", ["", "{", "[]", "1", "null", "[" * 10_000, '{"first_day": {}}', '{"host": [1]}'])
def test_nonsense_instead_of_what_was_seen_is_a_sentence_at_most(client, room, nasty):
    mine = {**opened(client, room.url), "parallel_groups": "2", "seen": nasty}
    assert client.post(room.url, mine).status_code in (200, 302)


def test_the_act_itself_refuses(room):
    seen = token_of(stored_of(room.session))
    move_by_colleague(room)
    before = Act.objects.count()
    with pytest.raises(ChangedMeanwhile) as refused:
        change_session(
            session=room.session, first_day=room.day, host=room.site, lecturers=[room.lecturer.person],
            parallel_groups=2, seen=seen, actor=room.office, at=timezone.now(),
        )  # fmt: skip
    assert refused.value.changed == ["first_day"] and Act.objects.count() == before


@pytest.fixture
def terms(room):
    return reverse("cohort_terms", args=[room.cohort.code])


def test_terms_of_an_older_window_do_not_undo_those_of_a_colleague(client, room, terms):
    mine = opened(client, terms)
    change_terms(cohort=room.cohort, offer_hours=72, actor=room.office, at=timezone.now())
    page = client.post(terms, {**mine, "naming_warning_days": "3"})
    row = Cohort.objects.get()
    assert (page.status_code, row.offer_hours, row.naming_warning_days) == (200, 72, 14)
    form = page.context["form"]
    assert (form["offer_hours"].value(), form["naming_warning_days"].value()) == ("72", "3")
    assert client.post(terms, {name: form.data[name] for name in form.data}).status_code == 302
    row.refresh_from_db()
    assert (row.offer_hours, row.naming_warning_days) == (72, 3)


def test_the_act_on_terms_refuses_only_what_was_not_seen(room):
    seen = token_of(terms_of(room.cohort))
    change_terms(cohort=room.cohort, offer_hours=72, actor=room.office, at=timezone.now())
    with pytest.raises(ChangedMeanwhile):
        change_terms(cohort=room.cohort, offer_hours=48, seen=seen, actor=room.office, at=timezone.now())
    change_terms(cohort=room.cohort, offer_lead_days=5, seen=seen, actor=room.office, at=timezone.now())
    row = Cohort.objects.get()
    assert (row.offer_hours, row.offer_lead_days) == (72, 5)
