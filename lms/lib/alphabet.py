"""Names in the order in which people look for them, on every database: Ö beside O, Ş beside S, Đ beside D."""

from functools import lru_cache

from django.db.models.functions import Collate

from lms.lib.spelling import without_accents

# PostgreSQL brings it; SQLite is taught it for each connection, since by itself it knows the order of bytes alone.
COLLATION = "de-x-icu"
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe"})


@lru_cache(4_096)
def sort_key(text):
    """Return what a text is sorted by: its letters, whatever stands on them, and only then the text itself."""
    return without_accents(text.casefold().translate(_LETTERS)), text


def in_alphabet(*paths):
    """Return the fields (family name before given name) as expressions for order_by(), in the order of the alphabet."""
    return [Collate(path, COLLATION) for path in paths]


def teach_alphabet(connection, **_facts):
    """Give a new connection to SQLite the collation; a receiver of `connection_created`."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _compared)


def _compared(one, other):
    one, other = sort_key(one), sort_key(other)
    return (one > other) - (one < other)
