"""What a company types when it gives its word, and what the office types when it decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.booking.forms import MOST_AT_ONCE, OrderForm
from lms.lib.fields import LineField
from lms.organisations.models import Company


class PledgeForm(OrderForm):
    """Seats that a company wants if the cohort runs; the prefix, because it shares a page with booking."""

    prefix = "pledge"
    company = forms.ModelChoiceField(label=_("Company"), queryset=Company.objects.none())
    seats = forms.IntegerField(label=_("Seats, if it runs"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    purchase_order = forms.CharField(
        label=_("Purchase order for the pledge"),
        required=False,
        max_length=60,
        help_text=_("Stands on the invoice if it becomes a booking. Some companies need it now already."),
    )

    def __init__(self, *args, companies, only=None, **kwargs):
        """`only` is the one company that there is to choose, if that is known."""
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = companies
        few = [only] if only else list(companies[:2])
        if len(few) == 1:
            self.fields["company"].initial = few[0]
            self.fields["company"].widget = forms.HiddenInput()
            if few[0].purchase_order_required:
                self.fields["purchase_order"].help_text = _("Your company books with a purchase order only.")
                self.ask_for_order(few[0])


class DecisionForm(forms.Form):
    """Why the office lets it take place."""

    reason = LineField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text
