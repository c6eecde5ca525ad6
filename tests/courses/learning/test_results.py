"""Results are recorded attempt by attempt, all or nothing, by those who may; a pass is decided on the exact figure."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from courses.learning.marking import Attempt, record_results
from courses.learning.models import Result
from courses.learning.refusals import ResultNotPossible
from lms.lib.refusals import NotAllowed
from tests import makers

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def world():
    edition = makers.make_edition()
    cohort = makers.make_cohort(edition, status="running")
    test = makers.make_requirement(edition, pass_percent=Decimal("66.67"), max_attempts=2)
    return cohort, test, makers.make_enrolment(cohort), makers.make_administrator()


def record(world, *attempts, **fields):
    cohort, test, _enrolment, actor = world
    return record_results(
        **{
            "cohort": cohort,
            "requirement": test,
            "attempts": attempts,
            "decided_on": DAY,
            "actor": actor,
            "at": makers.NOON,
            **fields,
        }
    )


@pytest.mark.parametrize(("percent", "passed"), [("66.67", True), ("66.66", False)])
def test_the_limit_itself_passes_and_a_hair_less_does_not(world, percent, passed):
    record(world, Attempt(world[2].pk, percent=Decimal(percent)))
    assert Result.objects.get().passed is passed


def test_attempts_are_counted_and_run_out(world):
    for attempt in (1, 2):
        record(world, Attempt(world[2].pk, percent=Decimal(10)))
        assert Result.objects.latest("pk").attempt == attempt
    with pytest.raises(ResultNotPossible):
        record(world, Attempt(world[2].pk, percent=Decimal(90)))


def test_who_has_passed_is_not_tried_again(world):
    record(world, Attempt(world[2].pk, percent=Decimal(90)))
    with pytest.raises(ResultNotPossible):
        record(world, Attempt(world[2].pk, percent=Decimal(95)))


def test_one_wrong_line_keeps_the_right_ones_out(world):
    stranger = makers.make_enrolment(makers.make_cohort(world[0].edition))
    with pytest.raises(ResultNotPossible):
        record(world, Attempt(world[2].pk, percent=Decimal(90)), Attempt(stranger.pk, percent=Decimal(90)))
    assert not Result.objects.exists()


def test_a_day_ahead_is_refused(world):
    with pytest.raises(ResultNotPossible):
        record(world, Attempt(world[2].pk, percent=Decimal(90)), decided_on=dt.date(2026, 11, 23))


def test_a_lecturer_marks_the_check_of_the_own_seminar_only(world):
    cohort = world[0]
    first, second, _third = cohort.edition.seminars.all()
    mine = makers.make_requirement(cohort.edition, kind="knowledge_check", seminar=first)
    other = makers.make_requirement(cohort.edition, kind="knowledge_check", seminar=second)
    lecturer = makers.make_person()
    makers.make_session(cohort, first, lecturers=[lecturer])
    makers.make_session(cohort, second)
    user = makers.make_user(lecturer)
    assert record(world, Attempt(world[2].pk, percent=Decimal(90)), requirement=mine, actor=user) == 1
    for requirement in (other, world[1]):
        with pytest.raises(NotAllowed):
            record(world, Attempt(world[2].pk, percent=Decimal(90)), requirement=requirement, actor=user)


def test_the_page_takes_a_german_comma_and_leaves_empty_lines_alone(world, client):
    cohort, test, enrolment, actor = world
    makers.make_enrolment(cohort)
    client.force_login(actor)
    url = reverse("results", args=[cohort.code, test.pk])
    sent = {"decided_on": "20.11.2025", f"result_{enrolment.pk}": "66,67"}
    assert client.post(url, sent).status_code == 302
    assert [(one.enrolment, one.percent, one.passed) for one in Result.objects.all()] == [
        (enrolment, Decimal("66.67"), True)
    ]


@pytest.mark.parametrize("typed", ["viel", "-1", "101", "66,6666", "NaN", "1e999", "\x00"])
def test_nonsense_is_said_and_kept_out(world, client, typed):
    cohort, test, enrolment, actor = world
    client.force_login(actor)
    sent = {"decided_on": "2025-11-20", f"result_{enrolment.pk}": typed}
    answer = client.post(reverse("results", args=[cohort.code, test.pk]), sent)
    assert answer.status_code == 200
    assert not Result.objects.exists()


def test_others_do_not_learn_that_the_page_exists(world, client):
    cohort, test, enrolment, _actor = world
    url = reverse("results", args=[cohort.code, test.pk])
    assert client.get(url).status_code == 302
    for user in (makers.make_user(), makers.make_booker(makers.make_company()), makers.make_user(enrolment.person)):
        client.force_login(user)
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("people", [3, 30])
def test_the_number_of_queries_does_not_depend_on_the_people(client, django_assert_max_num_queries, people):
    edition = makers.make_edition(max_group_size=40)
    test = makers.make_requirement(edition)
    cohort = makers.make_cohort(edition, status="running")
    for _index in range(people):
        makers.make_enrolment(cohort)
    client.force_login(makers.make_administrator())
    with django_assert_max_num_queries(10):
        client.get(reverse("results", args=[cohort.code, test.pk]))
