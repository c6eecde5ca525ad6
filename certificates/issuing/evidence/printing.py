"""The evidence on paper: tagged, PDF/A-3a and PDF/UA-1, with our own fonts. What is heavy comes with the first one."""

import unicodedata
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override

from certificates.issuing.evidence.wording import printed
from lms.lib.paper import glyphs
from lms.lib.paper.metadata import declare_pdf_ua
from lms.lib.paper.press import one_at_a_time, press_of, write

ASSETS = Path(__file__).parent / "assets"
# Characters of a cell that stays on one line.
SHORT = 11


@one_at_a_time()
def render_pdf(evidence):
    """Return the bytes of the PDF."""
    html = render_html(evidence)
    return write(press_of(ASSETS, world=glyphs.needs_the_world([html])).lay_out(html), declare_pdf_ua)


def render_html(evidence):
    """Return the page that is printed. A letter that our fonts lack stands as its number: a bundle must be made."""
    with override(evidence.language):
        html = render_to_string("certificates/issuing/evidence/paper.html", _context(evidence))
    return glyphs.spelled(unicodedata.normalize("NFC", html))


def _context(evidence):
    tables = [
        {
            "key": table.key,
            "title": table.title,
            "note": table.note,
            "labels": [label for _key, label in table.columns],
            "rows": [[_cell(row.get(key), key) for key, _label in table.columns] for row in table.rows],
        }
        for table in evidence.tables
    ]
    return {"evidence": evidence, "tables": tables, "timestamp": evidence.at.isoformat()}


def _cell(value, key):
    """Hashes are cut where a line may end; days, numbers and short words never."""
    text = "" if value is None else printed(str(value))
    is_hash = key.endswith("sha256") or key == "sealed_with"
    return {"text": text, "css": "hash" if is_hash else "short" if len(text) <= SHORT else ""}
