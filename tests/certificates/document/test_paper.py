"""The printed PDF is one A4 sheet, archivable, accessible, and answers its own QR code, by the word of other tools."""

import dataclasses
import re
import subprocess
import sys
from datetime import date

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from certificates.document.pdf import render_html, render_pdf
from certificates.issuing.design.samples import LONG_TITLE
from tests.certificates.document.papers import (
    URL,
    make_both,
    make_record,
    printed,
    programme,
    seminar_lines,
    text_of,
    tool,
)

KINDS = {"certificate": 2, "attendance_confirmation": 2, "seminar_list": 1}


def figures_of(element):
    """Return what each picture below a structure element is called when read aloud; None where it is called nothing."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    below = element.get("/K", [])
    children = below if isinstance(below, list) else [below]
    names = [name for child in children for name in figures_of(child)]
    return [element.get("/Alt"), *names] if element.get("/S") == "/Figure" else names


SEAL = "3fa09c01" * 8


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("course", ["PK", "SP"])
def test_every_kind_prints_in_both_languages(tmp_path, kind, language, course):
    path = printed(tmp_path, make_record("P05", course, language, kind))
    info = tool("pdfinfo", path)
    assert f"Pages:           {KINDS[kind]}\n" in info
    assert "(A4)" in info and "Tagged:          yes" in info
    text = text_of(path)
    for line in seminar_lines(programme(course), language):
        assert all(word in text for word in re.findall(r"\w+", line.title))


def test_the_contents_of_the_process_coordinator_add_up_to_the_file(tmp_path):
    course = programme("PK")
    rows = tool("pdftotext", "-layout", "-f", "2", printed(tmp_path, make_record()), "-")
    flat = " ".join(rows.split())
    assert len(course["seminars"]) == 11
    for number, one in enumerate(course["seminars"], 1):
        first_words = one["title"]["de"].split()[0]
        row = next(line for line in rows.splitlines() if line.split()[:2] == [str(number), first_words])
        assert row.split()[-2:] == [str(one["ue_presence"]), str(one["ue_online"])]
    assert sum(one["ue_presence"] for one in course["seminars"]) == 104
    assert "zusammen 126 104 22" in flat


@pytest.mark.parametrize("kind", ["certificate", "attendance_confirmation"])
@pytest.mark.parametrize("course", ["PK", "SP"])
@pytest.mark.parametrize("make", [make_record, make_both])
def test_fourteen_long_titles_fit(tmp_path, make, course, kind):
    def filled(one):
        lines = tuple(
            dataclasses.replace(one.seminars[0], position=position, title=LONG_TITLE[one.language])
            for position in range(1, 15)
        )
        presence, alone = (14 * part for part in (lines[0].units_presence, lines[0].units_self_study))
        return dataclasses.replace(
            one, seminars=lines, units_presence=presence, units_self_study=alone, units_total=presence + alone
        )

    record = make("P05", course, kind=kind)
    record = dataclasses.replace(
        filled(record.main), language=record.language, translation=record.translation and filled(record.translation)
    )
    path = printed(tmp_path, record)
    assert len(PdfReader(path).pages) == 2
    text = text_of(path)
    assert text.count("Messsystemanalyse") == 14
    assert text.count("measurement systems") == (14 if record.translation else 0)
    tool("pdftoppm", "-r", "100", "-f", "2", "-singlefile", "-png", path, tmp_path / "page")
    assert tool("zbarimg", "-q", "--raw", tmp_path / "page.png").splitlines()[0] == URL


@pytest.mark.parametrize("make", [make_record, make_both])
def test_a_long_list_goes_on_overleaf_and_loses_nothing(tmp_path, make):
    """One side is enough for most; a list that was refused had its number already, and no PDF."""

    def longer(one):
        longest = max(one.seminars, key=lambda line: len(line.title))
        title = f"{longest.title}, {longest.title}"
        lines = (dataclasses.replace(longest, position=place, title=f"{title} XX") for place in range(1, 15))
        return dataclasses.replace(one, seminars=tuple(lines))

    record = make("P05", kind="seminar_list")
    translation = record.translation and longer(record.translation)
    long = dataclasses.replace(longer(record.main), language=record.language, translation=translation)
    path = printed(tmp_path, long)
    assert len(PdfReader(path).pages) == 2
    text = text_of(path)
    assert text.count("XX") == (28 if translation else 14) and URL in text.replace(" ", "")
    assert tool("qpdf", "--check", path).count("No syntax or stream encoding errors") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_qr_code_is_the_printed_address(tmp_path, kind):
    path = printed(tmp_path, make_record(kind=kind))
    page = str(KINDS[kind])
    tool("pdftoppm", "-r", "100", "-f", page, "-l", page, "-singlefile", "-png", path, tmp_path / "page")
    assert tool("zbarimg", "-q", "--raw", tmp_path / "page.png").splitlines()[0] == URL
    assert URL in text_of(path)


@pytest.mark.parametrize("kind", KINDS)
def test_is_tagged_for_people_who_listen(tmp_path, kind):
    path = printed(tmp_path, make_record(kind=kind))
    structure = tool("pdfinfo", "-struct", path)
    for element in ("H1", "Table", "TH", "Figure"):
        assert element in structure
    assert figures_of(PdfReader(path).trailer["/Root"]["/StructTreeRoot"]) == ["QR-Code, um dieses Dokument zu prüfen"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_declares_archive_and_accessibility_at_once(tmp_path, language):
    path = printed(tmp_path, make_record(language=language))
    metadata = tool("pdfinfo", "-meta", path)
    for claim in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "pdfaExtension:schemas",
    ):
        assert metadata.count(claim) >= 1, claim
    assert metadata.count("</rdf:RDF>") == 1
    assert "2025-07-17T12:00:00" in metadata
    said = tool("qpdf", "--check", path)
    assert "No syntax or stream encoding errors found" in said and "WARNING" not in said
    catalogue = tool("qpdf", "--qdf", "--object-streams=disable", path, "-")
    assert f"/Lang ({language})" in catalogue
    assert "/DisplayDocTitle true" in catalogue and "/Marked true" in catalogue


def test_the_replacement_copy_keeps_number_and_date_and_says_what_it_is(tmp_path):
    record = make_record("P34", copy_mark="Zweitschrift", copy_issued_on=date(2026, 2, 10))
    path = printed(tmp_path, record)
    text = text_of(path)
    for words in ("Zweitschrift", "10. Februar 2026", "17. Juli 2025", "PNF-2025-0006"):
        assert words in text
    assert "2026-02-10T12:00:00" in tool("pdfinfo", "-meta", path)
    assert "Zweitschrift" not in text_of(printed(tmp_path, make_record("P34")))


def test_the_language_is_the_papers_and_not_the_readers(tmp_path):
    with override("en"):
        german = text_of(printed(tmp_path, make_record(language="de")))
    with override("de"):
        english = text_of(printed(tmp_path, make_record(language="en")))
    assert "hat den Lehrgang mit" not in english and "geboren am 1. Oktober 1980 in Bari" in german
    assert "Zertifikat" in german and "elf Seminaren" in german and "regelmäßig besucht" in german
    assert "born on 1 October 1980 in Bari" in english and "eleven seminars" in english
    # There is no German paper beside it that could be authoritative.
    assert "translation" not in english and "German" not in english and "translation" not in german


def test_the_confirmation_tells_units_and_neither_test_nor_mark(tmp_path):
    text = text_of(printed(tmp_path, make_record(kind="attendance_confirmation")))
    assert "104 von 104 Unterrichtseinheiten" in text
    assert "estanden" not in text and "Teilnahmebescheinigung" in text


def test_a_list_may_have_no_code(tmp_path):
    text = text_of(printed(tmp_path, make_record(kind="seminar_list", code="", verify_url="", number="")))
    assert "Übersicht besuchter Seminare" in text and "echt?" not in text


def test_prints_the_same_bytes_again():
    assert render_pdf(make_record("P07")) == render_pdf(make_record("P07"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("make", "words"),
    [(make_record, "Siegel-Zertifikat SHA-256 "), (make_both, "Siegel-Zertifikat · Seal certificate SHA-256 ")],
)
def test_the_back_names_the_seal_by_its_fingerprint(tmp_path, kind, make, words):
    text = text_of(printed(tmp_path, make("P05", kind=kind), sealed_with=SEAL))
    assert words + " ".join(["3FA0", "9C01"] * 8) in text


def test_an_english_back_names_it_in_english(tmp_path):
    text = text_of(printed(tmp_path, make_record(language="en"), sealed_with=SEAL))
    assert "Seal certificate SHA-256 3FA0 9C01" in text


def test_prints_the_same_bytes_again_for_the_same_seal():
    one, again, other = (render_pdf(make_record("P07"), sealed_with=seal) for seal in (SEAL, SEAL, "0" * 64))
    assert one == again != other


def test_no_line_ends_before_a_percent_sign():
    html = render_html(make_both(closing=("Mindestens 80 % besucht,", "wenigstens 7,5 % davon")))
    assert "80\u00a0% besucht" in html and "7,5\u00a0% davon" in html and "80 %" not in html


def test_embeds_the_credential_byte_for_byte(tmp_path):
    credential = '{"name": "Nguyễn"}\n'
    path = printed(tmp_path, make_record(), credential=credential)
    tool("pdfdetach", "-saveall", "-o", tmp_path, path)
    assert (tmp_path / "credential.json").read_text(encoding="utf-8") == credential
    assert "/AFRelationship /Data" in tool("qpdf", "--qdf", "--object-streams=disable", path, "-")


def test_nothing_heavy_is_imported_before_something_is_printed():
    code = (
        "import django, os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'lms.settings.test'; django.setup();"
        "import certificates.document.pdf, lms.lib.weasy;"
        "print([name for name in ('weasyprint', 'fontTools', 'segno') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
