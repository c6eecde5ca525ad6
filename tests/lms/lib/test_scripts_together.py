"""Two scripts that meet on one paper are both printed in their own letters, whichever two they are."""

import shutil
import subprocess
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from lms.lib.paper.faults import DocumentFault
from lms.lib.paper.glyphs import refuse_fallback, world
from lms.lib.paper.metadata import declare_pdf_ua
from lms.lib.paper.press import one_at_a_time, press_of, write

WORDS = {
    "Arabic": "محمد الله",
    "Armenian": "Գայանե",
    "Bengali": "শ্রেয়া",
    "Devanagari": "श्रीनिवास",
    "Ethiopic": "ኃይለ",
    "Georgian": "ნინო",
    "Gujarati": "જિજ્ઞેશ",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ",
    "Han": "東京さくら",
    "Hangul": "서울",
    "Hebrew": "נינה",
    "Kannada": "ಶ್ರೀಲಕ್ಷ್ಮಿ",
    "Khmer": "សុខា",
    "Lao": "ສົມສັກ",
    "Malayalam": "ശ്രീജിത്ത്",
    "Myanmar": "အောင်",
    "Sinhala": "ශ්\u200dරීමා",
    "Tamil": "ஸ்ரீதர்",
    "Telugu": "శ్రీనివాస్",
    "Thai": "กฤษณ์",
}
MEETINGS = [
    ("Hebrew", "Arabic"),
    ("Hangul", "Han"),
    ("Han", "Hangul"),
    ("Georgian", "Armenian"),
    ("Tamil", "Bengali"),
    ("Thai", "Devanagari"),
]


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assets")
    (folder / "document.css").write_text(
        "@page { size: 120mm 340mm; margin: 5mm } * { margin: 0 } p { height: 15mm }\n"
        'body { font: 400 20pt/1.5 "Lehrgang Sans", "Lehrgang Reserve" }'
    )
    return folder


@one_at_a_time()
def paper_of(assets, *lines):
    """Return the PDF of a page with these lines; all that our own fonts have no glyph for is refused."""
    html = "".join(f"<p>{line}</p>" for line in lines)
    document = press_of(assets, world=True).lay_out(f'<html lang="de"><title>Namen</title><body>{html}')
    pdf = write(document, declare_pdf_ua)
    refuse_fallback(document.fonts.values(), lines)
    return pdf


def strokes(pdf):
    """Return the outlines that a paper draws, glyph by glyph: what an eye sees, whatever the file says it means."""
    drawn = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        page = opened.pages[0]
        fonts = {name: _font_file(font) for name, font in page.Resources.Font.items()}
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = fonts[str(operands[0])]
            if str(operator) == "TJ":
                shown = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                codes = [int.from_bytes(shown[start : start + 2]) for start in range(0, len(shown), 2)]
                drawn += [_outline(font, code) for code in codes]
    return drawn


def _font_file(font):
    about = font.DescendantFonts[0].FontDescriptor
    file = about.FontFile2 if "/FontFile2" in about else about.FontFile3
    return TTFont(BytesIO(file.read_bytes()))


def _outline(font, code):
    names = font.getGlyphOrder()
    if code >= len(names):
        return "nothing"
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[names[code]].draw(pen)
    return repr(pen.value)


def picture(tmp_path, pdf):
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is not installed (Debian: poppler-utils)")
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    made = subprocess.run(["pdftoppm", "-r", "100", "-gray", str(path)], capture_output=True, check=True)
    return Image.open(BytesIO(made.stdout))


def test_a_word_of_every_script_that_we_ship_is_tried():
    assert {f"Lehrgang World {script}" for script in WORDS} == set(world())


def test_all_scripts_on_one_paper_are_drawn_as_each_is_alone(assets):
    alone = [strokes(paper_of(assets, word)) for word in WORDS.values()]
    assert all(alone)
    assert strokes(paper_of(assets, *WORDS.values())) == sum(alone, [])


@pytest.mark.parametrize("pair", MEETINGS, ids=" and ".join)
def test_two_scripts_look_on_one_paper_as_they_look_alone(assets, tmp_path, pair):
    first, second = (WORDS[script] for script in pair)
    together = picture(tmp_path, paper_of(assets, first, second))
    upper, lower = picture(tmp_path, paper_of(assets, first, "")), picture(tmp_path, paper_of(assets, "", second))
    assert ImageChops.difference(together, ImageChops.darker(upper, lower)).getbbox() is None


def test_a_font_that_stands_for_letters_of_another_script_is_refused():
    mixed = SimpleNamespace(family="Lehrgang World Hebrew", missing={}, to_unicode={5: "נ", 6: "م"})
    with pytest.raises(DocumentFault):
        refuse_fallback([mixed], ["نم"])
    refuse_fallback([SimpleNamespace(family="Lehrgang World Hebrew", missing={}, to_unicode={5: "נ"})], ["נ"])
