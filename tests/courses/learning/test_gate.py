"""Lessons and their files open for those who take part, teach or run the programme, and for nobody else."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection

from courses.curriculum.actions import add_lecturer, add_manager
from courses.curriculum.models import Programme, Seminar
from courses.learning.permissions import (
    may_open_files,
    may_read_seminar,
    programmes_readable_by,
    seminars_readable_by,
)
from tests.makers import (
    NOON,
    lessons_of_seminar,
    make_administrator,
    make_cohort,
    make_edition,
    make_enrolment,
    make_office_user,
    make_pages,
    make_person,
    make_programme,
    make_user,
    page_of,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
AGO = TODAY - dt.timedelta(days=100)


@pytest.fixture
def edition():
    return make_pages(make_edition(make_programme(code="PX")))


@pytest.fixture
def lesson(edition):
    return lessons_of_seminar(edition.seminars.first())[0]


def taking_part(edition, starts_on=AGO, status="running", **fields):
    """Somebody with an account on a chair of a cohort of this edition."""
    cohort = make_cohort(edition, status=status, starts_on=AGO, ends_on=TODAY + dt.timedelta(days=100))
    person = make_person()
    make_enrolment(cohort, person, starts_on=starts_on, **fields)
    return make_user(person)


def visitors(edition):
    """Everybody who could knock: name -> (user, may read)."""
    programme = edition.programme
    other = make_edition(make_programme(code="PY"))
    lecturer, manager, stranger = make_user(), make_user(), make_user()
    add_lecturer(programme=programme, user=lecturer, actor=None, at=NOON)
    add_manager(programme=programme, user=manager, actor=None, at=NOON)
    foreign_lecturer, gone = make_user(), taking_part(edition)
    add_lecturer(programme=other.programme, user=foreign_lecturer, actor=None, at=NOON)
    gone.is_active = False
    gone.save()
    older = make_edition(programme, label="2019")
    return {
        "participant": (taking_part(edition), True),
        "of a completed cohort": (taking_part(edition, status="completed"), True),
        "leaving tomorrow": (taking_part(edition, ends_on=TODAY + dt.timedelta(1), ending="withdrawn"), True),
        "left today": (taking_part(edition, ends_on=TODAY, ending="withdrawn"), False),
        "replaced": (taking_part(edition, ends_on=AGO, ending="replaced"), False),
        "begins tomorrow": (taking_part(edition, starts_on=TODAY + dt.timedelta(1)), False),
        "of a cancelled cohort": (taking_part(edition, status="cancelled"), False),
        "of another programme": (taking_part(other), False),
        "of another edition": (taking_part(older), False),
        "account closed": (gone, False),
        "lecturer": (lecturer, True),
        "lecturer of another programme": (foreign_lecturer, False),
        "manager": (manager, True),
        "office": (make_office_user(), True),
        "administrator": (make_administrator(), True),
        "stranger": (stranger, False),
    }


def test_lesson_opens_for_exactly_those(client, edition, lesson):
    wrong = []
    for name, (user, may) in visitors(edition).items():
        client.force_login(user)
        page = client.get(lesson.url)
        expected = 200 if may else 302 if name == "account closed" else 403
        if page.status_code != expected:
            wrong.append((name, page.status_code))
        if not may and page.status_code == 403:
            assert lesson.title not in page.text
            assert "Startseite" in page.text
    assert wrong == []


def test_visitor_is_sent_to_sign_in_and_comes_back(client, lesson):
    answer = client.get(lesson.url)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={lesson.url}"


def test_list_and_rule_agree_for_everyone(edition):
    at = timezone.now()
    for name, (user, _may) in visitors(edition).items():
        seminars = {one for one in Seminar.objects.all() if may_read_seminar(user, one, at)}
        assert set(seminars_readable_by(user, at)) == seminars, name
        programmes = {one for one in Programme.objects.all() if may_open_files(user, one, at)}
        assert set(programmes_readable_by(user, at)) == programmes, name


def document_in(collection):
    return Document.objects.create(
        title="Folien", file=ContentFile(b"geheim", name="folien.txt"), collection=collection
    )


def test_files_of_a_programme_open_for_its_people_only(client, edition):
    edition.programme.refresh_from_db()
    below = edition.programme.collection.add_child(instance=Collection(name="Filme"))
    files = [document_in(edition.programme.collection), document_in(below)]
    people = visitors(edition)
    for name in ("participant", "of another edition", "lecturer", "office"):
        client.force_login(people[name][0])
        assert [client.get(file.url).status_code for file in files] == [200, 200], name
    for name in ("stranger", "replaced", "of another programme", "lecturer of another programme"):
        client.force_login(people[name][0])
        for file in files:
            answer = client.get(file.url)
            assert answer.status_code == 403, name
            assert b"geheim" not in answer.content
    client.logout()
    assert [client.get(file.url).status_code for file in files] == [302, 302]


def test_files_of_no_programme_stay_public(client, edition):
    file = document_in(Collection.get_first_root_node())
    assert client.get(file.url).status_code == 200


def test_files_are_not_below_the_public_media_address(client, edition):
    edition.programme.refresh_from_db()
    file = document_in(edition.programme.collection)
    assert client.get(file.file.url).status_code == 404


def test_preview_and_editor_stay_closed_for_participants(client, edition, lesson):
    client.force_login(taking_part(edition))
    for name in ("wagtailadmin_pages:view_draft", "wagtailadmin_pages:edit"):
        answer = client.get(reverse(name, args=[lesson.pk]))
        assert answer.status_code in (302, 403)
        assert lesson.title not in answer.content.decode()


def test_reason_says_when_it_begins(client, edition, lesson):
    client.force_login(taking_part(edition, starts_on=TODAY + dt.timedelta(days=1)))
    assert "Ihr Lehrgang beginnt am" in client.get(lesson.url).text


def test_unpublished_lesson_is_found_by_nobody(client, edition, lesson):
    lesson.unpublish()
    client.force_login(taking_part(edition))
    assert client.get(lesson.url).status_code == 404


def test_seminar_page_leads_participants_on(client, edition):
    seminar = edition.seminars.first()
    client.force_login(taking_part(edition))
    text = client.get(page_of(seminar).url).text
    assert lessons_of_seminar(seminar)[0].url in text
    assert "Weiterlesen" in text
    assert text.count("button--go") == 1


@pytest.mark.parametrize("seminars", [3, 30])
def test_lesson_needs_a_bounded_number_of_queries(client, seminars, django_assert_max_num_queries):
    edition = make_pages(make_edition(make_programme(code="PZ"), seminars=seminars))
    edition.seminars.update(topics={"de": ["a", "b"]})
    lesson = lessons_of_seminar(edition.seminars.last())[0]
    client.force_login(taking_part(edition))
    client.get(lesson.url)
    with django_assert_max_num_queries(20):
        assert client.get(lesson.url).status_code == 200
