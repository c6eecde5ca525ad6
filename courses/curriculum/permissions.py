"""Who runs a programme and who teaches in it."""

from courses.curriculum.models import Programme
from lms.accounts.grants import holds, rows_held

MANAGE = "courses.manage_programme"
TEACH = "courses.teach_programme"


def may_manage(actor, programme):
    """Whether `actor` runs this programme: cohorts, seats, attendance, certificates."""
    return programme is not None and holds(actor, MANAGE, programme)


def programmes_managed_by(actor):
    """The programmes that `actor` runs."""
    return rows_held(actor, MANAGE, Programme.objects.all())


def may_teach(actor, programme):
    """Whether `actor` writes modules of this programme."""
    return programme is not None and (holds(actor, TEACH, programme) or may_manage(actor, programme))
