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
    """Raise DocumentFault, naming letters and text, if one has a letter that no font of ours draws. Reads no font."""
    texts = list(texts)
    letters = _letters(texts) - _known("home")
    if letters and (letters := letters - _known("world")):
        raise _fault(sorted(letters), next((text for text in texts if _letters([text]) & letters), ""))


def refuse_fallback(fonts, texts):
    """
    Raise DocumentFault, naming the letters, if a font of the written document is not ours or lacked a glyph.

    `fonts` are WeasyPrint's after painting; `texts` only serve to name the letters.
    """
    if any(font.family not in FAMILIES or font.missing for font in fonts):
        texts = list(texts)
        letters = _letters(texts) - known_letters()
        raise _fault(sorted(letters), next((text for text in texts if _letters([text]) & letters), ""))


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
