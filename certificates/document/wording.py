"""The words of a paper in the paper's own language, whoever prints it."""

import unicodedata

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from certificates.document.forbidden import forbidden_in
from certificates.document.refusals import DocumentFault


def long_date(day):
    return date_format(day, "j. F Y" if get_language() == "de" else "j F Y")


def short_date(day):
    return date_format(day, "d.m.Y" if get_language() == "de" else "j M Y")


def seminars_in_words(count):
    """Return "eleven seminars", as one would write it by hand: words up to twelve."""
    words = [
        pgettext("number of seminars", "two"),
        pgettext("number of seminars", "three"),
        pgettext("number of seminars", "four"),
        pgettext("number of seminars", "five"),
        pgettext("number of seminars", "six"),
        pgettext("number of seminars", "seven"),
        pgettext("number of seminars", "eight"),
        pgettext("number of seminars", "nine"),
        pgettext("number of seminars", "ten"),
        pgettext("number of seminars", "eleven"),
        pgettext("number of seminars", "twelve"),
    ]
    number = words[count - 2] if 2 <= count <= 12 else count
    return ngettext("one seminar", "%(number)s seminars", count) % {"number": number}


def units_in_words(count):
    return ngettext("%(count)s teaching unit", "%(count)s teaching units", count) % {"count": count}


def attended_in_words(record):
    """Return the sentence on what was attended, "" where the record does not tell it."""
    if record.units_attended is None:
        return ""
    return _("%(attended)s of %(presence)s teaching units in presence were attended.") % {
        "attended": record.units_attended,
        "presence": record.units_presence,
    }


def refuse_forbidden_words(texts, *, certified=False, certifier="", of_holder=True):
    """
    Raise DocumentFault if one of `texts` claims what is not ours: an examination, a level, a mark, a chamber's name.

    `certified`: a chamber certifies the paper and may be named so; with `certifier`, its name, no other may.
    `of_holder`: the texts speak of who gets the paper, not of a signatory or of what a seminar is about.
    """
    for text in texts:
        if found := forbidden_in(text, certified=certified, certifier=certifier, of_holder=of_holder):
            word, why = found
            raise DocumentFault(
                _("“%(word)s” may not stand on our papers. %(why)s Change “%(text)s”.")
                % {"word": word, "why": why, "text": str(text)[:120]},
                reason="word",
                word=word,
            )


def refuse_invisible(texts):
    """Raise DocumentFault for control characters: they print nothing, or turn the text around."""
    for text in texts:
        for before, letter in zip(" " + text, text, strict=False):
            if unicodedata.category(letter).startswith("C") and not _belongs(letter, before):
                raise DocumentFault(
                    _("“%(text)s” contains the invisible character U+%(point)s. Type it again.")
                    % {"text": text.replace(letter, " ")[:120], "point": f"{ord(letter):04X}"},
                    reason="glyph",
                )


def _belongs(letter, before):
    """A soft hyphen anywhere; a joiner or non-joiner after a letter of Persian, Hindi and other scripts that join."""
    return letter == "\u00ad" or (letter in "\u200c\u200d" and unicodedata.category(before) in ("Lo", "Mn", "Mc"))
