"""Whether our own fonts had every letter: a borrowed glyph looks wrong here and may be missing elsewhere."""

import functools
import json
import unicodedata
from pathlib import Path

from django.utils.translation import gettext as _

from lms.lib.paper.faults import DocumentFault

FONTS = Path(__file__).parent / "fonts"
# What the fonts can draw, by subsetting.py: reading the fonts themselves takes a second and fontTools.
LETTERS = FONTS / "letters.json"
FAMILIES = {"Lehrgang Sans", "Lehrgang Serif", "Lehrgang Reserve"}
# Print nothing, and belong into texts: where a word or line may break, and how Persian and Indic letters join.
UNSEEN = {"\t", "\n", "\r", "\u00ad", "\u200c", "\u200d"}


def refuse_unknown(texts):
    """Raise DocumentFault, naming letters and text, if one has a letter that no font of ours draws. Reads no font."""
    texts = list(texts)
    letters = _letters(texts) - _known("home")
    if letters and (letters := letters - _known("world")):
        raise _fault(sorted(letters), next((text for text in texts if _letters([text]) & letters), ""))


def refuse_fallback(fonts, texts):
    """
    Raise DocumentFault, naming the letters, if a font of the written document is not ours or lacked a glyph.

    `fonts` are WeasyPrint's after painting; `texts` only serve to name the letters. A font of one script that stands
    for letters of another is refused too: WeasyPrint would have taken two fonts for one.
    """
    if any(not _is_ours(font) or font.missing for font in fonts):
        texts = list(texts)
        letters = _letters(texts) - known_letters()
        raise _fault(sorted(letters), next((text for text in texts if _letters([text]) & letters), ""))


def spelled(text):
    """Return a text in which letters that no font of ours draws stand as their numbers: [U+12000]. Reads no font."""
    for letter in letters_of(text) - known_letters():
        if unicodedata.category(letter) not in {"Cc", "Cf"}:
            text = text.replace(letter, f"[U+{ord(letter):04X}]")
    return text


def needs_the_world(texts):
    """Return whether a letter of `texts` is none of the fonts that every paper has."""
    return not _letters(texts) <= _known("home")


def known_letters():
    """Return every character that a bundled font can draw."""
    return _known("home") | _known("world")


def letters_of(text):
    """Return the letters of a text as they are printed: a name typed in pieces (e + ˆ + ˜) becomes whole."""
    return set(unicodedata.normalize("NFC", text)) - UNSEEN


@functools.cache
def world():
    """Return the letters of each script that not every paper has the font of: a frozenset by the font's family."""
    listed = json.loads(LETTERS.read_text(encoding="utf-8"))["world"]
    return {family: _as_letters(ranges) for family, ranges in listed.items()}


def _is_ours(font):
    if font.family in FAMILIES:
        return True
    return font.family in world() and letters_of("".join(font.to_unicode.values())) <= (
        world()[font.family] | _known("home")
    )


def _letters(texts):
    return letters_of("".join(texts))


@functools.cache
def _known(where):
    if where == "world":
        return frozenset().union(*world().values())
    return _as_letters(json.loads(LETTERS.read_text(encoding="utf-8"))[where])


def _as_letters(ranges):
    return frozenset(chr(point) for first, last in ranges for point in range(first, last + 1))


def _fault(letters, text):
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters) or _("a combination of letters")
    words = {"letters": named, "text": text[:80]}
    return DocumentFault(
        _("“%(text)s”: our fonts have no glyph for %(letters)s. Write it in other letters, a name as in the passport.")
        % words
        if text
        else _("Our fonts have no glyph for %(letters)s. Write it in other letters, a name as in the passport.")
        % words,
        reason="glyph",
        letters=letters,
    )
