"""The office plans cohorts and sessions; what does not fit is refused with the reason and nothing is written."""

import datetime as dt

import pytest
from django.utils import timezone

from courses.cohorts.actions import plan_cohort, plan_session
from courses.cohorts.models import Cohort, SeminarSession
from courses.cohorts.refusals import CodeTaken, DatesWrong, EditionNotPublished, GroupTooLarge, WrongState
from courses.cohorts.rules import groups_needed, shared_out, visitors_too_many
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.courses.booking.crowd import all_at_once
from tests.courses.cohorts.kit import make_room
from tests.makers import NOON, make_cohort, make_edition, make_office_user, make_site, make_user

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2027, 9, 23), dt.date(2029, 7, 19)


def plan(edition=None, **changes):
    facts = {"code": "PK-7", "max_size": 5, "starts_on": FIRST, "ends_on": LAST, "at": NOON}
    return plan_cohort(**{"edition": edition or make_edition(), "actor": make_office_user(), **facts, **changes})


def test_cohorts_are_numbered_within_their_programme():
    edition = make_edition()
    assert [plan(edition, code=code).number for code in ("A", "B")] == [1, 2]
    assert Cohort.objects.get(code="A").status == Cohort.Status.PLANNED
    assert Act.objects.filter(verb="cohort.planned").count() == 2


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"max_size": 6}, GroupTooLarge),
        ({"max_size": 0}, GroupTooLarge),
        ({"ends_on": FIRST - dt.timedelta(days=1)}, DatesWrong),
    ],
)
def test_what_does_not_fit_is_refused(change, refusal):
    with pytest.raises(refusal):
        plan(**change)
    assert not Cohort.objects.exists() and not Act.objects.exists()


def test_a_draft_edition_runs_no_cohort():
    with pytest.raises(EditionNotPublished):
        plan(make_edition(published_on=None))


def test_only_who_runs_the_programme_plans():
    with pytest.raises(NotAllowed):
        plan(actor=make_user())
    with pytest.raises(NotAllowed):
        plan_session(cohort=make_cohort(), seminar=None, first_day=FIRST, actor=make_user(), at=NOON)


def test_units_are_shared_out_over_the_days():
    cohort = make_cohort(make_edition(units=9))
    seminar = cohort.edition.seminars.first()
    type(seminar).objects.filter(pk=seminar.pk).update(days=2)
    seminar.refresh_from_db()
    session = plan_session(cohort=cohort, seminar=seminar, first_day=FIRST, actor=make_office_user(), at=NOON)
    assert [(day.date, day.units) for day in session.days.all()] == [(FIRST, 5), (FIRST + dt.timedelta(days=1), 4)]


def test_a_seminar_is_planned_once_and_only_of_the_cohorts_edition():
    cohort, office = make_cohort(), make_office_user()
    seminar = cohort.edition.seminars.first()
    plan_session(cohort=cohort, seminar=seminar, first_day=FIRST, actor=office, at=NOON)
    for wrong in (seminar, make_edition().seminars.first()):
        with pytest.raises(DatesWrong):
            plan_session(cohort=cohort, seminar=wrong, first_day=FIRST, actor=office, at=NOON)
    assert SeminarSession.objects.count() == 1


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_nothing_is_planned_for_a_cohort_that_is_over(status):
    cohort = make_cohort(status=status)
    with pytest.raises(WrongState):
        plan_session(
            cohort=cohort, seminar=cohort.edition.seminars.first(), first_day=FIRST, actor=make_office_user(), at=NOON
        )


def test_nothing_is_planned_in_the_past():
    cohort, yesterday = make_cohort(), NOON.date() - dt.timedelta(days=1)
    with pytest.raises(DatesWrong):
        plan_session(
            cohort=cohort,
            seminar=cohort.edition.seminars.first(),
            first_day=yesterday,
            actor=make_office_user(),
            at=NOON,
        )


def test_a_code_that_somebody_took_meanwhile_is_refused():
    plan(code="PK-7")
    with pytest.raises(CodeTaken, match="Kürzel"):
        plan(code="PK-7")
    assert Cohort.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_get_two_numbers():
    edition, office = make_edition(), make_office_user()
    assert all_at_once(6, lambda n: plan(edition, code=f"PK-{n}", actor=office)) == {"done": 6}
    assert sorted(Cohort.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_session_ends_after_it_starts():
    cohort = make_cohort()
    with pytest.raises(DatesWrong):
        plan_session(
            cohort=cohort,
            seminar=cohort.edition.seminars.first(),
            first_day=FIRST,
            starts_at=dt.time(16),
            ends_at=dt.time(9),
            actor=make_office_user(),
            at=NOON,
        )
    assert not SeminarSession.objects.exists()


def test_on_the_pages(client):
    edition = make_edition()
    client.force_login(make_office_user())
    client.post(
        "/cohorts/new/",
        {"edition": edition.pk, "code": "PK-7", "max_size": 5, "starts_on": "23.09.2027", "ends_on": "2029-07-19"},
    )
    seminar, site = edition.seminars.first(), make_site(max_visitors=3)
    day = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    typed = {"seminar": seminar.pk, "first_day": day, "starts_at": "09:00", "ends_at": "16:30", "host": site.pk}
    typed |= {"dates": "keep", "dates_for": day}
    page = client.post("/cohorts/PK-7/sessions/new/", typed, follow=True)
    assert SeminarSession.objects.get().host == site
    assert f"Seminar 1 „{seminar.short_title}“ (PK-7) ist geplant." in page.text
    # Planned all the same, but the office is warned at once.
    assert "lässt 3 Personen je Gruppe zu; ein voller Durchgang hat 5" in page.text
    assert "2 parallele Gruppen" in page.text


def test_the_code_new_is_the_forms_own_address(client):
    client.force_login(make_office_user())
    typed = {"edition": make_edition().pk, "code": "New", "max_size": 5, "starts_on": FIRST, "ends_on": LAST}
    assert client.post("/cohorts/new/", typed).context["form"].errors["code"]


@pytest.mark.parametrize(
    ("people", "limit", "groups", "over"),
    [(16, 14, 1, 2), (16, 10, 2, 0), (14, 14, 1, 0), (15, 14, 1, 1), (16, None, 1, 0), (1, 0, 3, 1)],
)
def test_the_limit_holds_per_group(people, limit, groups, over):
    assert visitors_too_many(people, limit, groups) == over


def test_groups_that_are_needed():
    assert [groups_needed(16, limit) for limit in (14, 8, 5, 16, None, 0)] == [2, 2, 4, 1, 1, None]
    assert shared_out(16, 3) == [6, 5, 5]


def test_strangers_get_404_everywhere(client):
    room = make_room()
    pages = [
        "/cohorts/",
        "/cohorts/new/",
        f"/cohorts/{room.cohort.code}/",
        f"/cohorts/{room.cohort.code}/sessions/new/",
        f"/cohorts/{room.cohort.code}/cancel/confirm/",
        f"/sessions/{room.session.pk}/edit/",
    ]
    for user in (room.stranger, room.participant, room.lecturer, room.host, room.booker):
        client.force_login(user)
        for page in pages:
            assert client.get(page).status_code == client.post(page).status_code == 404, (page, user)
    client.logout()
    for page in pages:
        assert client.get(page)["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("2020-01-18", "2020-06-01", "PAST ended on 1 June 2020"),
        ("2020-01-18", "2199-06-01", "The last day to book PAST is over"),
        ("2198-01-18", "2199-06-01", "Next: its sessions"),
    ],
)
def test_a_cohort_of_the_past_is_planned_and_said_to_be_one(client, starts_on, ends_on, said):
    client.force_login(make_office_user(language="en"))
    typed = {"edition": make_edition().pk, "code": "PAST", "max_size": "5", "starts_on": starts_on, "ends_on": ends_on}
    page = client.post("/cohorts/new/", typed, follow=True)
    assert Cohort.objects.get().code == "PAST"
    assert said in page.text and ("Next: its sessions" in page.text) == said.startswith("Next")
