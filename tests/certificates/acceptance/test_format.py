"""qpdf, poppler, pikepdf, pdf_oxide and zbar find an archivable, accessible paper whose QR code is read (1-4)."""

import json
import re
import shutil

import pdf_oxide
import pikepdf
import pytest

from certificates.document.pdf import render_pdf
from tests.certificates.acceptance.papers import CREDENTIAL, written
from tests.certificates.document.papers import URL, make_record, printed, tool

KINDS = {"certificate": 2, "attendance_confirmation": 2, "seminar_list": 1}
EDITIONS = ["b_b", "b_t", "archive"]


@pytest.fixture(params=EDITIONS)
def path(request, papers, tmp_path):
    return written(tmp_path, getattr(papers, request.param))


def test_qpdf_finds_no_fault(path):
    said = tool("qpdf", "--check", path)
    assert "No syntax or stream encoding errors found" in said and "WARNING" not in said


def test_poppler_finds_our_fonts_embedded_on_one_tagged_sheet(path):
    rows = [line.split() for line in tool("pdffonts", path).splitlines()[2:]]
    assert rows and all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert all(row[0].partition("+")[2].startswith("Lehrgang-") for row in rows)
    info = tool("pdfinfo", path)
    assert re.search(r"Tagged: +yes", info) and "(A4)" in info and re.search(r"Pages: +2\n", info)
    assert re.search(r"Encrypted: +no", info) and re.search(r"JavaScript: +no", info)


def test_poppler_reads_the_structure_aloud(path):
    structure = tool("pdfinfo", "-struct", path)
    assert all(element in structure for element in ("H1", "H2", "Table", "TH", "TD", "Figure"))


def test_pikepdf_reads_both_standards(path):
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "de"
        assert [str(one.AFRelationship) for one in pdf.Root.AF] == ["/Data"]


@pytest.mark.parametrize("edition", ["b_b", "b_t"])
def test_pdf_oxide_finds_both_standards_kept(papers, tmp_path, edition):
    """Not in the archive copy: there pyHanko writes the metadata anew, in a form that pdf_oxide overlooks."""
    document = pdf_oxide.PdfDocument(str(written(tmp_path, getattr(papers, edition))))
    archive, accessible = document.validate_pdf_a("3a"), document.validate_pdf_ua()
    assert archive["valid"], archive
    assert accessible["valid"], accessible


def test_pdf_oxide_would_say_if_they_were_not(papers, tmp_path):
    broken = papers.b_b.replace(b"<pdfaid:part>3", b"<pdfaid:part>1").replace(b"/MarkInfo", b"/MbrkInfo")
    document = pdf_oxide.PdfDocument(str(written(tmp_path, broken)))
    assert not (document.validate_pdf_a("3a")["valid"] and document.validate_pdf_ua()["valid"])


def test_the_seal_leaves_the_metadata_as_they_were_printed(papers, tmp_path):
    printed_as = tool("pdfinfo", "-meta", written(tmp_path, render_pdf(make_record("P07"), CREDENTIAL), "plain.pdf"))
    for edition in ("b_b", "b_t"):
        assert tool("pdfinfo", "-meta", written(tmp_path, getattr(papers, edition))) == printed_as


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_zbar_reads_the_address_from_a_print_of_100_dpi(tmp_path, kind, language):
    path, page = printed(tmp_path, make_record("P05", kind=kind, language=language)), str(KINDS[kind])
    tool("pdftoppm", "-r", "100", "-gray", "-f", page, "-l", page, "-singlefile", "-png", path, tmp_path / "page")
    assert tool("zbarimg", "-q", "--raw", tmp_path / "page.png").splitlines()[0] == URL


def test_poppler_takes_out_the_credential_byte_for_byte(path, tmp_path):
    folder = tmp_path / "attached"
    folder.mkdir()
    tool("pdfdetach", "-saveall", "-o", f"{folder}/", path)
    assert [one.name for one in folder.iterdir()] == ["credential.json"]
    assert (folder / "credential.json").read_bytes() == CREDENTIAL.encode()
    assert json.loads((folder / "credential.json").read_bytes())["type"] == ["VerifiableCredential"]


def test_the_official_validator_agrees_where_it_is_installed(path):
    if not shutil.which("verapdf"):
        pytest.skip("veraPDF has an installer of its own and is no Debian package")
    for flavour in ("3a", "ua1"):
        assert 'isCompliant="true"' in tool("verapdf", "--flavour", flavour, path)
