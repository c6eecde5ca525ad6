"""Django's entry for this app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"

    def ready(self):
        from courses.booking import facts  # noqa: F401
        from courses.curriculum.permissions import MANAGE, TEACH
        from courses.learning import reading  # noqa: F401
        from lms.accounts.grants import office_holds
        from lms.accounts.roles import name_role

        office_holds(MANAGE, TEACH)
        name_role("lecturer", codename="teach_programme")
