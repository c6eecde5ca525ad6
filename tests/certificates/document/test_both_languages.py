"""German and English stand on one sheet, whatever the kind and however long the names, each part in its language."""

import dataclasses
import json
import re
from datetime import date

import pikepdf
import pytest

from certificates.document.pdf import render_pdf
from certificates.document.record import DocumentRecord
from certificates.document.refusals import DocumentFault
from tests.certificates.document.papers import URL, make_both, make_record, printed, text_of, tool

KINDS = {"certificate": 2, "attendance_confirmation": 2, "seminar_list": 1}


def flat(text):
    """Return the letters of a text: words may be broken at any hyphen."""
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("course", ["PK", "SP"])
@pytest.mark.parametrize("holder", ["P05", "P35"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_fits_on_one_sheet_and_says_it_twice(tmp_path, kind, holder, course):
    record = make_both(holder, course, kind)
    path = printed(tmp_path, record)
    assert re.search(rf"Pages: +{KINDS[kind]}\n", tool("pdfinfo", path))
    said = flat(tool("pdftotext", path, "-"))
    for one in (record, record.translation):
        for text in (one.programme_title, *(line.title for line in one.seminars)):
            assert all(word in said for word in re.findall(r"\w+", text)), text
    page = str(KINDS[kind])
    tool("pdftoppm", "-r", "100", "-f", page, "-l", page, "-singlefile", "-png", path, tmp_path / "page")
    assert tool("zbarimg", "-q", "--raw", tmp_path / "page.png").splitlines()[0] == URL


def test_says_each_thing_in_both(tmp_path):
    path = printed(tmp_path, make_both())
    text, letters = text_of(path), flat(tool("pdftotext", path, "-"))
    for german, english in [
        ("Zertifikat", "Certificate"),
        ("geboren am 1. Oktober 1980 in Bari", "born on 1 October 1980 in Bari"),
        ("Prozesskoordinator/in", "Process Coordinator"),
        ("elf Seminaren", "eleven seminars"),
        ("Vorsitzende des Vorstands", "Chair of the board"),
        ("kein öffentlich-rechtlicher Abschluss", "not a qualification under public law"),
    ]:
        assert flat(german) in letters and flat(english) in letters, german
    assert "the German wording is authoritative" in text
    assert text.count("17. Juli 2025") >= 1 and "17 July 2025" in text


@pytest.mark.parametrize("kind", KINDS)
def test_place_and_day_and_what_to_look_for_stand_in_both(tmp_path, kind):
    text = text_of(printed(tmp_path, make_both(kind=kind)))
    assert "Bayreuth, den 17. Juli 2025" in text and "Bayreuth, 17 July 2025" in text
    assert "Nummer · Number" in text and "Ausgestellt · Issued" in text
    overleaf = "auf der Rückseite" in text, "overleaf" in text
    assert overleaf == ((False, False) if kind == "seminar_list" else (True, True))


def test_fourteen_long_seminars_and_the_longest_name_fit(tmp_path):
    record = make_both("P05")
    longest = [max(one.seminars, key=lambda line: len(line.title)) for one in (record, record.translation)]

    def many(one, line, addition):
        lines = tuple(
            dataclasses.replace(line, position=place, title=f"{line.title}, {addition}") for place in range(1, 15)
        )
        presence, alone = 14 * line.units_presence, 14 * line.units_self_study
        return {
            "seminars": lines,
            "units_presence": presence,
            "units_self_study": alone,
            "units_total": presence + alone,
        }

    english = dataclasses.replace(record.translation, **many(record.translation, longest[1], "part two"))
    german = many(record, dataclasses.replace(longest[1], title=longest[0].title), "zweiter Teil")
    text = text_of(printed(tmp_path, dataclasses.replace(record, translation=english, **german)))
    assert text.count("zweiter Teil") == text.count("part two") == 14


def languages_of(element, inherited="de"):
    """Yield (language, structure type) of every element."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    own = str(element.get("/Lang", inherited))
    if "/S" in element:
        yield own, str(element.S)
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from languages_of(child, own)


@pytest.mark.parametrize("kind", KINDS)
def test_a_screen_reader_hears_each_part_in_its_language(tmp_path, kind):
    path = printed(tmp_path, make_both(kind=kind))
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A" and str(pdf.Root.Lang) == "de"
        found = list(languages_of(pdf.Root.StructTreeRoot))
    english = [kind for language, kind in found if language == "en"]
    assert english.count("/Art") >= 14 and "/P" in english
    assert [language for language, kind in found if kind == "/H1"] == ["de"]
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", path)


def test_papers_in_one_language_have_no_part_in_another(tmp_path):
    with pikepdf.open(printed(tmp_path, make_record())) as pdf:
        assert {language for language, _kind in languages_of(pdf.Root.StructTreeRoot)} == {"de"}


def test_the_replacement_copy_says_so_twice(tmp_path):
    record = make_both("P34", copy_mark="Zweitschrift", copy_issued_on=date(2026, 2, 10))
    text = text_of(printed(tmp_path, record))
    assert "10. Februar 2026" in text and "10 February 2026" in text and "Duplicate" in text


def test_survives_json_and_prints_the_same_bytes():
    record = make_both("P07")
    again = DocumentRecord.from_json(json.loads(json.dumps(record.to_json())))
    assert again == record and render_pdf(again) == render_pdf(record)


@pytest.mark.parametrize(
    "changes",
    [
        {"translation": None},
        {"language": "de"},
        {"number": "PNF-2025-0007"},
        {"family_name": "Andere"},
        {"seminars": ()},
        {"signatories": ()},
    ],
)
def test_refuses_two_languages_that_do_not_say_the_same(changes):
    with pytest.raises(DocumentFault):
        dataclasses.replace(make_both(), **changes)


def test_refuses_what_the_translation_may_not_say():
    record = make_both()
    english = dataclasses.replace(record.translation, programme_title="Examination certificate")
    with pytest.raises(DocumentFault) as caught:
        render_pdf(dataclasses.replace(record, translation=english))
    assert caught.value.facts["reason"] == "word"
