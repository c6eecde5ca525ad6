"""What the office types about certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
