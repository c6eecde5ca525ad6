"""What is typed on the pages beside the sheet: a correction, a reason of absence, a make-up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.attendance import rules
from courses.attendance.display import status_choices
from courses.attendance.filled import card_fault, clean_text
from courses.attendance.roster import value_of
from courses.attendance.stand_in_corrections import token_of
from lms.lib.figures import teaching_units


class CorrectionForm(forms.Form):
    """One line of a closed sheet, entered anew with the reason why."""

    units = forms.TypedMultipleChoiceField(
        label=_("Teaching units attended"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    status = forms.ChoiceField(label=_("What was"), required=False)
    reason = forms.CharField(
        label=_("Reason of the correction"),
        max_length=300,
        help_text=_("Stays visible with the old and the new value. No details about health, please."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, mark, **kwargs):
        self.before, self.planned = value_of(mark), mark.day.units
        kwargs["initial"] = {
            "units": rules.numbers_of(mark.punched),
            "status": mark.status if mark.status in rules.CHOSEN else "",
            "seen": self.before.token,
        }
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(number, str(number)) for number in range(1, self.planned + 1)]
        self.fields["status"].choices = status_choices()

    @property
    def card(self):
        """The fields of the punch card, as typed."""
        on = {str(number) for number in self["units"].value() or []}
        numbers = range(1, self.planned + 1)
        return [{"value": number, "label": number, "checked": str(number) in on} for number in numbers]

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            cleaned["value"] = rules.read_line(
                chosen=cleaned["status"],
                punched=rules.card_of(cleaned["units"], self.planned),
                note=self.before.note,
                before=self.before,
                units=self.planned,
            )
        except rules.CardUnreadable as unreadable:
            self.add_error("units", card_fault(unreadable.code))
        return cleaned


class StandInCorrectionForm(forms.Form):
    """What a stand-in attended of a session whose sheet is closed, entered anew with the reason why."""

    units = forms.TypedChoiceField(label=_("UE that the stand-in was there"), coerce=int)
    reason = CorrectionForm.base_fields["reason"]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, stand_in, taught, **kwargs):
        kwargs["initial"] = {"units": stand_in.units, "seen": token_of(stand_in)}
        super().__init__(*args, **kwargs)
        said = [(0, _("did not come")), *((number, teaching_units(number)) for number in range(1, taught + 1))]
        self.fields["units"].choices = [("", _("not entered yet")), *said] if stand_in.units is None else said


class ReasonForm(forms.Form):
    """Why somebody was away; for the office alone."""

    text = forms.CharField(
        label=_("Reason of absence"),
        max_length=300,
        required=False,
        help_text=_("Only the office reads this. Leave it empty to remove it."),
    )


class MakeUpForm(forms.Form):
    """How one missed seminar is made up: in one of the sessions that fit, or by evidence."""

    EVIDENCE = "evidence"

    seminar = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(label=_("How it is made up"), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=300,
        required=False,
        help_text=_("Only without a session: what was attended where, and the paper that shows it."),
    )
    units = forms.IntegerField(label=_("Teaching units credited for the evidence"), min_value=1, required=False)

    def __init__(self, *args, missed, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.missed = missed
        self.fields["way"].choices = ways
        self.fields["seminar"].initial = missed.seminar.pk
        self.fields["units"].initial = missed.lost

    def clean_evidence(self):
        return clean_text(self.cleaned_data["evidence"])

    @property
    def session(self):
        """The chosen session's id, or None for evidence."""
        way = self.cleaned_data["way"]
        return None if way == self.EVIDENCE else int(way)
