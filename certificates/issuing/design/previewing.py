"""A template seen on sample people: as a page that looks like the paper, or as the PDF itself."""

import re
from urllib.parse import quote

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from certificates.document import apart
from certificates.document.pdf import ASSETS, BACKS, CODE, FRONTS, render_html, squares_of
from certificates.document.refusals import DocumentFault
from certificates.issuing.design.checking import faults_in_words, language_name, offered_by, sample_name
from certificates.issuing.design.samples import FOURTEEN, PEOPLE, WORLD, edition_of, sample_record

SAMPLES = (*PEOPLE, "fourteen")
PDF = "pdf"
# Everything is within the page: it may load our own fonts and the script that fits text to its sheet, nothing else.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; script-src 'self'; "
    "frame-ancestors 'self'"
)
_URL = re.compile(r'url\("([\w.-]+\.svg)"\)')


def modes_of(design):
    """Return Wagtail's preview modes: every sample in every language of the papers, some and the hardest as PDF."""
    modes = []
    for code in _languages(design):
        language = language_name(code)
        for sample in SAMPLES:
            as_pdf = " (PDF)" if sample in WORLD else ""
            modes.append((f"{code}-{sample}", f"{language}: {sample_name(sample)}{as_pdf}"))
        modes.append((f"{code}-{PDF}", _("%(language)s: as PDF") % {"language": language}))
    return modes


def page_of(design, mode):
    """Return the response to a preview mode; an unknown one is the first."""
    known = [name for name, _label in modes_of(design)]
    code, sample = (mode if mode in known else known[0]).split("-")
    if edition_of(design.programme if design.programme_id else None) is None:
        return _html(_notes([_("Choose a programme that has an edition: the template is shown on its seminars.")]))
    try:
        if sample == PDF or sample in WORLD:
            return _pdf(sample_of(design, code, "fourteen" if sample == PDF else sample))
        record = sample_of(design, code, sample)
        paper = _with_picture_of_code(render_html(record), record)
    except DocumentFault as fault:
        return _html(_notes([str(fault)]))
    return _html(
        _in_browser(paper, _notes([fault for part in code.split("+") for fault in faults_in_words(design, part)]))
    )


def sample_of(design, code, sample):
    """Return the record of one of SAMPLES in a language."""
    if sample == "fourteen":
        return sample_record(design, code, "longest", seminars=FOURTEEN)
    return sample_record(design, code, sample)


def _languages(design):
    return (offered_by(design) if design.programme_id else []) or ["de"]


def _pdf(record):
    [(pdf, fault)] = apart.printed([record])
    if pdf is None:
        return _html(_notes([fault]))
    return HttpResponse(pdf, content_type="application/pdf")


def _html(page):
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY})


def _notes(faults):
    return render_to_string("certificates/issuing/design/notes.html", {"faults": faults})


def _with_picture_of_code(paper, record):
    """The press draws the QR code itself; a browser is given a picture."""
    if not record.verify_url:
        return paper
    picture = squares_of(record.verify_url).svg_data_uri(border=4, dark="#1a1f1a", omitsize=True, encode_minimal=False)
    return paper.replace(f'src="{CODE}"', f'src="{picture}"')


def _in_browser(paper, notes):
    """Return the printed page's HTML as one that a browser shows as sheets of paper, with `notes` above them."""
    styles = _URL.sub(lambda found: f'url("{_svg(found[1])}")', (ASSETS / "document.css").read_text())
    context = {
        "fonts": _fonts(),
        "front_certificate": _svg("front-certificate.svg"),
        "front_plain": _svg("front-plain.svg"),
    }
    sheets = render_to_string("certificates/issuing/design/sheets.css", context)
    fitting = render_to_string("certificates/issuing/design/fitting.html", {"fronts": FRONTS, "backs": BACKS})
    head = f"<style>{styles}</style><style>{sheets}</style></head>"
    return re.sub(
        r"(<body[^>]*>)", lambda found: found[1] + notes + fitting, paper.replace("</head>", head, 1), count=1
    )


def _svg(name):
    return "data:image/svg+xml," + quote((ASSETS / name).read_bytes())


def _fonts():
    return [
        (family, weight, static(f"lms/fonts/lehrgang-{family.split()[-1].lower()}-{weight}.woff2"))
        for family in ("Lehrgang Sans", "Lehrgang Serif")
        for weight in (400, 600)
    ]
