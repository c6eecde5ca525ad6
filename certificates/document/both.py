"""One sheet in two languages: the German text, and beside or below it what its translation says."""

from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

FOLDER = "certificates/document/both"
# What each language says in its own words.
PIECES = ("heading", "born", "says", "about", "check", "fine")


def render_both(record, context_of):
    """Return the page of a record in two languages; `context_of(record)` gives what templates of one language need."""
    german, english = (_part(one, context_of) for one in (record.main, record.translation))
    with override(record.spoken):
        context = {
            **context_of(replace(record.main, signatories=_signatories(record))),
            "parts": (german, english),
            "rows": list(zip(record.seminars, record.translation.seminars, german["seminars"], strict=True)),
        }
        return render_to_string(f"{FOLDER}/page.html", context)


def tag_languages(pdf, language):
    """
    Say in a PDF that is about to be written which parts are in the second language.

    WeasyPrint tags the language of a document only. On our pages an <article> is a part in another language.
    """
    import pydyf  # with the press only

    for element in pdf.objects:
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/Art":
            element["Lang"] = pydyf.String(language)


def _part(record, context_of):
    with override(record.language):
        context = context_of(record)
        pieces = {name: mark_safe(render_to_string(f"{FOLDER}/_{name}.html", context)) for name in PIECES}  # noqa: S308
    return {"language": record.language, "record": record, **context, **pieces}


def _signatories(record):
    """Who signs, with both words for the function where they differ."""
    for one, other in zip(record.signatories, record.translation.signatories, strict=True):
        both = dict.fromkeys(word for word in (one.function, other.function) if word)
        yield replace(one, function=" · ".join(both))
