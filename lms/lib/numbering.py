"""Numbers without gaps: counted up under the lock of their series, inside the transaction that uses them."""

from django.db.models import F


def take(series, count, **key):
    """
    Return the next `count` numbers, a range, of the row of the model `series` that `key` names; it counts in `last`.

    Must run inside the transaction that uses them: if that fails, they were never taken. Others wait at the series.
    """
    first = locked(series, **key).last + 1
    series._base_manager.filter(**key).update(last=F("last") + count)
    return range(first, first + count)


def locked(series, **key):
    """Return the row of the series, made the first time, under its lock."""
    series._base_manager.get_or_create(**key)
    return series._base_manager.select_for_update().get(**key)
