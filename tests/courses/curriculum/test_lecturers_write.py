"""A lecturer writes in modules of their own programme and submits; a manager approves, and only then it is public."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.curriculum.actions import add_lecturer, add_manager
from courses.curriculum.pages import LessonPage
from tests.makers import NOON, lessons_of_seminar, make_edition, make_pages, make_programme, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return make_pages(make_edition(make_programme(code="PA"), seminars=1))


@pytest.fixture
def foreign(own):
    return make_pages(make_edition(make_programme(code="PB"), seminars=1))


@pytest.fixture
def lecturer(own):
    user = make_user(language="de")
    add_lecturer(programme=own.programme, user=user, actor=None, at=NOON)
    return user


@pytest.fixture
def manager(own):
    user = make_user(language="de")
    add_manager(programme=own.programme, user=user, actor=None, at=NOON)
    return user


def lesson_of(edition):
    return lessons_of_seminar(edition.seminars.get())[0]


def written(page, title, action=""):
    """The editor's form as a browser sends it."""
    body = streamfield([("text", rich_text("<p>Neu geschrieben</p>"))])
    form = nested_form_data({"title": title, "slug": page.slug, "minutes": 5, "required": "on", "body": body})
    return {**form, **({action: "1"} if action else {})}


def edit(client, page, title, action=""):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), written(page, title, action))


def test_lecturer_edits_own_lessons_and_no_others(client, own, foreign, lecturer):
    client.force_login(lecturer)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[lesson_of(own).pk])).status_code == 200
    edit(client, lesson_of(own), "Mein Entwurf")
    assert lesson_of(own).get_latest_revision_as_object().title == "Mein Entwurf"
    assert lesson_of(own).title != "Mein Entwurf"

    closed = client.get(reverse("wagtailadmin_pages:edit", args=[lesson_of(foreign).pk]))
    assert closed.status_code == 302
    edit(client, lesson_of(foreign), "Fremder Entwurf")
    assert lesson_of(foreign).latest_revision is None


def test_lecturer_may_submit_but_not_publish(client, own, lecturer):
    client.force_login(lecturer)
    edit(client, lesson_of(own), "Gleich öffentlich", "action-publish")
    assert lesson_of(own).title != "Gleich öffentlich"
    edit(client, lesson_of(own), "Zur Freigabe", "action-submit")
    assert lesson_of(own).title != "Zur Freigabe"
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def approve(client, task_state, page):
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
    return client.post(url, {"comment": ""})


def test_manager_approves_and_it_is_published(client, own, foreign, lecturer, manager):
    client.force_login(lecturer)
    edit(client, lesson_of(own), "Zur Freigabe", "action-submit")
    task = TaskState.objects.get()

    approve(client, task, lesson_of(own))  # by the lecturer: nothing happens
    assert lesson_of(own).title != "Zur Freigabe"

    stranger = make_user()
    add_manager(programme=foreign.programme, user=stranger, actor=None, at=NOON)
    client.force_login(stranger)
    approve(client, task, lesson_of(own))
    assert lesson_of(own).title != "Zur Freigabe"

    client.force_login(manager)
    approve(client, task, lesson_of(own))
    assert LessonPage.objects.get(pk=lesson_of(own).pk).title == "Zur Freigabe"
    assert "Neu geschrieben" in lesson_of(own).body.render_as_block()


def test_seminar_page_cannot_show_a_seminar_of_others(client, own, foreign, lecturer):
    client.force_login(lecturer)
    page = lesson_of(own).get_parent().specific
    form = {"title": "X", "slug": page.slug, "seminar": foreign.seminars.get().pk, "introduction": rich_text("")}
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form))
    page.refresh_from_db()
    assert page.get_latest_revision() is None or page.get_latest_revision_as_object().seminar == own.seminars.get()
