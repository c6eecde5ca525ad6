"""One function writes the log of acts; it is called inside the act's own transaction."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from lms.audit.models import Act

_door: ContextVar[str] = ContextVar("door", default="")


@contextmanager
def through(door):
    """Within it every act is noted as having come `via` this door ("api"). It decides nothing."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


def acts_of(row):
    """Return the Acts upon a row, the latest first."""
    return acts_upon(type(row), [row.pk])


def acts_upon(model, pks):
    """Return the Acts upon these rows of a model, the latest first."""
    kind = ContentType.objects.get_for_model(model)
    return Act.objects.filter(subject_type=kind, subject_id__in=[str(pk) for pk in pks])


def record(verb, *, actor=None, subject=None, at, **facts):
    """
    Add one row to the log of acts and return it.

    `verb` is noun.participle, e.g. "booking.made". `facts` must be JSON: ids, numbers, codes, dates as text.
    Raises RuntimeError outside a transaction, because an act without its record must not be possible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"record({verb!r}) belongs inside the transaction of the act")
    return Act.objects.create(
        verb=verb,
        actor=actor if actor is not None and actor.pk else None,
        subject_type=ContentType.objects.get_for_model(subject) if subject is not None else None,
        subject_id=str(subject.pk) if subject is not None else "",
        at=at,
        facts={**facts, "via": _door.get()} if _door.get() else facts,
    )
