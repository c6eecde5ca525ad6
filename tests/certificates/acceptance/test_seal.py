"""pdfsig and mutool take the seal for good and say so when it is not (5, 6); their exit codes say nothing."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.document import seal as sealing
from certificates.document.pdf import render_pdf
from certificates.document.seal import seal, signed_sha256
from tests.certificates.acceptance.papers import nss_database, pdfsig, with_a_flipped_bit, with_an_overlay, written
from tests.certificates.document.papers import make_record, tool


@pytest.fixture
def nss(papers, tmp_path):
    return nss_database(tmp_path, papers.root)


def said_by_pyhanko(pdf, papers):
    context = ValidationContext(trust_roots=[papers.root], allow_fetching=False)
    seal = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures[0]
    return validate_pdf_signature(seal, context, ts_validation_context=context)


@pytest.mark.parametrize("edition", ["b_b", "b_t", "later"])
def test_what_the_holder_gets_is_good_by_the_word_of_all(papers, nss, tmp_path, edition):
    pdf = getattr(papers, edition)
    path = written(tmp_path, pdf)
    said = pdfsig(nss, path)
    assert said.count("Signature #") == 1
    for words in ("Signature is Valid", "Certificate is Trusted", "Total document signed", "Siegel", "SHA-256"):
        assert words in said, said
    assert "Not total document signed" not in said and "ETSI.CAdES.detached" in said
    assert "unchanged since signing" in tool("mutool", "sign", "-v", path)
    assert said_by_pyhanko(pdf, papers).bottom_line


def test_the_archive_copy_is_trusted_though_it_has_grown(papers, nss, tmp_path):
    path = written(tmp_path, papers.archive)
    said = pdfsig(nss, path)
    assert "Signature is Valid" in said and "Certificate is Trusted" in said and "Signature #2" in said
    verdict = said_by_pyhanko(papers.archive, papers)
    assert verdict.bottom_line and verdict.modification_level.name == "LTA_UPDATES"


def test_a_flipped_bit_is_seen_by_all(papers, nss, tmp_path):
    pdf = with_a_flipped_bit(papers.b_t)
    path = written(tmp_path, pdf)
    assert "Digest Mismatch" in pdfsig(nss, path)
    assert "unchanged since signing" not in tool("mutool", "sign", "-v", path)
    assert not said_by_pyhanko(pdf, papers).intact


def test_an_overlay_is_seen_by_all(papers, nss, tmp_path):
    pdf = with_an_overlay(papers.b_t)
    path = written(tmp_path, pdf)
    said = pdfsig(nss, path)
    assert "Signature is Valid" in said and "Not total document signed" in said
    assert "unchanged since signing" not in tool("mutool", "sign", "-v", path)
    verdict = said_by_pyhanko(pdf, papers)
    assert verdict.intact and not verdict.bottom_line


def test_a_foreign_seal_under_our_name_is_unknown(papers, nss, tmp_path):
    said = pdfsig(nss, written(tmp_path, papers.foreign))
    # Of another name poppler says that the issuer is unknown; of ours, that it is not the one it trusts.
    assert "Signature is Valid" in said and "Certificate is Trusted" not in said
    assert "issuer isn't Trusted" in said or "issuer is unknown" in said
    assert not said_by_pyhanko(papers.foreign, papers).trusted


def test_a_paper_without_a_seal_has_none(nss, tmp_path):
    assert "does not contain any signatures" in pdfsig(nss, written(tmp_path, render_pdf(make_record())))


def test_the_hash_is_that_of_what_the_seal_covers(papers):
    sealed = seal(render_pdf(make_record()), papers.key)
    assert sealed.signed_sha256 == signed_sha256(sealed.pdf)
    # As the register reads it from a file that has grown.
    assert signed_sha256(papers.archive) == signed_sha256(papers.b_t)


def test_a_seal_that_has_outgrown_its_room_gets_more_at_the_next_attempt(papers, settings):
    plain = render_pdf(make_record())
    seal(plain, papers.key)
    alike = (papers.key.chain, settings.SEAL_TIMESTAMP_URL)
    sealing._room[alike] = 64
    with pytest.raises(SigningError):
        seal(plain, papers.key)
    assert said_by_pyhanko(seal(plain, papers.key).pdf, papers).bottom_line
    assert sealing._room[alike] > 64
