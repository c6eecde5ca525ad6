"""What the office types about certificates."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certificates.issuing.reasons import NO_NAMES
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
    """Why a replacement copy is made out; may stay empty. `earlier` is the copy that the page had shown as the last."""

    reason = forms.CharField(label=_("Reason (stays internal)"), max_length=300, required=False, help_text=NO_NAMES)
    earlier = forms.IntegerField(min_value=1, max_value=32767, required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why a number is replaced or revoked."""

    reason = forms.CharField(label=_("Reason (stays internal)"), max_length=300, help_text=NO_NAMES)


class ReplaceForm(ReasonForm):
    """Why a number is replaced, and which other papers of the person are issued anew with it."""

    also = forms.MultipleChoiceField(
        label=_("Issue these anew too"),
        required=False,
        help_text=_("Valid papers of this person that were printed with another name. Each gets a new number."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, others=(), **kwargs):
        super().__init__(*args, **kwargs)
        self._others = {one.number: one for one in others}
        if not others:
            del self.fields["also"]
            return
        words = [(one.number, f"{one.number}, {one.get_kind_display()}, {one.cohort}") for one in others]
        self.fields["also"].choices, self.fields["also"].initial = words, list(self._others)

    def clean_also(self):
        return [self._others[number] for number in self.cleaned_data["also"]]


class ExceptionForm(forms.Form):
    """Why somebody gets the certificate although something is missing."""

    reason = forms.CharField(
        label=_("Reason of the exception"),
        max_length=300,
        help_text=format_lazy(
            "{} {}", _("The chamber and the evidence show it with your name. Write no word about health."), NO_NAMES
        ),
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
        widget=forms.MultipleHiddenInput,
    )

    def __init__(self, *args, enrolments, **kwargs):
        super().__init__(*args, **kwargs)
        self._known = {str(enrolment.pk): enrolment for enrolment in enrolments}
        self.fields["enrolments"].choices = [(pk, pk) for pk in self._known]

    def clean_enrolments(self):
        return [self._known[pk] for pk in self.cleaned_data["enrolments"]]


class WithholdForm(ReleaseForm):
    """Whom the chamber does not release for now, and why."""

    reason = forms.CharField(
        label=_("Reason, which the cluster office reads"),
        max_length=300,
        help_text=format_lazy(
            "{} {}", _("Say what must be clarified or mended. Write no word about health."), NO_NAMES
        ),
        widget=forms.Textarea({"rows": 3}),
    )
