"""A lesson is ticked off once, in every language at once, and counted on its own scale."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.learning.actions import finish_lesson
from courses.learning.models import LessonDone, Result
from courses.learning.progress import next_lesson, progress_of
from courses.learning.refusals import TakesNoPart
from lms.audit.models import Act
from tests.makers import (
    NOON,
    lessons_of_seminar,
    make_cohort,
    make_edition,
    make_enrolment,
    make_office_user,
    make_pages,
    make_person,
    make_programme,
    make_requirement,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def edition():
    return make_pages(make_edition(make_programme(code="PX"), seminars=3, knowledge_checks_required=2))


@pytest.fixture
def enrolment(edition):
    cohort = make_cohort(edition, status="running", starts_on=TODAY - dt.timedelta(days=9), ends_on=TODAY)
    enrolment = make_enrolment(cohort, make_person())
    make_user(enrolment.person, language="de")
    return enrolment


def test_ticked_twice_leaves_one_row(edition, enrolment):
    lesson = lessons_of_seminar(edition.seminars.first())[0]
    at = timezone.now()
    first = finish_lesson(lesson=lesson, actor=enrolment.person.user, at=at)
    again = finish_lesson(lesson=lesson, actor=enrolment.person.user, at=at + dt.timedelta(hours=1))
    assert first == again
    assert LessonDone.objects.get().at == at
    assert Act.objects.filter(verb="lesson.finished").count() == 1


def test_ticked_in_german_is_ticked_in_english(edition, enrolment):
    seminar = edition.seminars.first()
    german, english = lessons_of_seminar(seminar)[0], lessons_of_seminar(seminar, "en")[0]
    done = finish_lesson(lesson=german, actor=enrolment.person.user, at=timezone.now())
    assert finish_lesson(lesson=english, actor=enrolment.person.user, at=timezone.now()) == done
    assert progress_of(enrolment).lessons_seen == 1
    assert next_lesson(enrolment, "en") == lessons_of_seminar(seminar, "en")[1]


def test_lecturers_and_office_leave_no_trace(edition, client):
    lesson = lessons_of_seminar(edition.seminars.first())[0]
    office = make_office_user()
    with pytest.raises(TakesNoPart):
        finish_lesson(lesson=lesson, actor=office, at=NOON)
    client.force_login(office)
    page = client.post(reverse("lesson_done", args=[lesson.pk]), follow=True)
    assert page.status_code == 200
    assert "Nur Teilnehmende haken Lektionen ab" in page.text
    assert not LessonDone.objects.exists()


def test_two_scales_are_kept_apart(edition, enrolment):
    first = edition.seminars.first()
    required = 2 * edition.seminars.count()
    make_requirement(edition, "course_test")
    checks = [make_requirement(edition, "knowledge_check", seminar) for seminar in edition.seminars.all()]
    Result.objects.create(
        enrolment=enrolment, requirement=checks[0], attempt=1, passed=True, decided_on=TODAY, recorded_at=NOON
    )
    Result.objects.create(
        enrolment=enrolment, requirement=checks[1], attempt=1, passed=False, decided_on=TODAY, recorded_at=NOON
    )
    optional = lessons_of_seminar(first)[1]
    type(optional).objects.filter(translation_key=optional.translation_key).update(required=False)
    for lesson in lessons_of_seminar(first):
        finish_lesson(lesson=lesson, actor=enrolment.person.user, at=timezone.now())
    progress = progress_of(enrolment)
    assert (progress.lessons_seen, progress.lessons_required) == (1, required - 1)
    assert (progress.checks_passed, progress.checks_required, progress.checks_offered) == (1, 2, 3)


def test_reading_goes_on_across_seminars_until_all_is_read(edition, enrolment, client):
    client.force_login(enrolment.person.user)
    lessons = [lesson for seminar in edition.seminars.all() for lesson in lessons_of_seminar(seminar)]
    for lesson in lessons:
        assert client.get(reverse("read_on")).url == lesson.url
        client.post(reverse("lesson_done", args=[lesson.pk]))
    assert next_lesson(enrolment, "de") is None
    assert "Sie haben alle Pflichtseiten gelesen" in client.get(reverse("read_on")).text


def test_tick_leads_to_the_next_page_and_stays_after_a_reload(edition, enrolment, client):
    client.force_login(enrolment.person.user)
    first, second = lessons_of_seminar(edition.seminars.first())[:2]
    answer = client.post(reverse("lesson_done", args=[first.pk]))
    assert answer.url == second.url
    text = client.get(first.url).text
    assert 'class="is-done"' in text
    assert "1 von 2 Seiten gelesen" in text


def test_ticking_needs_a_post_by_somebody_who_reads_it(edition, enrolment, client):
    lesson = lessons_of_seminar(edition.seminars.first())[0]
    url = reverse("lesson_done", args=[lesson.pk])
    assert client.post(url).status_code == 302  # to sign in
    client.force_login(make_user())
    assert client.post(url).status_code == 404
    client.force_login(enrolment.person.user)
    assert client.get(url).status_code == 405
    assert client.post(reverse("lesson_done", args=[999_999])).status_code == 404


@pytest.mark.parametrize("seminars", [3, 30])
def test_progress_needs_as_many_queries_for_thirty_seminars(seminars, django_assert_num_queries):
    edition = make_pages(make_edition(seminars=seminars))
    enrolment = make_enrolment(make_cohort(edition))
    with django_assert_num_queries(4):
        progress_of(enrolment)
    with django_assert_num_queries(2):
        next_lesson(enrolment, "de")
