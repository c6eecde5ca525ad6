"""What somebody types from a paper, and what a chamber sends from its desk."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.document.codes import LENGTH, read_code
from certificates.issuing.rules import read_number
from certificates.verification.rules import tidy_number


class CodeForm(forms.Form):
    """The code under the QR code, in any grouping and case."""

    # On the page only one of the three is asked for.
    use_required_attribute = False

    code = forms.CharField(
        label=_("Code"),
        max_length=200,
        help_text=_("16 characters beside the QR code. Capitals, hyphens and spaces do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_code(self):
        # Whoever copies the whole address means the code in it.
        typed = self.cleaned_data["code"].rpartition("/v/")[2].strip("/")
        code = read_code(typed)
        if code is None and read_number(tidy_number(typed)):
            raise forms.ValidationError(
                _("This is a number, not a code. Use the form by number, surname and date of birth.")
            )
        if code is None:
            raise forms.ValidationError(
                _("A code has %(length)s letters and digits, never the letter U. Compare it with the paper."),
                params={"length": LENGTH},
            )
        return code


class FileForm(forms.Form):
    """The PDF as somebody got it. It is looked at in memory and forgotten, its name with it."""

    file = forms.FileField(
        label=_("PDF file"),
        allow_empty_file=True,
        error_messages={
            "required": _("Choose the PDF file first."),
            "max_length": _("This file's name is too long."),
        },
    )


class NumberForm(forms.Form):
    """Number, surname and date of birth: all three together."""

    use_required_attribute = False

    number = forms.CharField(
        label=_("Number"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "placeholder": "PNF-2026-0000"}),
    )
    family_name = forms.CharField(
        label=_("Surname as on the paper"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    date_of_birth = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
    )


class ListForm(forms.Form):
    """A list of numbers: the file; or, once it was looked at, its rows."""

    file = forms.FileField(label=_("List"), required=False, allow_empty_file=True)
    rows = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_rows(self):
        """The rows as plain values, None if there are none."""
        try:
            return json.loads(self.cleaned_data["rows"]) if self.cleaned_data["rows"] else None
        # Nested without end it is no list of ours either.
        except (ValueError, RecursionError) as fault:
            raise forms.ValidationError(_("The rows did not arrive whole. Choose the file once more.")) from fault

    def clean(self):
        """Ask for the one or the other."""
        if not self.errors and not self.cleaned_data.get("file") and self.cleaned_data.get("rows") is None:
            self.add_error("file", _("Choose a file first."))
        return self.cleaned_data


class CountersignForm(forms.Form):
    """Which certificates of a cohort the page showed: nothing is countersigned unseen."""

    numbers = forms.MultipleChoiceField(error_messages={"required": _("There is nothing to countersign.")})

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self._known = {certificate.number: certificate for certificate in known}
        self.fields["numbers"].choices = [(number, number) for number in self._known]

    def clean_numbers(self):
        return [self._known[number] for number in self.cleaned_data["numbers"]]
