"""
The contract of locks. Whoever changes chairs of a cohort holds its row lock, taken first, in order of primary keys.

PostgreSQL: FOR NO KEY UPDATE on the cohort (rows elsewhere may still refer to it), waiting three seconds at most.
SQLite ignores row locks; there `transaction_mode: IMMEDIATE` lets only one writer begin. The chairs' conditional
updates hold without any lock. What is read before the lock is a hint; what decides is read after it.
"""

from functools import wraps

from django.db import OperationalError, connection, transaction
from django.db.models import BigAutoField

from courses.booking.refusals import Busy
from courses.cohorts.models import Cohort
from lms.lib.compiled import compiled
from lms.lib.refusals import Refusal
from lms.lib.waiting import waited_in_vain

LOCK_TIMEOUT = "3s"


def in_one_go(act):
    """
    Run an act in one transaction. A lock that is not to be had in time becomes Busy, with nothing written.

    A refusal that the act raises rolls everything back. One that it returns is raised after the commit: so an act that
    found out, while it settled the cohort, that there is nothing to do keeps what it settled.
    """

    @wraps(act)
    def run(*args, **kwargs):
        try:
            with transaction.atomic():
                outcome = act(*args, **kwargs)
        except OperationalError as fault:
            if waited_in_vain(fault):
                raise Busy from fault
            raise
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    return run


def lock_cohorts(*pks):
    """Lock the cohorts and return them, read after the lock, with edition and programme, in order of `pks`."""
    _wait_no_longer()
    by_pk = {cohort.pk: cohort for cohort in locking().filter(pk__in=pks).order_by("pk")}
    return [by_pk[pk] for pk in pks]


def lock_cohort(pk, read=None, **facts):
    """
    Lock one cohort and return it, read after the lock, with edition and programme.

    `read` is a compiled query of `locking()` that asks along, of `facts`, what this lock does not guard (memberships).
    Never for anything else: whoever waits for the lock sees it as it stood before.
    """
    _wait_no_longer()
    [cohort] = (read or _one)(pk=pk, **facts)
    return cohort


def locking():
    """The cohorts as a query that locks them."""
    return Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("edition__programme__office")


@compiled(pk=BigAutoField())
def _one(pk):
    return locking().filter(pk=pk).order_by()


def _wait_no_longer():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
