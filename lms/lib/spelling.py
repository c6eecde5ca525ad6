"""Names as different hands write them: case, accents, umlauts and hyphens aside."""

import re
import unicodedata

_WORDS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"})


def spellings(name):
    """
    Return the ways to spell a name, in small letters without spaces and signs; of nothing the empty text.

    An umlaut may be written as ae or without its dots, other accents may be left out.
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    return {_letters(plain), _letters(plain.translate(_GERMAN)), _letters(without_accents(plain))}


def words_spelled(text):
    """Return for each word of a text the ways to spell it; words without a letter are none."""
    return [spelled for word in _WORDS.split(text) if (spelled := spellings(word) - {""})]


def spelled(name):
    """Return every spelling of every word of a name, each behind a space, for a database to look in."""
    return "".join(f" {spelling}" for word in words_spelled(name) for spelling in sorted(word))


def without_accents(text):
    """Return the letters of a text without what stands on or through them."""
    decomposed = unicodedata.normalize("NFD", text.replace("ł", "l").replace("đ", "d").replace("ı", "i"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _letters(text):
    return "".join(letter for letter in text if letter.isalnum() or unicodedata.combining(letter))
