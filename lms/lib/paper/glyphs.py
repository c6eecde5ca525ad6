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
FAMILIES = {"Lehrgang Sans", "Lehrgang Serif", "Lehrgang Reserve", "Lehrgang World"}
# Print nothing, and belong into names: where a word may break, and how Persian and Indic letters join.
UNSEEN = {"\u00ad", "\u200c", "\u200d"}


def refuse_unknown(texts):
    """Raise DocumentFault, naming the letters, if a text has one that no font of ours can draw. Reads no font."""
    letters = _letters(texts) - _known("home")
    if letters and (letters := letters - _known("world")):
        raise _fault(sorted(letters))


def refuse_fallback(fonts, texts):
    """
    Raise DocumentFault, naming the letters, if a font of the written document is not ours or lacked a glyph.

    `fonts` are WeasyPrint's after painting; `texts` only serve to name the letters.
    """
    if any(font.family not in FAMILIES or font.missing for font in fonts):
        raise _fault(sorted(_letters(texts) - known_letters()))


def needs_the_world(texts):
    """Return whether a letter of `texts` is none of the fonts that every paper has."""
    return not _letters(texts) <= _known("home")


def known_letters():
    """Return every character that a bundled font can draw."""
    return _known("home") | _known("world")


def _letters(texts):
    # As they are printed: a name typed in pieces (e + ˆ + ˜) becomes whole.
    return set(unicodedata.normalize("NFC", "".join(texts))) - UNSEEN


@functools.cache
def _known(where):
    ranges = json.loads(LETTERS.read_text(encoding="utf-8"))[where]
    return frozenset(chr(point) for first, last in ranges for point in range(first, last + 1))


def _fault(letters):
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters) or _("a combination of letters")
    return DocumentFault(
        _("Our fonts have no glyph for: %(letters)s. Write the name in Latin letters, as in the passport.")
        % {"letters": named},
        reason="glyph",
        letters=letters,
    )
