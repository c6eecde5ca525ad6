"""A paper is printed in the words and pictures of its template, and keeps them when the template changes."""

import io

import pytest
from django.db import IntegrityError, transaction
from PIL import Image
from pypdf import PdfReader

from certificates.document.pdf import render_html, render_pdf
from certificates.document.record import DocumentRecord
from certificates.issuing.actions import issue_certificates, issue_transcripts, replace_copy
from certificates.issuing.design.dressing import WIDEST, dressed, kept
from certificates.issuing.design.models import PaperDesign
from certificates.issuing.models import Certificate, CopyContent, private_storage
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.design.designs import make_design, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenes.finished_cohort(1)


def issued(cohort, language="de"):
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT, language=language)
    return DocumentRecord.from_json(CopyContent.objects.get().snapshot)


def text_of(record):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(render_pdf(record))).pages)


def test_words_pictures_and_signatories_are_printed(cohort):
    make_design(
        cohort.edition.programme,
        heading={"de": "Netzwerkurkunde"},
        opening={"de": "hat die Reihe besucht"},
        remarks={"de": ["Verliehen im Rahmen des Netzwerks."]},
        logo=make_image(),
        second_logo=make_image((0, 0, 120)),
        seal="picture",
        seal_picture=make_image((90, 0, 0, 120), (300, 300), "RGBA"),
        signatories=[
            {"name": "Dr. Karla Muster", "function": {"de": "Leitung"}, "signature": make_image((0, 0, 0), (300, 90))},
            {"name": "Otto Beispiel", "function": {"de": "Vorsitz"}},
        ],
    )
    record = issued(cohort)
    assert len(record.pictures) == 4 and len(record.logos) == 2
    assert all(one.alt for one in record.pictures), "a picture without words is a hole in PDF/UA"
    text = text_of(record)
    for words in (
        "Netzwerkurkunde",
        "hat die Reihe besucht",
        "Verliehen im Rahmen",
        "Karla Muster",
        "Otto Beispiel",
    ):
        assert words in text
    assert "3 Seminaren" in text or "drei Seminaren" in text
    assert "no qualification" not in text and "kein" in text.casefold(), "the statement of our own stays"


def test_an_issued_paper_keeps_what_it_was_given(cohort):
    design = make_design(cohort.edition.programme, heading={"de": "Netzwerk-Zertifikat"}, logo=make_image())
    before = issued(cohort)
    image = design.logo
    design.delete()
    image.delete()
    after = DocumentRecord.from_json(CopyContent.objects.get().snapshot)
    assert after == before and "Netzwerk-Zertifikat" in render_html(after) and "data:image/png" in render_html(after)


def test_a_replacement_copy_has_the_same_content_in_todays_template(cohort):
    make_design(cohort.edition.programme, heading={"de": "Alt"}, remarks={"de": ["Alter Satz."]})
    before = issued(cohort)
    PaperDesign.objects.update(heading={"de": "Neu"}, remarks={"de": ["Neuer Satz."]})
    certificate = Certificate.objects.get()
    copy = replace_copy(certificate=certificate, actor=certificate.issued_by, at=scenes.ISSUED_AT)
    after = DocumentRecord.from_json(copy.content.snapshot)
    assert (after.heading, after.statements) == ("Neu", ("Neuer Satz.",))
    assert (after.number, after.seminars, after.closing) == (before.number, before.seminars, before.closing)


def test_what_is_left_empty_is_printed_as_usual(cohort):
    usual = issued(cohort)
    plain = make_design(cohort.edition.programme, opening={}, closing={})
    assert dressed(usual, plain) == usual


def test_the_certifiers_own_template_comes_before_that_for_all():
    chamber = makers.make_chamber()
    cohort = scenes.finished_cohort(1, chamber=chamber)
    programme = cohort.edition.programme
    make_design(programme, heading={"de": "Für alle"})
    make_design(programme, heading={"de": "Für diese"}, chamber=chamber)
    make_design(programme, heading={"de": "Für andere"}, chamber=makers.make_chamber())
    assert issued(cohort).heading == "Für diese"


@pytest.mark.parametrize("change", [{"live": False}, {"kind": "attendance_confirmation"}])
def test_a_draft_or_another_kind_dresses_nothing(cohort, change):
    make_design(cohort.edition.programme, heading={"de": "Anders"}, **change)
    assert issued(cohort).heading == ""


def test_a_template_of_another_programme_dresses_nothing(cohort):
    make_design(makers.make_programme(), heading={"de": "Anders"})
    assert issued(cohort).heading == ""


@pytest.mark.parametrize(("mode", "colour"), [("P", 3), ("CMYK", (10, 20, 30, 40)), ("LA", (9, 100)), ("1", 1)])
def test_a_picture_of_any_kind_becomes_one_that_a_paper_may_hold(mode, colour):
    kind = "TIFF" if mode == "CMYK" else "PNG"
    picture = kept(make_image(colour, (3000, 1000), mode, kind="JPEG" if mode == "CMYK" else kind), "Logo")
    with private_storage().open(f"paper-pictures/{picture.sha256}.png") as file, Image.open(file) as image:
        assert image.mode in ("RGB", "RGBA") and max(image.size) == WIDEST


def test_one_design_for_a_kind_and_a_certifier(cohort):
    make_design(cohort.edition.programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_design(cohort.edition.programme)
    assert PaperDesign.objects.count() == 1


@pytest.mark.parametrize("language", ["de", "de+en"])
def test_a_transcript_prints_all_that_its_template_gives_it_and_says_no_more(cohort, language):
    """What the record holds the public page tells: it must stand on the paper."""
    cohort.edition.certificate_languages = [language]
    cohort.edition.save()
    make_design(
        cohort.edition.programme,
        kind="seminar_list",
        logo=make_image(),
        seal="picture",
        seal_picture=make_image((90, 0, 0, 120), (300, 300), "RGBA"),
        signatories=[
            {"name": "Dr. Karla Muster", "function": {"de": "Leitung", "en": "Head"}},
            {"name": "Otto Beispiel", "signature": make_image((0, 0, 0), (300, 90))},
        ],
    )
    issue_transcripts(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    record = DocumentRecord.from_json(CopyContent.objects.get().snapshot)
    assert (record.opening, record.closing) == ("", ())
    html, text = render_html(record), text_of(record)
    assert html.count("data:image/png") == len(record.pictures) == 3
    assert all(one.name in text for one in record.signatories) and len(record.signatories) == 2
