"""The press: WeasyPrint with our fonts, set up once per process and room, for one paper at a time."""

import functools
import threading
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from lms.lib.paper.faults import DocumentFault
from lms.lib.weasy import fenced_fetcher

HERE = Path(__file__).parent
# PDF/A-3a: to be kept for decades, with what it says as data attached, and readable for a screen reader.
VARIANT = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}

# Pango's font map is not made for two threads at once.
one_at_a_time = threading.Lock()


class Press(NamedTuple):
    """What is set up once per process: a quarter of the time of a document. Pages read `assets` and our fonts only."""

    assets: Path
    fetcher: object
    fonts: object
    styles: list
    images: dict

    def lay_out(self, html):
        """Return WeasyPrint's document of a page. Raises DocumentFault if it asks for what it may not read."""
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError

        try:
            page = HTML(string=html, base_url=self.assets.as_uri() + "/", url_fetcher=self.fetcher)
            return page.render(self.fonts, stylesheets=self.styles, cache=self.images, **VARIANT)
        except FatalURLFetchingError as error:
            raise DocumentFault(_("The document asks for a file that it may not read."), reason="asset") from error


@functools.cache
def press_of(assets, world=False):
    """
    Return the Press of a folder that holds document.css and its pictures. Imports WeasyPrint.

    With `world` it has the fonts of all scripts; setting it up takes longer and 40 MB, so only names that need it do.
    """
    from weasyprint import CSS  # heavy: imported by the first document, not at start
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = fenced_fetcher(assets, HERE), FontConfiguration()
    styles = [
        CSS(filename=path, url_fetcher=fetcher, font_config=fonts)
        for path in (HERE / "fonts.css", *([HERE / "fonts-world.css"] if world else []), assets / "document.css")
    ]
    return Press(assets, fetcher, fonts, styles, {})
