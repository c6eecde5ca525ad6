"""A form says first what is wrong, ties each message to its field, and keeps what was typed."""

import pytest
from django import forms
from django.utils import translation

from lms.lib.translated import TranslatedFormField


class Booking(forms.Form):
    """One of each kind that is drawn differently."""

    seats = forms.IntegerField(max_value=9, help_text="Names may follow.")
    agreed = forms.BooleanField()
    title = TranslatedFormField(required=False)
    way = forms.ChoiceField(choices=[("a", "Train")], widget=forms.RadioSelect, required=False)


@pytest.fixture
def page():
    with translation.override("de"):
        form = Booking({"seats": "12", "title_de": "Kunststoffe", "title_en": "Plastics"})
        form.add_error(None, "Der Durchgang ist voll.")
        return str(form)


def test_the_summary_comes_first_and_links_to_the_field(page):
    assert page.index('role="alert"') < page.index("<label")
    assert '<a href="#id_seats">Seats</a>' in page
    assert "Der Durchgang ist voll." in page


def test_help_and_error_are_tied_to_the_field(page):
    assert 'aria-describedby="id_seats_helptext id_seats_error"' in page
    assert 'id="id_seats_helptext"' in page and 'id="id_seats_error"' in page
    assert 'aria-invalid="true"' in page


def test_what_was_typed_is_kept(page):
    assert 'value="12"' in page and 'value="Kunststoffe"' in page and 'value="Plastics"' in page


def test_each_language_has_a_label_of_its_own(page):
    assert '<label for="id_title_0">Deutsch</label>' in page
    assert '<label for="id_title_1">English</label>' in page


def test_groups_of_choices_are_fieldsets_with_a_legend(page):
    assert "<legend>Way" in page


def test_a_form_without_fault_has_no_summary():
    assert "error-summary" not in str(Booking())
