"""When what somebody typed is what the paper says: forgiving about writing, strict about letters."""

import re

from lms.lib.spelling import spellings, words_spelled

_DASHES = re.compile(r"\s*[\-\u2010-\u2015\u2212]\s*")
_PARTED = re.compile(r"(\S+)[ -](\d{4})[ -](\d{4,})", re.ASCII)


def tidy_number(text):
    """Return a number as it is stored: capitals, plain hyphens, also where spaces part prefix, year and sequence."""
    tidy = _DASHES.sub("-", " ".join(text.split())).upper()
    parted = _PARTED.fullmatch(tidy)
    return "-".join(parted.groups()) if parted else tidy


def same_name(typed, printed):
    """
    Whether two surnames are the same person's for a clerk who types from a paper.

    Case, spaces, hyphens and apostrophes do not count; an umlaut may be typed as ae or without its dots, other accents
    may be left out. Nothing else may differ; an empty name is like no other.
    """
    both = spellings(typed) & spellings(printed)
    return bool(both - {""})


def reads_like(typed, name):
    """Whether each word typed begins a word of a name, as forgivingly as in `same_name`; no word is like none."""
    asked, parts = words_spelled(typed), words_spelled(name)
    return bool(asked) and all(
        any(part.startswith(tuple(word)) for spelled in parts for part in spelled) for word in asked
    )
