"""Who runs a programme and who teaches in it."""

from courses.curriculum.models import Programme
from lms.accounts.grants import holds, rows_held, rows_held_by_key

MANAGE = "courses.manage_programme"
TEACH = "courses.teach_programme"
MANAGERS = "managers"
LECTURERS = "lecturers"


def may_create_programmes(actor):
    """Whether `actor` opens new programmes: who runs them all. None is the installation itself (a command)."""
    return actor is None or holds(actor, MANAGE)


def may_manage(actor, programme):
    """Whether `actor` runs this programme: cohorts, seats, attendance, certificates."""
    return programme is not None and holds(actor, MANAGE, programme)


def programmes_managed_by(actor):
    """The programmes that `actor` runs."""
    return rows_held(actor, MANAGE, Programme.objects.all())


def programmes_managed_by_key(actor):
    """The same rule for a primary key; see `lms.accounts.grants.is_told_by_key`."""
    return rows_held_by_key(actor, MANAGE, Programme.objects.all())


def may_teach(actor, programme):
    """Whether `actor` writes modules of this programme."""
    return programme is not None and (holds(actor, TEACH, programme) or may_manage(actor, programme))


def programmes_taught_by(actor):
    """The programmes whose modules `actor` writes: the same rule as `may_teach`, as one query."""
    taught = rows_held(actor, TEACH, Programme.objects.all())
    managed = programmes_managed_by(actor)
    return Programme.objects.filter(pk__in=taught.values("pk")) | Programme.objects.filter(pk__in=managed.values("pk"))
