"""The rows for people below a booking: as many as seats, never fewer than were filled in."""

from django.conf import settings
from django.forms import formset_factory

from courses.booking.forms import MOST_AT_ONCE, RowForm
from courses.booking.lists.fates import data_of

TOTAL = "people-TOTAL_FORMS"
TYPED = ("given_name", "family_name", "email")


def people_rows(data, rows):
    """Return `rows` rows for people; left empty they are no fault, and a request without any names nobody."""
    formset = formset_factory(RowForm, extra=rows, max_num=MOST_AT_ONCE, absolute_max=MOST_AT_ONCE + 1)
    return formset(data if data and TOTAL in data else None, prefix="people")


def fitted(data, count):
    """Return what was sent with `count` rows: empty ones are added or left out at the end. Broken rows stay broken."""
    rows = _number_of_rows(data)
    if rows is None:
        return data
    filled = max((n + 1 for n in range(rows) if _is_filled(data, n)), default=0)
    return _with_rows(data, rows, max(count, filled))


def with_people(data, lines):
    """Return what was sent with the Lines of a list in its empty rows; the number of seats grows with them."""
    rows = _number_of_rows(data) or 0
    taken = [n for n in range(rows) if _is_filled(data, n)]
    room = MOST_AT_ONCE - len(taken)
    empty = [n for n in range(MOST_AT_ONCE) if n not in taken][: min(len(lines), room)]
    changed = _with_rows(data, rows, max([rows, *(n + 1 for n in empty)]))
    for n, line in zip(empty, lines, strict=False):
        for name, value in data_of(line).items():
            changed[f"people-{n}-{name}"] = value
    named = len(taken) + len(empty)
    count = changed.get("count", "")
    if not (count.isascii() and count.isdigit() and len(count) < 6 and int(count) >= named):
        changed["count"] = str(named)
    return changed


def _number_of_rows(data):
    total = data.get(TOTAL, "") if data else ""
    return int(total) if total.isascii() and total.isdigit() and len(total) < 6 and int(total) <= MOST_AT_ONCE else None


def _is_filled(data, n):
    return any(data.get(f"people-{n}-{name}", "").strip() for name in TYPED)


def _with_rows(data, before, after):
    changed = data.copy()
    changed[TOTAL] = str(after)
    changed.setdefault("people-INITIAL_FORMS", "0")
    for n in range(before, after):
        changed.setdefault(f"people-{n}-language", settings.LANGUAGE_CODE)
    return changed
