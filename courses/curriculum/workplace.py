"""What a programme needs to be worked on in Wagtail: groups, page and file rights, the way to approval."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.utils import translation
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from courses.curriculum.permissions import LECTURERS, MANAGE, MANAGERS, TEACH
from lms.accounts.grants import group_of

PAGE_RIGHTS = {
    MANAGERS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    LECTURERS: ("add_page", "change_page"),
}
FILE_RIGHTS = ("add_document", "change_document", "choose_document", "add_image", "change_image", "choose_image")


def equip(programme):
    """Give the programme its groups, grants, private collection, workflow and page rights. Idempotent."""
    for role, permission in ((MANAGERS, MANAGE), (LECTURERS, TEACH)):
        group = group_of(programme, role)
        assign_perm(permission, group, programme)
        group.permissions.add(_permission("wagtailadmin", "access_admin"))
    _give_collection(programme)
    for page in programme.pages.all():
        bind_page(programme, page)


def bind_page(programme, page):
    """Give the programme's groups their rights on one of its pages and send its drafts to the managers. Idempotent."""
    for role, rights in PAGE_RIGHTS.items():
        give_page_rights(group_of(programme, role), page, rights)
    WorkflowPage.objects.update_or_create(page=page.page_ptr, defaults={"workflow": workflow_of(programme)})


def give_page_rights(group, page, rights):
    """Let `group` do `rights` ("add_page", ...) on `page` and all below it. Idempotent."""
    held = set(
        GroupPagePermission.objects.filter(group=group, page_id=page.pk).values_list("permission__codename", flat=True)
    )
    for codename in rights:
        if codename not in held:
            GroupPagePermission.objects.create(
                group=group, page_id=page.pk, permission=_permission("wagtailcore", codename)
            )


def give_file_rights(group, collection):
    """Let `group` add and choose documents and images in `collection`. Idempotent."""
    for codename in FILE_RIGHTS:
        app = "wagtaildocs" if codename.endswith("document") else "wagtailimages"
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(app, codename)
        )


def workflow_of(programme):
    """Return the workflow in which the programme's managers approve lessons; make it the first time."""
    managers = group_of(programme, MANAGERS)
    # By the group, which is the programme's for good; the name is for people to read.
    workflow = Workflow.objects.filter(workflow_tasks__task__groupapprovaltask__groups=managers).first()
    if workflow is None:
        with translation.override(settings.LANGUAGE_CODE):
            name = _("%(code)s: approval") % {"code": programme.code}
        workflow = Workflow.objects.create(name=name)
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(managers)
        WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=0)
    return workflow


def _give_collection(programme):
    if programme.collection_id is None:
        root = Collection.get_first_root_node()
        programme.collection = root.add_child(instance=Collection(name=f"{programme.code} – {programme}"[:255]))
        programme.save(update_fields=["collection"])
    # Who exactly may open its documents is asked in courses.learning; Wagtail itself already turns the unknown away.
    CollectionViewRestriction.objects.get_or_create(
        collection=programme.collection, defaults={"restriction_type": CollectionViewRestriction.LOGIN}
    )
    for role in (MANAGERS, LECTURERS):
        give_file_rights(group_of(programme, role), programme.collection)


def _permission(app, codename):
    return Permission.objects.get(content_type__app_label=app, codename=codename)
