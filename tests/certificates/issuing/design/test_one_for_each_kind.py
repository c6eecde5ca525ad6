"""Of each kind of paper a programme has one template for a certifier: a second is refused in words, nothing lost."""

import pytest
from django.urls import reverse

from certificates.document import apart
from certificates.issuing.design.models import PaperDesign
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.design.designs import form_of, make_design

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_certificates_paperdesign:add"
EDIT = "wagtailsnippets_certificates_paperdesign:edit"
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def cohort():
    return scenes.finished_cohort(1)


def told(answer, design):
    """Whether the answer is the form again, with the sentence, the way to the one that is there, and what was typed."""
    link = reverse(EDIT, args=[design.pk])
    return (
        answer.status_code == 200
        and "already" in str(answer.context["form"].non_field_errors())
        and f'href="{link}"' in answer.text
        and "Urkunde des Netzwerks" in answer.text
    )


@pytest.mark.parametrize("act", [{}, PUBLISH])
def test_a_second_of_a_kind_is_refused(office, programme, act):
    first = make_design(programme)
    answer = office.post(reverse(ADD), {**form_of(programme, heading_de="Urkunde des Netzwerks"), **act})
    assert told(answer, first)
    assert PaperDesign.objects.count() == 1


@pytest.mark.parametrize("act", [{}, PUBLISH])
def test_a_second_for_a_chamber_is_refused(office, programme, act):
    chamber = makers.make_chamber()
    first = make_design(programme, chamber=chamber)
    form = form_of(programme, heading_de="Urkunde des Netzwerks", chamber=chamber.pk)
    assert told(office.post(reverse(ADD), {**form, **act}), first)
    assert PaperDesign.objects.count() == 1


@pytest.mark.parametrize("act", [{}, PUBLISH])
def test_another_cannot_become_a_second(office, programme, act):
    first = make_design(programme)
    other = make_design(programme, kind="seminar_list", opening={}, closing={}, live=False)
    form = form_of(programme, heading_de="Urkunde des Netzwerks")
    assert told(office.post(reverse(EDIT, args=[other.pk]), {**form, **act}), first)
    other.refresh_from_db()
    assert other.kind == "seminar_list"


def test_one_that_stays_what_it_is_is_no_second(office, programme):
    design = make_design(programme)
    assert office.post(reverse(EDIT, args=[design.pk]), {**form_of(programme), **PUBLISH}).status_code == 302


@pytest.fixture
def second_tab(monkeypatch, programme):
    """While the samples are printed, which takes seconds, a second tab stores the same template."""
    printed = apart.printed

    def overtaken(records):
        if not PaperDesign.objects.filter(kind="certificate").exists():
            make_design(programme, live=False)
        return printed(records)

    monkeypatch.setattr(apart, "printed", overtaken)


HEADING = {"heading_de": "Urkunde des Netzwerks", "heading_en": "Award"}


def test_whoever_is_overtaken_while_publishing_is_told_so(office, programme, second_tab):
    answer = office.post(reverse(ADD), {**form_of(programme, **HEADING), **PUBLISH})
    assert told(answer, PaperDesign.objects.get())


def test_whoever_is_overtaken_while_publishing_a_change_is_told_so(office, programme, second_tab):
    other = make_design(programme, kind="seminar_list", opening={}, closing={})
    answer = office.post(reverse(EDIT, args=[other.pk]), {**form_of(programme, **HEADING), **PUBLISH})
    assert told(answer, PaperDesign.objects.get(kind="certificate"))
    other.refresh_from_db()
    assert other.kind == "seminar_list" and other.live and not other.has_unpublished_changes
