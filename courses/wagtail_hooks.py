"""Gathers what the rooms hang into Wagtail: policies first, because nobody may have asked for them before."""

from wagtail import hooks

from courses.curriculum import admin as curriculum
from courses.curriculum import menu
from courses.learning import admin_api
from courses.learning import hooks as gates

curriculum.register_policies()


@hooks.register("register_admin_viewset")
def office_screens():
    """The screens of the rooms."""
    return [curriculum.CurriculumViewSetGroup(), curriculum.programme_chooser, curriculum.seminar_chooser]


hooks.register("register_admin_menu_item", menu.way_back)


@hooks.register("construct_admin_api", order=1000)
def lists_of_own_files(router):
    """Put ours in the place of Wagtail's, which have registered themselves before."""
    router.register_endpoint("documents", admin_api.OwnDocuments)
    router.register_endpoint("images", admin_api.OwnImages)


__all__ = ["gates", "lists_of_own_files", "office_screens"]
