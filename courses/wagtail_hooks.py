"""Gathers what the rooms hang into Wagtail: policies first, because nobody may have asked for them before."""

from wagtail import hooks

from courses.curriculum import admin as curriculum
from courses.curriculum import menu
from courses.learning import hooks as gates

curriculum.register_policies()


@hooks.register("register_admin_viewset")
def office_screens():
    """The screens of the rooms."""
    return [curriculum.CurriculumViewSetGroup(), curriculum.programme_chooser, curriculum.seminar_chooser]


hooks.register("register_admin_menu_item", menu.way_back)

__all__ = ["gates", "office_screens"]
