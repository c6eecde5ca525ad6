"""What the log is searched by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.lib.fields import DayField


class LogForm(forms.Form):
    """Kind of act, who did it, on which day; `subject` ("app.model:id") comes by a link from the list itself."""

    verb = forms.ChoiceField(label=_("Act"), required=False)
    who = forms.CharField(label=_("By (part of the e-mail)"), required=False, max_length=100)
    day = DayField(label=_("Day"), required=False)
    subject = forms.RegexField(r"^[a-z_.]+:\w+$", required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args, verbs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("all")), *sorted(verbs, key=lambda pair: pair[1])]
