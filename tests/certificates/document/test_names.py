"""Every name of the demo's case E19 is printed letter for letter, with glyphs of our own fonts, and wraps uncut."""

import re
import unicodedata

import pytest

from tests.certificates.document.papers import demo, make_record, person, printed, text_of, tool

E19 = next(case for case in demo()["edge_cases"] if case["id"] == "E19")
HOLDERS = re.findall(r"P\d+", E19["case"])
OURS = {"Lehrgang-Sans", "Lehrgang-Serif", "Lehrgang-Reserve"}


def fonts_of(path):
    rows = [line.split() for line in tool("pdffonts", path).splitlines()[2:]]
    return [(row[0].partition("+")[2], row[-5:-2]) for row in rows]


def squeezed(text):
    return re.sub(r"\s", "", text)


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
    boxes = tool("pdftotext", "-bbox", path, "-")
    edges = [tuple(map(float, pair)) for pair in re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)"', boxes)]
    assert edges and min(left for left, _right in edges) > 36 and max(right for _left, right in edges) < 595 - 36
