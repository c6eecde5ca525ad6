"""A template that cuts text, misses a glyph or lacks a statement stays a draft, and the screen says why."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from certificates.document import apart
from certificates.document.wording import long_date, seminars_in_words, units_in_words
from certificates.issuing.design.checking import faults_of
from certificates.issuing.design.models import PaperDesign
from certificates.issuing.design.rules import filled_in
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.design.designs import CLOSING, form_of, make_design

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_certificates_paperdesign:add"
EDIT = "wagtailsnippets_certificates_paperdesign:edit"


@pytest.fixture
def cohort():
    return scenes.finished_cohort(1, certificate_languages=["de", "en"])


def faults(design):
    with override("en"):
        return " ".join(faults_of(design))


def test_what_is_whole_is_published(office, programme):
    answer = office.post(reverse(ADD), {**form_of(programme), "action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert PaperDesign.objects.get().live


def test_the_screen_offers_publishing_to_whoever_may(office, programme):
    design = make_design(programme)
    assert 'name="action-publish"' in office.get(reverse(ADD)).text
    page = office.get(reverse(EDIT, args=[design.pk])).text
    assert 'name="action-publish"' in page and "/unpublish/" in page


def test_a_draft_may_be_anything(office, programme):
    answer = office.post(reverse(ADD), form_of(programme, closing_de="Nichts."))
    assert answer.status_code == 302 and not PaperDesign.objects.get().live


def test_what_lacks_a_statement_is_refused_and_nothing_typed_is_lost(office, programme):
    form = form_of(programme, closing_de="mit {units}", heading_de="Urkunde des Netzwerks")
    answer = office.post(reverse(ADD), {**form, "action-publish": "1"})
    assert answer.status_code == 200 and not PaperDesign.objects.exists()
    assert "the first day {start}" in answer.text and "Urkunde des Netzwerks" in answer.text


def test_a_published_one_stays_as_it_is_when_its_change_is_refused(office, programme):
    design = make_design(programme)
    form = form_of(programme, closing_de="mit {units}")
    answer = office.post(reverse(EDIT, args=[design.pk]), {**form, "action-publish": "1"})
    design.refresh_from_db()
    assert answer.status_code == 200 and design.closing["de"][0].startswith("mit {seminars}")


def test_a_noun_printed_twice_is_refused(office, programme):
    closing = "\n".join(CLOSING["de"]).replace("{seminars}", "{seminars} Seminaren")
    answer = office.post(reverse(ADD), {**form_of(programme, closing_de=closing), "action-publish": "1"})
    assert answer.status_code == 200 and not PaperDesign.objects.exists()
    assert "German: “{seminars} Seminaren” would print the noun twice" in answer.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_help_beside_the_text_tells_truly_what_is_filled_in(office, programme, language):
    with override(language):
        values = {"seminars": seminars_in_words(4), "units": units_in_words(32)}
        days = long_date(makers.at("2026-03-02").date())
    [example] = filled_in(CLOSING[language][:1], values)
    page = office.get(reverse(ADD)).text
    assert f"“{CLOSING[language][0]}” " in page and f"“{example}”" in page and f"“{days}”" in page


def test_text_that_would_be_cut_is_refused(programme):
    design = make_design(programme, heading={"de": "Wort " * 60, "en": "Certificate"})
    assert "does not fit" in faults(design)


def test_small_print_that_would_be_cut_is_refused(programme):
    remarks = ["Ein Satz über das Netzwerk und seine Mitglieder."] * 60
    design = make_design(programme, remarks={"de": remarks, "en": remarks})
    found = faults(design)
    assert "14 seminars" in found and "does not fit" in found


@pytest.mark.parametrize("kind", ["certificate", "attendance_confirmation"])
def test_usual_words_fit_in_both_languages_on_one_sheet(kind):
    """A programme of few seminars is tried on more long titles than one of many: its own are filled up to fourteen."""
    programme = makers.make_edition(certificate_languages=["de", "en", "de+en"]).programme
    assert faults(make_design(programme, kind=kind, opening={}, closing={})) == ""


def test_what_fits_alone_may_be_too_much_for_both_languages_on_one_sheet(programme):
    programme.editions.update(certificate_languages=["de+en"])
    design = make_design(programme)
    assert faults(design) == ""
    remarks = ["Ein Satz über das Netzwerk und seine Mitglieder."] * 20
    PaperDesign.objects.update(remarks={"de": remarks, "en": remarks})
    design = PaperDesign.objects.get()
    assert "does not fit" in faults(design)
    programme.editions.update(certificate_languages=["de", "en"])
    assert faults(design) == ""


def test_a_letter_without_glyph_is_refused(programme):
    assert "“Zertifikat 𓂀”: our fonts have no glyph" in faults(make_design(programme, heading={"de": "Zertifikat 𓂀"}))


def test_a_word_of_public_examinations_is_refused(programme):
    assert "may not stand" in faults(make_design(programme, opening={"de": "ist staatlich anerkannt"}))
    assert "public examination" in faults(make_design(programme, kind="seminar_list", heading={"de": "Zeugnis"}))


def test_text_that_a_transcript_does_not_print_is_refused(programme):
    assert faults(make_design(programme, kind="seminar_list")).count("a transcript prints no text") == 2
    PaperDesign.objects.update(opening={}, closing={})
    assert faults(PaperDesign.objects.get()) == ""


def test_a_language_of_the_papers_may_not_be_forgotten(programme):
    design = make_design(programme, closing={"de": ["{units} {start} {end} {requirements}"]})
    assert "English: the text below the title is missing" in faults(design)
    programme.editions.update(certificate_languages=["de"])
    assert faults(design) == ""


@pytest.mark.parametrize(
    ("field", "words", "missing"),
    [
        ("heading", {"de": "Urkunde"}, "English: the heading is missing"),
        ("heading", {"en": "Award"}, "German: the heading is missing"),
        ("opening", {"de": "hat besucht"}, "English: the text between name and title is missing"),
        ("remarks", {"de": ["Ein Satz."]}, "English: the small print is missing"),
    ],
)
@pytest.mark.parametrize("languages", [["de", "en"], ["de+en"]])
def test_what_is_filled_in_for_one_language_is_filled_in_for_all(programme, languages, field, words, missing):
    programme.editions.update(certificate_languages=languages)
    assert missing in faults(make_design(programme, **{field: words}))


def test_a_function_is_filled_in_for_all_languages(programme):
    signatories = [{"name": "Dr. Beispiel", "function": {"de": "Vorsitz"}}]
    assert "English: the function of Dr. Beispiel is missing" in faults(make_design(programme, signatories=signatories))


def test_the_screen_refuses_a_heading_in_german_only(office, programme):
    answer = office.post(reverse(ADD), {**form_of(programme, heading_de="Urkunde"), "action-publish": "1"})
    assert answer.status_code == 200 and not PaperDesign.objects.exists()
    assert "English: the heading is missing" in answer.text


def test_a_chambers_name_stands_only_where_it_certifies(programme):
    chamber = makers.make_chamber()
    programme.editions.update(chamber=chamber)
    heading = {"de": "Zertifikat (IHK)", "en": "Certificate (IHK)"}
    design = make_design(programme, heading=heading)
    assert "only where the chamber certifies" in faults(design)
    programme.editions.update(chamber_certifies=True)
    assert faults(design) == ""
    design.kind = "attendance_confirmation"
    assert "only where the chamber certifies" in faults(design)


@pytest.mark.parametrize("claim", ["Entspricht DQR-Niveau 6.", "Mit Auszeichnung, Note 1,0", "Certified by the IHK"])
def test_a_claim_in_the_small_print_is_refused(programme, claim):
    found = faults(make_design(programme, remarks={"de": ["Ein Satz.", claim], "en": ["A sentence."]}))
    assert "may not stand on our papers" in found


@pytest.mark.parametrize("certifies", [False, True])
def test_a_chamber_that_does_not_certify_the_programme_is_not_named_so(programme, certifies):
    programme.editions.update(
        chamber=makers.make_chamber(name="IHK Musterfranken") if certifies else None, chamber_certifies=certifies
    )
    claim = ["Zertifiziert durch die Handwerkskammer Oberfranken."]
    assert "may not stand on our papers" in faults(make_design(programme, remarks={"de": claim, "en": ["A sentence."]}))
    PaperDesign.objects.update(remarks={}, heading={"de": "Handwerkskammer: Zertifikat", "en": "Certificate"})
    assert "only where the chamber certifies" in faults(PaperDesign.objects.get())


def test_a_claim_in_two_lines_is_refused(programme):
    lines = ["Dieser Lehrgang ist staatlich", "anerkannt."]
    assert "staatlich anerkannt" in faults(make_design(programme, remarks={"de": lines, "en": ["A sentence."]}))


def test_half_a_sentence_is_refused(programme):
    assert "between name and title is missing" in faults(make_design(programme, opening={"de": "hat besucht"}))


def test_a_programme_without_edition_has_nothing_to_try_on():
    assert "no edition yet" in faults(make_design(makers.make_programme()))


def test_printing_that_breaks_is_a_sentence(office, programme, monkeypatch):
    monkeypatch.setattr(apart, "TIMEOUT", 0.01)
    answer = office.post(reverse(ADD), {**form_of(programme), "action-publish": "1"})
    assert answer.status_code == 200 and "could not be printed" in answer.text
