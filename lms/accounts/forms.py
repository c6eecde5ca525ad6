"""What somebody changes in their own account, and whom they invite."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.lib.forms import new_key


class InviteForm(forms.Form):
    """Somebody who shall have a role."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)


class AccountForm(forms.Form):
    """The owner's own settings; who is known as a person is named by the office."""

    first_name = forms.CharField(label=_("Given name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Family name"), max_length=150, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of the pages and of the letters to you.")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.person_id:
            del self.fields["first_name"], self.fields["last_name"]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label=_("What for"), max_length=60, help_text=_("So that you know it again: the program that will use it.")
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("1 year")), (0, _("until revoked"))],
        coerce=int,
        initial=365,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False, initial=new_key)
