"""What the whole office holds of this room; the words for it in the navigation are the cohorts'."""

from django.utils.translation import gettext_lazy as _

from courses.curriculum.permissions import LECTURERS, MANAGE, MANAGERS, TEACH, may_manage
from lms.accounts.grants import office_holds
from lms.accounts.staffing import Staffing, offer_role

office_holds(MANAGE, TEACH)
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
