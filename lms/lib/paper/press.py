"""The press: WeasyPrint with our fonts, set up once per process and room, for one paper at a time."""

import atexit
import functools
import gc
import re
import threading
import unicodedata
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import TreeBuilder

from django.utils.translation import gettext as _

from lms.lib.paper import glyphs
from lms.lib.paper.faults import DocumentFault
from lms.lib.weasy import fenced_fetcher

HERE = Path(__file__).parent
_FONTS = (HERE / "fonts.css", HERE / "fonts-world.css")
_RESERVE = '"Lehrgang Reserve"'
# PDF/A-3a: to be kept for decades, with what it says as data attached, and readable for a screen reader.
VARIANT = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}

_lock = threading.Lock()
# WeasyPrint's own style sheet has rules for six pseudo-elements of every element: marks of lists and notes. No paper
# has either, and working them out takes as long as all the elements together.
_NOTES = re.compile(r"^::[^{}]+\{[^{}]*\}", re.MULTILINE)


@contextmanager
def one_at_a_time():
    """
    Print one paper in here: Pango's font map is not made for two threads at once.

    It decorates a function, so that all that the function held of the paper is gone when it is over.
    """
    with _lock:
        # A paper makes some hundred thousand small objects and then drops them all. Python looks through them time and
        # again as they pile up, a tenth of the work; once afterwards is enough.
        paused = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if paused:
                gc.enable()
                gc.collect(1)


class Press(NamedTuple):
    """What is set up once per process: a quarter of the time of a document. Pages read `assets` and our fonts only."""

    assets: Path
    fetcher: object
    fonts: object
    styles: list
    images: object
    page: type
    world: bool

    def lay_out(self, html, codes=None):
        """
        Return WeasyPrint's document of a page. Raises DocumentFault if it asks for what it may not read.

        `codes` are Squares by the address under which this page alone shows them.
        """
        from weasyprint.urls import FatalURLFetchingError

        from lms.lib.paper.spoken import tell_letters

        codes = codes or {}
        self.images.tidy()
        self.images.update(codes)
        try:
            page = self.page(string=html, base_url=self.assets.as_uri() + "/", url_fetcher=self.fetcher)
            document = page.render(self.fonts, stylesheets=self.styles, cache=self.images, **VARIANT)
        except FatalURLFetchingError as error:
            raise DocumentFault(_("The document asks for a file that it may not read."), reason="asset") from error
        finally:
            for address in codes:
                del self.images[address]
        if self.world or any(map(unicodedata.combining, set(html))):
            tell_letters(document)
        return document


@functools.cache
def press_of(assets, *, world=False, plain=False):
    """
    Return the Press of a folder that holds document.css and its pictures. Imports WeasyPrint.

    With `world` it has the fonts of all scripts; setting it up takes longer and 40 MB, so only names that need it do.
    With `plain` its pages are read by `tree_of`.
    """
    from cssselect2 import ElementWrapper
    from weasyprint import CSS, HTML  # heavy: imported by the first document, not at start
    from weasyprint.html import UA
    from weasyprint.text.fonts import FontConfiguration

    from lms.lib.paper.plates import Plates

    # What holds fonts until Python has taken itself down complains of it on everybody's terminal.
    atexit.register(press_of.cache_clear)
    fetcher, fonts = fenced_fetcher(assets, HERE), FontConfiguration()
    sheet = (assets / "document.css").read_text(encoding="utf-8")
    families = glyphs.world() if world else ()
    styles = [
        *(CSS(filename=path, url_fetcher=fetcher, font_config=fonts) for path in _FONTS[: 2 if world else 1]),
        CSS(string=_reaching(sheet, families), base_url=assets.as_uri() + "/", url_fetcher=fetcher, font_config=fonts),
    ]
    base = CSS(string=_NOTES.sub("", UA))

    class Page(HTML):
        def _ua_stylesheets(self, forms=False):
            return [base]

    class PlainPage(Page):
        def __init__(self, string, base_url, url_fetcher):
            self.base_url, self.url_fetcher, self.media_type = base_url, url_fetcher, "print"
            self.etree_element = tree_of(string)
            self.wrapper_element = ElementWrapper.from_html_root(self.etree_element, content_language=None)

    return Press(assets, fetcher, fonts, styles, Plates(assets, fetcher), PlainPage if plain else Page, world)


def tree_of(html):
    """
    Return the ElementTree of a plain page, as WeasyPrint's own parser would: that one takes twenty times as long.

    Plain is a page with no drawing (SVG) in its text, and with nothing left out that a browser would add, such as the
    body of a table.
    """
    from lxml.etree import HTMLParser, fromstring

    return fromstring(html.encode(), HTMLParser(encoding="utf-8", target=_Builder()))


class _Builder(TreeBuilder):
    """Takes the attributes as lxml hands them over."""

    def start(self, tag, attributes):
        return super().start(tag, dict(attributes))


def _reaching(sheet, families):
    """Return a style sheet in which whatever falls back on our reserve falls back on these families after it."""
    return sheet.replace(_RESERVE, ", ".join([_RESERVE, *(f'"{family}"' for family in families)]))


def write(document, finisher, attachments=()):
    """Return the bytes of a laid-out document; `finisher(document, pdf)` completes it."""
    from lms.lib.paper.spoken import tell_structure

    def finish(document, pdf):
        finisher(document, pdf)
        tell_structure(document, pdf)
        _compress(pdf)

    return document.write_pdf(finisher=finish, attachments=list(attachments), **VARIANT)


def _compress(pdf):
    """Write each object down once: pydyf does it twice, the first time to make up the file's identifier."""
    import pydyf

    class Written(pydyf.Object):
        data = b""

    for number, element in enumerate(pdf.objects):
        if isinstance(element, pydyf.Stream):
            if element.compress:
                plain = pydyf.Stream(element.stream).data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
                element.stream, element.compress = [zlib.compress(plain)], False
                element.extra["Filter"] = "/FlateDecode"
        elif element.free == "n":
            pdf.objects[number] = written = Written()
            written.number, written.data = number, element.data
