"""Every name of the demo's case E19 is printed letter for letter, with glyphs of our own fonts, and wraps uncut."""

import re
import unicodedata

import pdf_oxide
import pikepdf
import pytest

from certificates.document import pdf
from certificates.document.refusals import DocumentFault
from tests.certificates.document.names import NAMES
from tests.certificates.document.papers import demo, make_record, person, printed, text_of, tool

E19 = next(case for case in demo()["edge_cases"] if case["id"] == "E19")
HOLDERS = re.findall(r"P\d+", E19["case"])
OURS = {"Lehrgang-Sans", "Lehrgang-Serif", "Lehrgang-Reserve", "Lehrgang-World"}
# Lines that are read from the right carry their letters in the structure of the file, which pdftotext does not look
# at: it takes a hyphen for the end of such a line, and turns the letters of one glyph (الله) round. In the page itself
# it would turn every letter round, so that is no remedy. mutool up to 1.21 knows no letters beside glyphs at all and
# gives what stands where (Indic vowels before their consonants, Arabic from the left); it is no witness here.
IN_DISORDER_BY_PDFTOTEXT = {"Hebrew", "Arabic, four letters in one glyph", "Arabic, among Latin letters"}
RIGHT_TO_LEFT = ("Hebrew", "Arabic", "Persian, with a joint that does not join", "Urdu")
MARGIN = 24 / 25.4 * 72 - 1


def fonts_of(path):
    rows = [line.split() for line in tool("pdffonts", path).splitlines()[2:]]
    return [(row[0].partition("+")[2], row[-5:-2]) for row in rows]


def squeezed(text):
    """Return a text without spaces and what turns or joins it unseen, composed as it is printed."""
    return unicodedata.normalize("NFC", re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", text))


def words_of(path, page=1):
    """Return (left, right, word) of each word of a page, in points."""
    boxes = tool("pdftotext", "-bbox", "-f", page, "-l", page, path, "-")
    found = re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)".*?>(.*?)</word>', boxes)
    return [(float(left), float(right), squeezed(word)) for left, right, word in found]


def stays_inside(path, pages=(1, 2)):
    return all(left > MARGIN and right < 595 - MARGIN for page in pages for left, right, _word in words_of(path, page))


def test_the_case_names_six_people():
    assert len(HOLDERS) == 6


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_prints_the_name_letter_for_letter(tmp_path, holder, language):
    record = make_record(holder, language=language)
    path = printed(tmp_path, record)
    front = tool("pdftotext", "-l", "1", path, "-")
    assert squeezed(record.name) in squeezed(front)
    assert squeezed(person(holder)["place_of_birth"]) in squeezed(front)
    assert squeezed(record.name) in squeezed(pdf_oxide.PdfDocument(str(path)).extract_text(0))
    for name, (embedded, subset, unicode) in fonts_of(path):
        assert any(name.startswith(family) for family in OURS), name
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_prints_every_name_of_the_demo_with_the_two_main_families(tmp_path):
    everybody = " ".join(f"{one['given_name']} {one['family_name']}" for one in demo()["participants"])
    path = printed(tmp_path, make_record(statements=(everybody,)))
    assert not any("Reserve" in name for name, _flags in fonts_of(path))
    assert squeezed(everybody) in squeezed(tool("pdftotext", path, "-"))


@pytest.mark.parametrize("name", ["Ḥasan al-Ṭāhirī", "Ǧamīla Ẓāhir", "Αλέξανδρος", "Олександра"])
def test_letters_that_the_main_families_lack_come_from_the_bundled_reserve(tmp_path, name):
    path = printed(tmp_path, make_record(given_name=name))
    assert any("Reserve" in font for font, _flags in fonts_of(path))
    assert all(any(font.startswith(family) for family in OURS) for font, _flags in fonts_of(path))
    assert squeezed(name) in squeezed(text_of(path))


def test_a_name_typed_in_pieces_prints_as_one(tmp_path):
    whole = person("P07")["family_name"]
    path = printed(tmp_path, make_record("P07", family_name=unicodedata.normalize("NFD", whole)))
    assert whole in text_of(path)


@pytest.mark.parametrize("name", ["Maria Magdalena " * 6, "W" * 90, "Ẩ" * 67])
def test_long_names_stay_inside_the_frame(tmp_path, name):
    path = printed(tmp_path, make_record(given_name=name.strip()))
    assert squeezed(name) in squeezed(tool("pdftotext", "-l", "1", path, "-"))
    assert stays_inside(path)


def test_there_are_more_than_forty_shapes_of_names():
    assert len(NAMES) > 40


@pytest.mark.parametrize("shape", NAMES)
def test_prints_names_of_every_shape_whole_and_in_order(tmp_path, shape):
    given, family = NAMES[shape]
    path = printed(tmp_path, make_record(given_name=given, family_name=family))
    name = squeezed(given + family)
    if shape not in IN_DISORDER_BY_PDFTOTEXT:
        assert name in squeezed(tool("pdftotext", "-l", "1", path, "-"))
    assert name in squeezed(pdf_oxide.PdfDocument(str(path)).extract_text(0))
    assert name in squeezed(tool("pdfinfo", path).partition("Subject:")[0])
    assert stays_inside(path)
    for font, flags in fonts_of(path):
        assert any(font.startswith(family) for family in OURS), font
        assert flags == ["yes", "yes", "yes"]


@pytest.mark.parametrize("shape", RIGHT_TO_LEFT)
def test_a_name_that_is_read_from_the_right_starts_at_the_right(tmp_path, shape):
    first, last = NAMES[shape]
    path = printed(tmp_path, make_record(given_name=first, family_name=last, place_of_birth="Hof"))
    # The boxes give words as they are seen, from the left: backwards.
    seen = {word[::-1]: left for left, _right, word in words_of(path)}
    assert seen[squeezed(first)] > seen[squeezed(last.split()[-1])]


@pytest.mark.parametrize("shape", ["Hebrew", "Arabic, four letters in one glyph", "Hindi", "Bengali"])
def test_the_file_has_the_letters_beside_the_glyphs(tmp_path, shape):
    """For screen readers and search: in the structure where they are read from the right, else in the page."""
    name = " ".join(NAMES[shape])
    with pikepdf.open(printed(tmp_path, make_record(given_name=NAMES[shape][0], family_name=NAMES[shape][1]))) as pdf:
        spans = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Span"]
        in_structure = {str(one.ActualText) for one in spans if "/ActualText" in one}
        marks = [operands[1] for operands, op in pikepdf.parse_content_stream(pdf.pages[0]) if str(op) == "BDC"]
        in_page = {str(one.ActualText) for one in marks if "/ActualText" in one}
    told, silent = (in_structure, in_page) if shape in RIGHT_TO_LEFT or "Arabic" in shape else (in_page, in_structure)
    assert name in told and name not in silent


def test_two_scripts_on_one_certificate_are_two_fonts(tmp_path):
    path = printed(tmp_path, make_record(given_name="נינה", place_of_birth="القاهرة"))
    fonts = {name.rpartition("-")[2] for name, _flags in fonts_of(path) if "World" in name}
    assert fonts == {"Hebrew", "Arabic"}


def test_no_font_of_the_system_steps_in_where_ours_were_not_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf.glyphs, "needs_the_world", lambda texts: False)
    with pytest.raises(DocumentFault) as caught:
        printed(tmp_path, make_record(given_name="נינה"))
    assert caught.value.facts["reason"] == "glyph"


def test_common_names_do_not_load_the_fonts_of_the_world():
    assert not pdf.glyphs.needs_the_world(["Nguyễn Ștefania Ḥasan Αλέξανδρος Олександра"])
    assert pdf.glyphs.needs_the_world(["Nguyễn", "נינה"])
