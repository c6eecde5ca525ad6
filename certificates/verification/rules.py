"""When what somebody typed is what the paper says: forgiving about writing, strict about letters."""

import re
import unicodedata

_DASHES = re.compile(r"\s*[\-\u2010-\u2015\u2212]\s*")
_PARTED = re.compile(r"(\S+)[ -](\d{4})[ -](\d{4,})", re.ASCII)
_WORDS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"})


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
    spellings = _spellings(typed) & _spellings(printed)
    return bool(spellings - {""})


def reads_like(typed, name):
    """Whether each word typed begins a word of a name, as forgivingly as in `same_name`; no word is like none."""
    asked = [_spellings(word) - {""} for word in _WORDS.split(typed)]
    parts = [_spellings(word) - {""} for word in _WORDS.split(name)]
    asked = [spellings for spellings in asked if spellings]
    return bool(asked) and all(
        any(part.startswith(tuple(spellings)) for spelled in parts for part in spelled) for spellings in asked
    )


def _spellings(name):
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    return {_letters(plain), _letters(plain.translate(_GERMAN)), _letters(_without_accents(plain))}


def _without_accents(text):
    decomposed = unicodedata.normalize("NFD", text.replace("ł", "l").replace("đ", "d").replace("ı", "i"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _letters(text):
    return "".join(letter for letter in text if letter.isalnum() or unicodedata.combining(letter))
