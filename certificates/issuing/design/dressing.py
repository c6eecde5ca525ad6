"""A frozen record put into the words and pictures of a template; from then on it needs the template no more."""

import io
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates.document import pictures
from certificates.document.record import ATTENDANCE_CONFIRMATION, SEMINAR_LIST, Signatory
from certificates.document.wording import attended_in_words, long_date, seminars_in_words, units_in_words
from certificates.issuing.design.rules import filled_in

PLAIN_SEAL = "drawn"
# Pixels: 40 mm at 600 dpi.
WIDEST = 960


def dressed(record, design):
    """
    Return the DocumentRecord as `design` has it; the record itself where there is no design.

    Pictures are kept in the private storage under their hash, once.
    """
    if design is None:
        return record
    language = record.language
    with override(language):
        closing = filled_in(design.closing.within(language) or (), values_of(record))
    signatories = tuple(
        Signatory(
            name=one.name,
            function=one.function.within(language),
            signature=kept(one.signature, _signed_by(one.name, language)),
        )
        for one in design.signatories.all()
    )
    # Whoever got the certificate by an exception has not met what the office's own sentences may claim.
    ours = record.attended_regularly and not record.by_exception
    # A transcript prints its table and no sentence; what it does not print nobody shall read as its wording.
    worded = ours and record.kind != SEMINAR_LIST
    return replace(
        record,
        heading=design.heading.within(language),
        opening=design.opening.within(language) if worded else "",
        closing=closing if worded else (),
        statements=(*record.statements, *(design.remarks.within(language) or ())),
        signatories=signatories or record.signatories,
        logos=tuple(
            kept(image, name)
            for image, name in ((design.logo, record.issuer_name), (design.second_logo, second_name(record)))
            if image is not None
        ),
        seal=design.seal,
        seal_picture=kept(design.seal_picture, record.issuer_name) if design.seal == design.Seal.PICTURE else None,
    )


def dressed_anew(record, design):
    """Return the record of an issued paper in the words and pictures of today's template: same content, new clothes."""
    plain = replace(
        record, heading="", opening="", closing=(), statements=(), logos=(), seal=PLAIN_SEAL, seal_picture=None
    )
    if record.translation is None:
        return dressed(plain, design)
    german = dressed(plain.main, design)
    return replace(german, language=record.language, translation=dressed_anew(record.translation, design))


def values_of(record):
    """Return what the fields of a text are filled in with, in the active language."""
    attended, requirements = attended_in_words(record), record.requirements
    if record.kind == ATTENDANCE_CONFIRMATION and not attended:
        # Of runs from before this system no units are known; what the papers of that time say stands in their place.
        attended, requirements = requirements, ()
    return {
        "seminars": seminars_in_words(len(record.seminars)),
        "units": units_in_words(record.units_total),
        "start": long_date(record.period_start),
        "end": long_date(record.period_end),
        "requirements": requirements,
        "attended": attended,
    }


def _signed_by(name, language):
    with override(language):
        return _("Signature of %(name)s") % {"name": name}


def second_name(record):
    return record.certifier or record.chamber or ""


def kept(image, alt):
    """Keep a Wagtail image as PNG, no wider than it is printed, and return its Picture; no image, no Picture."""
    if image is None:
        return None
    alt = alt or image.title
    from PIL import Image, ImageOps  # heavy: only who prints or publishes needs it

    with image.open_file() as file, Image.open(file) as picture:
        picture = ImageOps.exif_transpose(picture)
        # Palettes and CMYK have no place in the paper's one colour space.
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        picture.thumbnail((WIDEST, WIDEST))
        output = io.BytesIO()
        picture.save(output, "PNG", optimize=True)
    return pictures.keep(output.getvalue(), alt)
