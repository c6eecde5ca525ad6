"""What somebody types from a paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.document.codes import LENGTH, read_code
from certificates.verification.pdf.findings import MOST_BYTES


class CodeForm(forms.Form):
    """The code under the QR code, in any grouping and case."""

    code = forms.CharField(
        label=_("Code"),
        max_length=200,
        help_text=_("16 characters beside the QR code. Capitals, hyphens and spaces do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def clean_code(self):
        code = read_code(self.cleaned_data["code"])
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

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 2 MB. Certificates are much smaller; send the file as you got it.")
            )
        return file


class NumberForm(forms.Form):
    """Number, surname and date of birth: all three together."""

    number = forms.CharField(
        label=_("Number"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "placeholder": "PNF-2026-0001"}),
    )
    family_name = forms.CharField(
        label=_("Surname as on the paper"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    date_of_birth = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput({"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
    )
