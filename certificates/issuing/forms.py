"""What the office types about certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.issuing.sharing import new_key
from courses.curriculum.models import CERTIFICATE_LANGUAGES


class LanguageForm(forms.Form):
    """In which language papers are made out."""

    language = forms.ChoiceField(label=_("Language of the papers"), required=False)

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        names = dict(CERTIFICATE_LANGUAGES)
        offered = [(code, names.get(code, code)) for code in edition.certificate_languages]
        self.fields["language"].choices = [("", _("each person's own")), *offered]

    def clean_language(self):
        return self.cleaned_data["language"] or None


class CopyForm(forms.Form):
    """Why a replacement copy is made out; may stay empty."""

    reason = forms.CharField(label=_("Reason (stays internal)"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """Why a number is replaced or revoked."""

    reason = forms.CharField(label=_("Reason (stays internal)"), max_length=300)


class ExceptionForm(forms.Form):
    """Why somebody gets the certificate although something is missing."""

    reason = forms.CharField(
        label=_("Reason of the exception"),
        max_length=300,
        help_text=_("The chamber and the evidence show it with your name. Write no word about health."),
        widget=forms.Textarea({"rows": 3}),
    )


class ShareForm(forms.Form):
    """For how long a certificate is shown, and whether with its PDF."""

    days = forms.TypedChoiceField(
        label=_("The link works for"),
        coerce=int,
        initial=30,
        choices=[(7, _("one week")), (30, _("30 days")), (90, _("90 days")), (365, _("one year"))],
    )
    with_pdf = forms.BooleanField(
        label=_("With the PDF; it has your date of birth in it"),
        required=False,
    )
    note = forms.CharField(
        label=_("Note to yourself, such as for whom"),
        max_length=80,
        required=False,
        help_text=_("Only you see it."),
    )
    key = forms.CharField(max_length=64, required=False, initial=new_key, widget=forms.HiddenInput)


class ConfirmErasureForm(forms.Form):
    """An erasure cannot be undone: ask once more."""

    sure = forms.BooleanField(
        label=_("Erase the name, the data and the PDFs of this person's certificates of this cohort for good")
    )


class ReleaseForm(forms.Form):
    """Whom the chamber releases: people of this cohort."""

    # Choices, not a query per value: a number that no column can hold is then simply none of them.
    enrolments = forms.MultipleChoiceField(
        label=_("To be released"),
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args, enrolments, **kwargs):
        super().__init__(*args, **kwargs)
        self._known = {str(enrolment.pk): enrolment for enrolment in enrolments}
        self.fields["enrolments"].choices = [(pk, pk) for pk in self._known]

    def clean_enrolments(self):
        return [self._known[pk] for pk in self.cleaned_data["enrolments"]]
