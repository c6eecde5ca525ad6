"""
What a paper says, letter for letter, where its glyphs alone do not tell: to search, to copy and to be read aloud.

In Indic scripts a vowel stands before the consonant that it follows, and several letters join to one glyph; a PDF then
only knows which glyphs stand where. So each such line carries its letters beside them (/ActualText). Lines that are
read from the right carry them in the structure, for screen readers: in the page itself poppler would take them for
what is seen from the left, and turn round what it reads well. Loads WeasyPrint.
"""

import functools
import unicodedata

import pydyf
from weasyprint.formatting_structure.boxes import TextBox

from lms.lib.paper import glyphs

FROM_THE_RIGHT = {"R", "AL"}


def needs_telling(text):
    """Return whether glyphs alone do not tell a text: it is of another script, or marks join no letter."""
    return glyphs.needs_the_world([text]) or any(map(unicodedata.combining, set(text)))


def tell_letters(document):
    """Have the pages of a laid-out document note their letters when they are painted."""
    for page in document.pages:
        page.letters_from_the_right = {}
        page.paint = functools.partial(_paint, page, page.paint)


def tell_structure(document, pdf):
    """Put the letters of lines that are read from the right into the structure of a PDF that is about to be written."""
    told = {
        (pdf.page_references[number], mark): text
        for number, page in enumerate(document.pages)
        for mark, text in getattr(page, "letters_from_the_right", {}).items()
    }
    if not told:
        return
    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/Span":
            kids = element["K"]
            text = told.get((element["Pg"], kids[0])) if kids else None
            if text:
                element["ActualText"] = pydyf.String(text)


def _paint(page, paint, stream, scale):
    paint(stream, scale)
    lines = {
        mark["mcid"]: box.text
        for box, mark in stream._tags.items()
        if isinstance(box, TextBox) and needs_telling(box.text)
    }
    page.letters_from_the_right = {mark: text for mark, text in lines.items() if _is_from_the_right(text)}
    from_the_left = lines.keys() - page.letters_from_the_right.keys()
    for element in stream.stream:
        if isinstance(element, pydyf.Dictionary) and element.get("MCID") in from_the_left:
            element["ActualText"] = pydyf.String(lines[element["MCID"]])


def _is_from_the_right(text):
    return any(unicodedata.bidirectional(letter) in FROM_THE_RIGHT for letter in text)
