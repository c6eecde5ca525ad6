"""What a consumer types to withdraw from a contract, and what the office types when it looks at that."""

import re
from hashlib import sha256

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.booking.models import Declaration

# The confirmation repeats what was typed, to an address that anybody may enter: it carries no advertisement.
ADDRESS_ON_THE_WEB = re.compile(r"://|\bwww\.", re.IGNORECASE)
NO_ADDRESS = _("Please enter this without an address on the web.")


def _text(name, label, **more):
    return forms.CharField(label=label, max_length=Declaration._meta.get_field(name).max_length, **more)


class CertainForm(forms.Form):
    """Where the confirmation goes; the booking is known by the letter's link."""

    email = forms.EmailField(
        label=_("E-mail address for the confirmation"),
        max_length=Declaration._meta.get_field("email").max_length,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class DeclarationForm(CertainForm):
    """Who withdraws from which contract. No reason is asked for, by law."""

    name = _text("name", pgettext_lazy("of a consumer", "Your name"), widget=forms.TextInput({"autocomplete": "name"}))
    contract = _text(
        "contract",
        _("Which booking?"),
        help_text=_("The booking number from the confirmation. Without it: programme, cohort or day of the booking."),
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    field_order = ("name", "contract", "email", "key")

    def clean_name(self):
        return self._without_address("name")

    def clean_contract(self):
        return self._without_address("contract")

    def _without_address(self, name):
        if ADDRESS_ON_THE_WEB.search(self.cleaned_data[name]):
            raise forms.ValidationError(NO_ADDRESS)
        return self.cleaned_data[name]

    @property
    def declared(self):
        """
        What was typed, by the names of the act.

        The key is that of the form and of what stands in it: sent twice it is one declaration, changed it is another.
        """
        typed = {name: self.cleaned_data[name] for name in ("name", "contract", "email")}
        form = self.cleaned_data["key"]
        return {**typed, "key": sha256("\n".join([form, *typed.values()]).encode()).hexdigest() if form else ""}


class CloseForm(forms.Form):
    """What the sender of a declaration is told by which no seat is given up."""

    answer = forms.CharField(
        label=_("What the sender is told"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Goes to the address of the declaration as a letter. Left empty, nothing is sent."),
    )
