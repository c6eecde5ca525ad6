"""Prints one frozen record as PDF/A-3a and PDF/UA-1 at once; the same record gives the same bytes."""

import functools
import re
import unicodedata
from datetime import UTC, datetime, time
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.document.both import render_both, tag_languages
from certificates.document.codes import fingerprint_in_groups, in_groups
from certificates.document.pictures import data_url
from certificates.document.record import ATTENDANCE_CONFIRMATION, BOTH, CERTIFICATE, SEMINAR_LIST
from certificates.document.refusals import DocumentFault
from certificates.document.wording import (
    long_date,
    refuse_forbidden_words,
    refuse_invisible,
    seminars_in_words,
    short_date,
    units_in_words,
)
from lms.lib.paper import glyphs
from lms.lib.paper.metadata import declare_pdf_ua
from lms.lib.paper.press import one_at_a_time, press_of, write

ASSETS = Path(__file__).parent / "assets"
# Pages before the contents. The contents are one page, so that a paper is one sheet; a long list may go on overleaf.
FRONT_PAGES = {CERTIFICATE: 1, ATTENDANCE_CONFIRMATION: 1, SEMINAR_LIST: 0}
# Tried in turn until the text fits its page; nothing is ever cut. "brief" and "dense" leave the topics out.
FRONTS = ("airy", "tight", "dense")
BACKS = ("airy", "tight", "brief", "dense")
# The address under which a page shows its QR code, and that code's colour: #1a1f1a, as the text.
CODE = "code:qr"
INK = (26 / 255, 31 / 255, 26 / 255)


def render_pdf(record, credential=None, sealed_with=""):
    """
    Return the bytes of the PDF that says what `record` says, in the record's language.

    `credential` is the text of the signed credential.json to embed, if there is one; `sealed_with` the SHA-256 (hex)
    of the certificate that will seal the file, printed so that it can be compared. Raises DocumentFault if a word
    is not ours to use, a letter has no glyph in our own fonts, the sums disagree or the text does not fit its pages.
    """
    refuse_unprintable(record)
    return _printed(record, credential, sealed_with)


@one_at_a_time()
def _printed(record, credential, sealed_with):
    press = press_of(ASSETS, world=glyphs.needs_the_world(_printed_texts(record, names=True)), plain=True)
    return _write(_lay_out(record, press, sealed_with), record, credential)


def refuse_unprintable(record):
    """Raise DocumentFault for what can be told before anything is printed; quick, and needs no press."""
    refuse_invisible(_printed_texts(record, names=True))
    certifier = {"certified": bool(record.certifier), "certifier": record.certifier or ""}
    refuse_forbidden_words(_printed_texts(record, names=False), certified=True, of_holder=False)
    refuse_forbidden_words(_claiming_texts(record), **certifier)
    refuse_forbidden_words(_functions(record), **certifier, of_holder=False)
    refuse_wrong_sums(record)
    glyphs.refuse_unknown(_printed_texts(record, names=True))


def refuse_wrong_sums(record):
    """Raise DocumentFault if the rows of a paper that lists the whole programme do not add up to its totals."""
    sums = (
        sum(line.units_presence for line in record.seminars),
        sum(line.units_self_study for line in record.seminars),
    )
    whole = record.kind == SEMINAR_LIST or sums == (record.units_presence, record.units_self_study)
    if not whole or record.units_presence + record.units_self_study != record.units_total:
        raise DocumentFault(
            _("The seminars add up to %(presence)s + %(self_study)s teaching units, the programme states other totals.")
            % {"presence": sums[0], "self_study": sums[1]},
            reason="sums",
        )


def _lay_out(record, press, sealed_with):
    front, back, overleaf = 0, 0, None
    codes = {CODE: _squares(record.verify_url)} if record.verify_url else {}
    while front < len(FRONTS) and back < len(BACKS):
        document = press.lay_out(render_html(record, FRONTS[front], BACKS[back], sealed_with), codes)
        before = next(index for index, page in enumerate(document.pages) if "contents" in page.anchors)
        excess = before - FRONT_PAGES[record.kind], len(document.pages) - before - 1
        if excess == (0, 0):
            return document
        if record.kind == SEMINAR_LIST and excess == (0, 1):
            overleaf = overleaf or document
        front, back = front + (excess[0] != 0), back + (excess[1] != 0)
    if overleaf is not None:
        return overleaf
    raise DocumentFault(
        _("The text does not fit: %(pages)s pages instead of %(expected)s. Shorten the longest titles or sentences.")
        % {"pages": len(document.pages), "expected": FRONT_PAGES[record.kind] + 1},
        reason="pages",
        pages=len(document.pages),
    )


def _write(document, record, credential):
    from weasyprint import Attachment

    attachments = []
    if credential is not None:
        noon = _noon(record)
        attachments = [
            Attachment(
                string=credential,
                name="credential.json",
                description="Verifiable credential (Open Badges 3.0)",
                relationship="Data",
                created=noon,
                modified=noon,
            )
        ]
    pdf = write(document, functools.partial(_finish, record), attachments)
    glyphs.refuse_fallback(document.fonts.values(), _printed_texts(record, names=True))
    return pdf


def _finish(record, document, pdf):
    if record.translation:
        tag_languages(pdf, record.translation.language)
    declare_pdf_ua(document, pdf)


def render_html(record, front="airy", back="airy", sealed_with=""):
    """Return the page that is printed; `front` and `back` say how tightly, see FRONTS and BACKS."""
    if record.language == BOTH:
        html = render_both(record, lambda one: _context(one, front, back, sealed_with))
    else:
        with override(record.language):
            html = render_to_string(
                f"certificates/document/{record.kind}.html", _context(record, front, back, sealed_with)
            )
    # A name typed on another system may come in pieces (e + ˆ + ˜); the fonts know it as one letter.
    # No line ends between a figure and its percent sign, whoever wrote the sentence.
    return re.sub(r"(?<=\d) %", "\u00a0%", unicodedata.normalize("NFC", html))


def _context(record, front, back, sealed_with):
    return {
        "record": record,
        "front": front,
        "back": back,
        "born_on": long_date(record.date_of_birth) if record.date_of_birth else "",
        "start": long_date(record.period_start),
        "end": long_date(record.period_end),
        "issued_on": long_date(record.issued_on),
        "issued_on_short": short_date(record.issued_on),
        "copy_issued_on": long_date(record.copy_issued_on) if record.copy_issued_on else "",
        "seminars": [(line, short_date(line.held_on) if line.held_on else "") for line in record.seminars],
        "seminars_in_words": seminars_in_words(len(record.seminars)),
        "units_in_words": units_in_words(record.units_total),
        "attended": record.units_attended,
        "signatures": _in_pairs(record.signatories),
        "seal_lines": _seal_lines(record.number),
        "code": in_groups(record.code),
        "fingerprint": fingerprint_in_groups(sealed_with),
        "qr": CODE if record.verify_url else "",
        "logos": [(data_url(one), one.alt) for one in record.logos],
        "seal_url": data_url(record.seal_picture) if record.seal_picture else "",
        "seal_alt": record.seal_picture.alt if record.seal_picture else "",
        "timestamp": _noon(record).isoformat(),
    }


def _in_pairs(signatories):
    signing = [(one, data_url(one.signature) if one.signature else "") for one in signatories]
    return [signing[start : start + 2] for start in range(0, len(signing), 2)]


def _seal_lines(number):
    """Return the parts of a number such as PNF-2025-0006 that fit into the seal, else nothing."""
    parts = number.split("-")
    return parts if len(parts) == 3 and len(parts[0]) <= 4 and max(map(len, parts[1:])) <= 5 else []


def squares_of(url):
    """Return the QR code of an address, as segno has it."""
    import segno

    # Which of the eight masks it has, a code says itself. Trying them all for the one that looks most even takes four
    # times as long as all the rest of it; an address like ours looks even under the first.
    return segno.make(url, error="m", micro=False, mask=0)


def _squares(url):
    from lms.lib.paper.plates import Squares

    return Squares(squares_of(url).matrix, INK)


def _noon(record):
    """Metadata want a full time; noon UTC is the same day everywhere in Europe."""
    return datetime.combine(record.dated, time(12), UTC)


def _claiming_texts(record):
    """Yield what the office words itself, lines that are read as one also as one, and the title if it is its claim."""
    # A confirmation of a programme that a chamber certifies names the programme; it does not say who certifies it.
    if record.kind == CERTIFICATE or record.chamber:
        yield record.programme_title
    yield from (record.heading, f"{record.opening} {record.programme_title}" if record.opening else "")
    yield from (" ".join(record.closing), " ".join(record.statements))
    if record.translation:
        yield from _claiming_texts(record.translation)


def _functions(record):
    """Yield what the signatories are."""
    yield from (one.function for one in record.signatories)
    if record.translation:
        yield from _functions(record.translation)


def _printed_texts(record, names):
    """Yield every text of the record; with names=False those that are not persons' and places' names."""
    yield from (record.programme_title, record.issuer_name, record.number, record.edition, record.copy_mark or "")
    yield from (record.certifier or "", record.chamber or "", *record.requirements, *record.statements)
    yield from (record.heading, record.opening, *record.closing)
    yield from (one.function for one in record.signatories)
    for line in record.seminars:
        yield from (line.title, *line.topics)
    if record.translation:
        yield from _printed_texts(record.translation, names)
    if names:
        yield from (record.given_name, record.family_name, record.place_of_birth, record.issuer_town)
        yield from (one.name for one in record.signatories)
