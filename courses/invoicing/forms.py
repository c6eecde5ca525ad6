"""What the office types about invoices. A form asks whether it can be read; whether it may be is for the acts."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.invoicing.models import Payment
from courses.invoicing.permissions import offices_of
from courses.invoicing.refusals import Doubtful
from lms.lib.fields import DayField, EuroField
from lms.organisations.models import ClusterOffice


class DoubtForm(forms.Form):
    """A payment that may be a slip: more than is open, too early, entered before. It is asked once it was typed."""

    beyond = forms.BooleanField(
        label=_("This much came in: record it all the same"), required=False, widget=forms.HiddenInput
    )
    early = forms.BooleanField(label=_("This day is right"), required=False, widget=forms.HiddenInput)
    again = forms.BooleanField(label=_("It is another payment"), required=False, widget=forms.HiddenInput)
    doubts = ("beyond", "early", "again")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What is asked stands before the field is read, or it would keep the other label.
        for name in self.doubts:
            if self.data.get(self.add_prefix(name)):
                self.ask(name)

    def ask(self, name):
        """Ask about one of the `doubts`."""
        self.fields[name].widget = forms.CheckboxInput()

    def refuse(self, refusal):
        """Say why nothing was recorded, and ask where it is only doubtful."""
        if isinstance(refusal, Doubtful):
            self.ask(refusal.asks)
            # The field was read before: what is drawn keeps its own label.
            self[refusal.asks].label = refusal.facts["confirm"]
        self.add_error(None, str(refusal))


class PaymentForm(DoubtForm):
    """Money that came in, or went back."""

    cents = EuroField(label=_("Amount"), help_text=_("In euros."))
    back = forms.BooleanField(label=_("Paid back to the customer"), required=False)
    on = DayField(label=_("Day on the account"))
    how = forms.ChoiceField(
        label=_("How"), choices=[choice for choice in Payment.How.choices if choice[0] != Payment.How.BANK]
    )
    reference = forms.CharField(label=_("Reference"), required=False, max_length=140)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200, help_text=_("Needed where money goes back.")
    )
    field_order = ["cents", "back", "on", "how", "reference", "reason", *DoubtForm.doubts]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.data.get(self.add_prefix("back")):
            self.fields["beyond"].label = _("This much went back: record it all the same")

    @property
    def payment(self):
        """The typed data as the act takes them."""
        data = dict(self.cleaned_data)
        return data | {"cents": -data["cents"] if data.pop("back") else data["cents"]}


class NumberedPaymentForm(PaymentForm):
    """The same, for an invoice by its number."""

    number = forms.CharField(label=_("Number of the invoice"), max_length=30)
    field_order = ["number", *PaymentForm.field_order]


class CreditForm(forms.Form):
    """What an invoice gives back, whole seats or an amount, and why."""

    seats = forms.IntegerField(label=_("Seats"), required=False, min_value=1, max_value=10_000)
    cents = EuroField(
        label=_("Or an amount"),
        required=False,
        min_value=Decimal("0.01"),
        help_text=_("In euros, VAT included, instead of whole seats: for a price reduced afterwards."),
    )
    reason = forms.CharField(label=_("Reason (stands on the credit note)"), max_length=200)
    again = forms.BooleanField(
        label=_("Invoice it anew afterwards"),
        required=False,
        help_text=_("For a mistake on the invoice: all seats are credited, and the instalment is due again."),
    )

    def clean(self):
        """Seats or an amount; anew is all of it."""
        cleaned = super().clean()
        seats, cents = cleaned.get("seats"), cleaned.get("cents")
        if not self.errors and (seats is None) == (cents is None):
            self.add_error("seats", _("Enter how many seats are credited, or the amount, not both."))
        elif cents is not None and cleaned.get("again"):
            self.add_error("again", _("To invoice it anew credit all of its seats, not an amount."))
        return cleaned


class PartForm(forms.Form):
    """The part of a price that is credited where somebody has to judge."""

    cents = EuroField(label=_("Amount to credit"), min_value=Decimal("0.01"), help_text=_("In euros, VAT included."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="part", **kwargs)


class ReverseForm(forms.Form):
    """Which payment was a slip, and why."""

    payment = forms.ModelChoiceField(label=_("Payment"), queryset=Payment.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, invoice, **kwargs):
        super().__init__(*args, **kwargs)
        found = invoice.payments.filter(reverses=None, reversed_by=None)
        self.fields["payment"].queryset = found
        self.fields["payment"].label_from_instance = _payment_in_words


class StatementForm(forms.Form):
    """An account statement."""

    office = forms.ModelChoiceField(label=_("Account of"), queryset=ClusterOffice.objects.none())
    file = forms.FileField(
        label=_("Statement as CSV"),
        help_text=_(
            "As your bank exports it: semicolons, with headings such as Buchungstag, Betrag, Verwendungszweck."
        ),
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        offices = offices_of(actor)
        self.fields["office"].queryset = offices
        few = list(offices[:2])
        if len(few) == 1:
            self.fields["office"].initial = few[0]
            self.fields["office"].widget = forms.HiddenInput()


def _payment_in_words(payment):
    from_cents = EuroField().prepare_value(int(Decimal(payment.cents)))
    return f"{payment.on:%d.%m.%Y}: {from_cents} €"
