"""Whether our own fonts had every letter: a borrowed glyph looks wrong here and may be missing elsewhere."""

import functools
import unicodedata
from pathlib import Path

from django.utils.translation import gettext as _

from lms.lib.paper.faults import DocumentFault

FONTS = Path(__file__).parent / "fonts"
FAMILIES = {"Lehrgang Sans", "Lehrgang Serif", "Lehrgang Reserve"}


def refuse_fallback(fonts, texts):
    """
    Raise DocumentFault, naming the letters, if a font of the written document is not ours or lacked a glyph.

    `fonts` are WeasyPrint's after painting; `texts` only serve to name the letters.
    """
    if all(font.family in FAMILIES and not font.missing for font in fonts):
        return
    letters = sorted(set(unicodedata.normalize("NFC", "".join(texts))) - known_letters() - {"\u00ad"})
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters) or _("a combination of letters")
    raise DocumentFault(
        _("Our fonts have no glyph for: %(letters)s. Write the name in Latin letters, as in the passport.")
        % {"letters": named},
        reason="glyph",
        letters=letters,
    )


@functools.cache
def known_letters():
    """Return every character that a bundled font can draw. Reads the font files: a fifth of a second, once."""
    from fontTools.ttLib import TTFont

    letters: set[str] = set()
    for path in FONTS.glob("*.woff2"):
        with TTFont(path) as font:
            letters.update(map(chr, font.getBestCmap()))
    return letters
