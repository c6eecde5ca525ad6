"""Prints a stored invoice as PDF/A-3a with its data attached as factur-x.xml; the same invoice gives the same bytes."""

import unicodedata
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.invoicing.document.xml import notes_of, terms_of
from lms.lib.paper import glyphs
from lms.lib.paper.metadata import declaring
from lms.lib.paper.press import one_at_a_time, press_of, write

ASSETS = Path(__file__).parent / "assets"
ATTACHMENT = "factur-x.xml"
_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_SCHEMA = (
    "Factur-X PDFA Extension Schema",
    _NAMESPACE,
    "fx",
    (
        ("DocumentFileName", "Text", "external", "The name of the embedded XML document"),
        ("DocumentType", "Text", "external", "The type of the hybrid document in capital letters, e.g. INVOICE"),
        ("Version", "Text", "external", "The actual version of the standard applying to the embedded XML document"),
        ("ConformanceLevel", "Text", "external", "The conformance level of the embedded XML document"),
    ),
)
_DESCRIBED = (
    f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">'
    f"<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{ATTACHMENT}</fx:DocumentFileName>"
    "<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>"
).encode()


@one_at_a_time()
def render_pdf(record, xml):
    """Return the bytes of the PDF with `xml` inside. Raises DocumentFault if a letter has no glyph in our own fonts."""
    from weasyprint import Attachment

    world = glyphs.needs_the_world(_printed_texts(record))
    document = press_of(ASSETS, world=world).lay_out(render_html(record))
    noon = _noon(record)
    attachment = Attachment(
        string=xml,
        name=ATTACHMENT,
        description="Factur-X/ZUGFeRD invoice, profile EN 16931",
        relationship="Alternative",
        created=noon,
        modified=noon,
    )
    pdf = write(document, declaring(_DESCRIBED, (_SCHEMA,)), [attachment])
    glyphs.refuse_fallback(document.fonts.values(), _printed_texts(record))
    return pdf


def render_html(record):
    """Return the page that is printed."""
    invoice = record.invoice
    with override(invoice.language):
        seller = invoice.seller
        context = {
            "record": record,
            "invoice": invoice,
            "seller": seller,
            "buyer": invoice.buyer,
            "lines": [{"line": line, "number": number} for number, line in enumerate(record.lines, 1)],
            "groups": record.groups,
            "taxed": any(group.tax_cents for group in record.groups),
            "terms": terms_of(record),
            "notes": notes_of(record),
            "iban": " ".join(seller["iban"][start : start + 4] for start in range(0, len(seller["iban"]), 4)),
            "giro": "" if record.is_credit else _giro_code(invoice),
            "timestamp": _noon(record).isoformat(),
        }
        html = render_to_string("courses/invoicing/document/invoice.html", context)
    # A name typed on another system may come in pieces (e + ˆ + ˜); the fonts know it as one letter.
    return unicodedata.normalize("NFC", html)


def _giro_code(invoice):
    """The transfer as a code that banking apps read (EPC069-12)."""
    from segno import helpers

    seller = invoice.seller
    code = helpers.make_epc_qr(
        name=seller["name"][:70],
        iban=seller["iban"],
        bic=seller["bic"] or None,
        amount=Decimal(invoice.gross_cents) / 100,
        text=invoice.number,
        encoding=1,
    )
    # No classes and no currentColor: WeasyPrint would draw neither.
    return mark_safe(  # noqa: S308 - our own drawing of numbers, escaped by segno
        code.svg_inline(
            border=2, dark="#1a1f1a", title=_("Code for the transfer"), svgclass=None, lineclass=None, omitsize=True
        )
    )


def _noon(record):
    """Metadata want a full time; noon UTC is the same day everywhere in Europe."""
    return datetime.combine(record.invoice.issued_on, time(12), UTC)


def _printed_texts(record):
    """Yield the texts that somebody typed."""
    invoice = record.invoice
    yield from (str(value) for party in (invoice.seller, invoice.buyer) for value in party.values())
    yield from (invoice.subject, invoice.reason, invoice.purchase_order)
    for line in record.lines:
        yield from (line.text, line.details, line.vat.reason)
