"""What the whole office holds of this room; the words for it in the navigation are the cohorts'."""

from django.utils.translation import gettext_lazy as _

from courses.curriculum.permissions import LECTURERS, MANAGE, MANAGERS, TEACH, may_manage
from lms.accounts.grants import office_holds
from lms.accounts.roles import name_role
from lms.accounts.staffing import Staffing, offer_role
from lms.home.navigation import NavItem, register

office_holds(MANAGE, TEACH)


def writes(user):
    """Whether this user may enter the CMS."""
    return user.has_perm("wagtailadmin.access_admin")


name_role("author", asks=writes)
register(NavItem(_("Content"), "wagtailadmin_home", {"author", "administrator"}, order=30))
offer_role(
    Staffing(
        LECTURERS,
        "courses.Programme",
        TEACH,
        may_manage,
        _("Who teaches in the programme"),
        _("You now teach in the programme %(row)s: you write its lessons and keep the sheets of your sessions."),
    )
)
offer_role(
    Staffing(
        MANAGERS,
        "courses.Programme",
        MANAGE,
        may_manage,
        _("Who runs the programme"),
        _("You now run the programme %(row)s."),
    )
)
