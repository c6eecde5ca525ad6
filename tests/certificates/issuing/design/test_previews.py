"""A template is seen on sample people while it is written, by whoever runs its programme and by nobody else."""

import re

import pdf_oxide
import pytest
from django.urls import reverse
from wagtail.models import Collection

from certificates.document.apart import printed
from certificates.document.pdf import BACKS, FRONTS
from certificates.issuing.design.models import PaperDesign
from certificates.issuing.design.previewing import modes_of
from certificates.issuing.design.samples import LONGEST, PEOPLE, WORLD, sample_record
from lms.lib.paper import glyphs
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.design.designs import form_of, make_design, make_image, office_of

pytestmark = pytest.mark.django_db
SPACE = "wagtailsnippets_certificates_paperdesign:"


@pytest.fixture
def cohort():
    return scenes.finished_cohort(1, certificate_languages=["de", "en"])


@pytest.fixture
def design(cohort):
    return make_design(cohort.edition.programme)


def seen(client, address, form, mode):
    assert client.post(address, form).json()["is_valid"]
    return client.get(address, {"mode": mode})


def test_the_preview_shows_what_is_being_typed_on_the_longest_name(office, design):
    address = reverse(SPACE + "preview_on_edit", args=[design.pk])
    form = form_of(design.programme, heading_de="Urkunde des Netzwerks", closing_de="mit {units} bis {end}")
    page = seen(office, address, form, "de-longest")
    assert "Urkunde des Netzwerks" in page.text and LONGEST[1] in page.text
    assert "{start}" in page.text, "what is missing is said above the sheet"
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_both_languages_on_one_sheet_where_they_are_offered(office, design):
    design.programme.editions.update(certificate_languages=["de", "de+en"])
    address = reverse(SPACE + "preview_on_edit", args=[design.pk])
    form = form_of(design.programme, heading_de="Urkunde des Netzwerks", heading_en="Charter of the network")
    page = seen(office, address, form, "de+en-fourteen")
    assert "Urkunde des Netzwerks" in page.text and "Charter of the network" in page.text


def test_the_browser_is_given_the_qr_code_as_a_picture_and_the_steps_that_fit_text_to_its_page(office, design):
    page = seen(office, reverse(SPACE + "preview_on_edit", args=[design.pk]), form_of(design.programme), "de-usual")
    pictures = re.findall(r'<img src="([^"]+)"', page.text)
    assert pictures and all(one.startswith("data:image/") for one in pictures)
    assert f'data-fronts="{" ".join(FRONTS)}" data-backs="{" ".join(BACKS)}"' in page.text
    assert f'class="front {FRONTS[0]}"' in page.text and f'class="back {BACKS[0]}"' in page.text
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"].partition("script-src")[2]


def test_a_new_one_is_previewed_before_it_is_saved(office, cohort):
    page = seen(office, reverse(SPACE + "preview_on_add"), form_of(cohort.edition.programme), "en-fourteen")
    assert page.status_code == 200 and "Proving process capability" in page.text
    assert not PaperDesign.objects.exists()


def test_before_a_programme_is_chosen_the_preview_says_so(office):
    address = reverse(SPACE + "preview_on_add")
    office.post(address, {})
    assert office.get(address, {"mode": "de-usual"}).status_code == 200


@pytest.mark.parametrize("mode", ["xx-none", "", "de-usual-more"])
def test_an_unknown_mode_is_the_first(office, design, mode):
    page = seen(office, reverse(SPACE + "preview_on_edit", args=[design.pk]), form_of(design.programme), mode)
    assert page.status_code == 200 and "Beispiel" in page.text


def test_the_pdf_itself(office, design):
    page = seen(office, reverse(SPACE + "preview_on_edit", args=[design.pk]), form_of(design.programme), "de-pdf")
    assert page["Content-Type"] == "application/pdf" and page.content.startswith(b"%PDF")


def test_a_name_of_any_script_is_seen_as_the_press_prints_it(office, design):
    address = reverse(SPACE + "preview_on_edit", args=[design.pk])
    page = seen(office, address, form_of(design.programme), "de-right")
    assert page["Content-Type"] == "application/pdf"
    assert "".join(PEOPLE["right"][1][0].split()) in "".join(text_of(page.content).split())
    assert any("Hebr" in label and label.endswith("(PDF)") for _mode, label in modes_of(design))


def test_between_them_the_samples_have_letters_of_every_font_and_each_is_printed(design):
    letters = set("".join(name for _label, names in PEOPLE.values() for name in names))
    assert [family for family, known in glyphs.world().items() if not known & letters] == []
    for language in ("de", "de+en"):
        faults = [fault for _pdf, fault in printed([sample_record(design, language, one) for one in WORLD])]
        assert faults == [""] * len(WORLD), language


def text_of(pdf):
    return pdf_oxide.PdfDocument.from_bytes(pdf).extract_text(0)


def test_somebody_elses_is_not_there(client, design):
    design.save_revision().publish()
    client.force_login(office_of(makers.make_cohort(makers.make_edition())))
    revision = design.latest_revision_id or design.revisions.get().pk
    for name, args in {
        "edit": [design.pk],
        "delete": [design.pk],
        "history": [design.pk],
        "usage": [design.pk],
        "inspect": [design.pk],
        "unpublish": [design.pk],
        "preview_on_edit": [design.pk],
        "revisions_view": [design.pk, revision],
        "revisions_compare": [design.pk, "live", revision],
        "revisions_unschedule": [design.pk, revision],
        "revisions_revert": [design.pk, revision],
    }.items():
        assert client.get(reverse(SPACE + name, args=args)).status_code in (302, 404), name
    assert str(design.programme) not in client.get(reverse(SPACE + "list")).text


def test_a_picture_or_programme_of_others_cannot_be_taken(office, design):
    other = makers.make_programme()
    collection = Collection.get_first_root_node().add_child(name="Anderer")
    hidden = make_image(collection=collection)
    for change in ({"programme": other.pk}, {"logo": hidden.pk}):
        form = form_of(design.programme, **change)
        assert office.post(reverse(SPACE + "edit", args=[design.pk]), form).status_code == 200
        assert not office.post(reverse(SPACE + "preview_on_edit", args=[design.pk]), form).json()["is_valid"]
    design.refresh_from_db()
    assert design.programme != other and design.logo is None
