"""The rows for people below a booking: as many as seats, never fewer than were filled in."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms import formset_factory

from courses.booking.forms import MOST_AT_ONCE, RowForm
from courses.booking.lists.fates import data_of
from lms.lib.nul import number_in

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
    """
    Return what was sent with the Lines of a list in its rows; the number of seats grows with them.

    Whoever stands in a row already, as after the same list was corrected, is replaced there; others take empty rows.
    """
    rows = _number_of_rows(data) or 0
    taken = [n for n in range(rows) if _is_filled(data, n)]
    places, new = _known_places(data, taken, lines), []
    empty = [n for n in range(MOST_AT_ONCE) if n not in taken]
    for line in lines:
        if line not in places and len(new) < len(empty):
            places[line] = empty[len(new)]
            new.append(line)
    changed = _with_rows(data, rows, max([rows, *(n + 1 for n in places.values())]))
    for line, n in places.items():
        for name, value in data_of(line).items():
            changed[f"people-{n}-{name}"] = value
    named = len(taken) + len(new)
    count = changed.get("count", "")
    if not (count.isascii() and count.isdigit() and len(count) < 6 and int(count) >= named):
        changed["count"] = str(named)
    return changed


def _known_places(data, taken, lines):
    """
    Return {line: row} of those who stand in one of the rows `taken` already.

    People are told apart by their address; by name only where the row has none that can be right, so that two of one
    name never become one.
    """
    found = {}
    for line in lines:
        free = [(n, _typed(data, n, "email")) for n in taken if n not in found.values()]
        same = [n for n, address in free if address and address == line.email.casefold()]
        same += [n for n, address in free if _name(data, n) == line.name.casefold() and not _is_address(address)]
        if same:
            found[line] = same[0]
    return found


def _typed(data, n, name):
    return " ".join(data.get(f"people-{n}-{name}", "").split()).casefold()


def _name(data, n):
    return f"{_typed(data, n, 'given_name')} {_typed(data, n, 'family_name')}".strip()


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _number_of_rows(data):
    total = number_in(data.get(TOTAL)) if data else None
    return total if total is not None and total <= MOST_AT_ONCE else None


def _is_filled(data, n):
    return any(data.get(f"people-{n}-{name}", "").strip() for name in TYPED)


def _with_rows(data, before, after):
    changed = data.copy()
    changed[TOTAL] = str(after)
    changed.setdefault("people-INITIAL_FORMS", "0")
    for n in range(before, after):
        changed.setdefault(f"people-{n}-language", settings.LANGUAGE_CODE)
    return changed
