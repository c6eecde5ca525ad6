"""What a company types when it gives its word, and what the office types when it decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.booking.forms import MOST_AT_ONCE
from lms.organisations.models import Company


class PledgeForm(forms.Form):
    """Seats that a company wants if the cohort runs; the prefix, because it shares a page with booking."""

    prefix = "pledge"
    company = forms.ModelChoiceField(label=_("Company"), queryset=Company.objects.none())
    seats = forms.IntegerField(label=_("Seats, if it runs"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    purchase_order = forms.CharField(
        label=_("Your purchase order"),
        required=False,
        max_length=60,
        help_text=_("Only for the case that it becomes a booking."),
    )

    def __init__(self, *args, companies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = companies
        few = list(companies[:2])
        if len(few) == 1:
            self.fields["company"].initial = few[0]
            self.fields["company"].widget = forms.HiddenInput()


class DecisionForm(forms.Form):
    """Why the office decides as it does."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
