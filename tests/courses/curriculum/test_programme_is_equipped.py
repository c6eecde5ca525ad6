"""Opening a programme gives it groups, a private collection, page rights, a way to approval; twice changes nothing."""

import pytest
from django.contrib.auth.models import Group
from guardian.models import GroupObjectPermission
from wagtail.models import Collection, GroupPagePermission, Workflow, WorkflowPage

from courses.curriculum.actions import add_lecturer, add_manager, create_programme
from courses.curriculum.models import Programme
from courses.curriculum.pages import ProgrammePage
from courses.curriculum.permissions import may_manage, may_teach
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests.makers import NOON, make_edition, make_office, make_office_user, make_pages, make_user

pytestmark = pytest.mark.django_db
COUNTED = (Programme, Group, GroupObjectPermission, Collection, GroupPagePermission, Workflow, WorkflowPage, Act)


def open_programme(**fields):
    given = {"code": "PK", "office": None, "title": {"de": "Lehrgang"}, "summary": {}, "audience": {}, "actor": None}
    return create_programme(**{**given, "office": fields.pop("office", None) or make_office(), **fields}, at=NOON)


def test_twice_changes_nothing():
    office = make_office()
    make_pages(make_edition(open_programme(office=office)))
    before = [model.objects.count() for model in COUNTED]
    open_programme(office=office)
    assert [model.objects.count() for model in COUNTED] == before


def test_lecturers_change_and_managers_also_publish():
    programme = open_programme()
    make_pages(make_edition(programme))
    for page in ProgrammePage.objects.filter(programme=programme):
        rights = dict(
            Group.objects.filter(page_permissions__page=page).values_list("name", "pk").distinct().order_by("name")
        )
        assert set(rights) == {f"programme-{programme.pk}-lecturers", f"programme-{programme.pk}-managers"}
        publishers = GroupPagePermission.objects.filter(page=page, permission__codename="publish_page")
        assert [one.group.name for one in publishers] == [f"programme-{programme.pk}-managers"]
        assert page.get_workflow().name == f"{programme.code}: Freigabe"


def test_lecturer_teaches_and_manager_runs():
    programme, other = open_programme(), open_programme(code="SP")
    lecturer, manager = make_user(), make_user()
    add_lecturer(programme=programme, user=lecturer, actor=None, at=NOON)
    add_manager(programme=programme, user=manager, actor=make_office_user(), at=NOON)
    add_manager(programme=programme, user=manager, actor=make_office_user(), at=NOON)
    assert may_teach(lecturer, programme)
    assert not may_manage(lecturer, programme)
    assert may_manage(manager, programme)
    assert not may_teach(lecturer, other)
    assert not may_manage(manager, other)
    assert Act.objects.filter(verb="programme.managers_joined").count() == 1


def test_only_the_office_opens_programmes_and_only_who_runs_one_staffs_it():
    programme = open_programme()
    manager = make_user()
    add_manager(programme=programme, user=manager, actor=None, at=NOON)
    with pytest.raises(NotAllowed):
        open_programme(code="NEU", actor=manager)
    assert open_programme(code="NEU", actor=make_office_user())
    with pytest.raises(NotAllowed):
        add_lecturer(programme=programme, user=make_user(), actor=make_user(), at=NOON)
