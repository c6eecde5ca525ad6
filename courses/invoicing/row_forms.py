"""What the office says about a row of a statement: which invoice it pays, or why it pays none."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.invoicing.forms import DoubtForm
from courses.invoicing.permissions import invoices_kept_by
from courses.invoicing.statement import EURO
from lms.lib.fields import DayField, EuroField
from lms.lib.figures import euro


class RowForm(DoubtForm):
    """The invoice that a row pays: one of those that fit, or by its number; what the row itself does not say."""

    invoice = forms.TypedChoiceField(
        label=gettext_lazy("Open invoices that fit"), required=False, coerce=int, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    number = forms.CharField(label=gettext_lazy("Or the number of an invoice"), required=False, max_length=30)
    on = DayField(label=gettext_lazy("Day on the account"))
    cents = EuroField(label=gettext_lazy("Amount"), min_value=Decimal("0.01"))
    field_order = ["invoice", "number", "on", "cents", *DoubtForm.doubts]

    def __init__(self, *args, line, offers, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.office = actor, line.file.office
        if line.on is not None:
            del self.fields["on"]
        if line.cents is not None and line.currency == EURO:
            del self.fields["cents"]
        if offers:
            self.fields["invoice"].choices = [(offer.invoice.pk, in_words(offer)) for offer in offers]
        else:
            del self.fields["invoice"]
            self.fields["number"].label = _("Number of the invoice")

    def clean(self):
        """One invoice: chosen, or named by its number."""
        cleaned = super().clean()
        number, chosen = cleaned.get("number", "").strip(), cleaned.get("invoice")
        if "number" in self.errors or "invoice" in self.errors:
            return cleaned
        kept = invoices_kept_by(self.actor).filter(office=self.office)
        found = list((kept.filter(number__iexact=number) if number else kept.filter(pk=chosen))[:2])
        if not number and chosen is None:
            self.add_error("number", _("Choose the invoice that was paid, or enter its number."))
        elif len(found) != 1:
            self.add_error("number", _("There is no invoice of this number. Compare it with the list."))
        elif number and chosen not in (None, found[0].pk):
            self.add_error("number", _("This is another invoice than the one chosen. Leave one of them out."))
        else:
            cleaned["found"] = found[0]
        return cleaned

    @property
    def payment(self):
        """The typed data as the act takes them."""
        data = self.cleaned_data
        sure = {name: data[name] for name in self.doubts}
        return {"invoice": data["found"], "on": data.get("on"), "cents": data.get("cents"), **sure}


class AsideForm(forms.Form):
    """Why a row pays no invoice."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Such as “subsidy”, “entered by hand” or “sent back”. It stays, so name nobody."),
    )


def in_words(offer):
    """Say an offered invoice in one line: its number, its customer, what is open."""
    invoice = offer.invoice
    facts = {"number": invoice.number, "buyer": invoice.buyer["name"], "sum": euro(invoice.due_cents)}
    return _("%(number)s, %(buyer)s, %(sum)s open") % facts
