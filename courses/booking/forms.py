"""What a booker types. A form asks whether it can be read; whether it may be is for the acts."""

import datetime as dt
import json

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from courses.booking.models import Booking
from courses.booking.people import Attendee
from courses.booking.permissions import companies_bookable_by, first_companies_of
from lms.accounts.models import Person
from lms.lib.forms import new_key
from lms.organisations.models import Company

PERSON_LIMITS = {
    name: getattr(Person._meta.get_field(name), "max_length", None) for name in ("given_name", "family_name", "email")
}
# Nobody books more at once; the group's own limit is far below and asked by the act.
MOST_AT_ONCE = 200
WAYS_TO_WRITE_A_DAY = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]


def _optional(model, name, label):
    return forms.CharField(label=label, required=False, max_length=model._meta.get_field(name).max_length)


def _despite_host():
    """Why the office books beyond what a host admits."""
    return forms.CharField(
        label=_("Reason to book beyond what a host admits"),
        required=False,
        max_length=200,
        help_text=_("Only if a session's host is too small and you are solving that otherwise."),
    )


class AttendeeForm(forms.Form):
    """A person who gets a seat."""

    given_name = forms.CharField(label=_("Given name"), max_length=PERSON_LIMITS["given_name"])
    family_name = forms.CharField(label=_("Family name"), max_length=PERSON_LIMITS["family_name"])
    email = forms.EmailField(label=_("E-mail at work"), max_length=PERSON_LIMITS["email"])
    language = forms.ChoiceField(label=_("Letters in"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("given_name", "family_name", "email"):
            # The browser would fill in the booker's own data.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def attendee(self):
        """The typed data as the acts take them; None for an empty row."""
        return Attendee(**self.cleaned_data) if self.cleaned_data.get("email") else None


class RowForm(AttendeeForm):
    """One of several people; a list may bring the date of birth along, which nobody else is asked for."""

    date_of_birth = forms.DateField(
        label=_("Date of birth"), required=False, widget=forms.HiddenInput, input_formats=WAYS_TO_WRITE_A_DAY
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get(self.add_prefix("date_of_birth"), "").strip():
            # Kept out of sight a wrong day could not be corrected. As text: a field for days would show none of it.
            self.fields["date_of_birth"].widget = forms.TextInput({"autocomplete": "off"})

    def has_changed(self):
        """Whether somebody stands in this row: a language or a day that was left behind is nobody."""
        return not {"given_name", "family_name", "email"}.isdisjoint(self.changed_data)

    def clean_date_of_birth(self):
        """Refuse days on which nobody of age to work here was born."""
        day = self.cleaned_data["date_of_birth"]
        if day is not None and not dt.date(1900, 1, 1) <= day <= timezone.localdate():
            raise forms.ValidationError(_("This day cannot be right. Correct it, or leave it empty."))
        return day


class CompanyField(forms.ModelChoiceField):
    """A choice of companies. Whoever books for one only need not be looked up once more."""

    only = None

    def to_python(self, value):
        if self.only is not None and str(value) == str(self.only.pk):
            return self.only
        return super().to_python(value)


class InvoiceToForm(forms.Form):
    """Where the invoices of a booking go, if not to the company's usual address. Cleans to `invoice_to`."""

    invoice_name = _optional(Booking, "invoice_name", _("Name on the invoice"))
    invoice_street = _optional(Booking, "invoice_street", _("Street"))
    invoice_postal_code = _optional(Booking, "invoice_postal_code", _("Postal code"))
    invoice_town = _optional(Booking, "invoice_town", pgettext_lazy("of an address", "Town"))
    invoice_email = forms.EmailField(label=_("E-mail for invoices"), required=False, max_length=254)
    invoice_always = forms.BooleanField(label=_("For all later invoices of this company too"), required=False)

    def clean(self):
        cleaned = super().clean()
        given = {name: cleaned.pop(name, "") for name in InvoiceToForm.base_fields}
        always = given.pop("invoice_always")
        if (given["invoice_street"] or given["invoice_postal_code"]) and not given["invoice_town"]:
            self.add_error("invoice_town", _("An address needs its town."))
        filled = {name: value for name, value in given.items() if value}
        return cleaned | {"invoice_to": filled | {"always": True} if filled and always else filled}

    @property
    def invoice_fields(self):
        """Its fields as they stand together on the page."""
        return [self[name] for name in InvoiceToForm.base_fields]


class InvoiceAddressForm(InvoiceToForm):
    """Where the coming invoices of one booking go."""

    invoice_always = None  # type: ignore[assignment]

    def __init__(self, *args, booking, **kwargs):
        super().__init__(*args, initial={name: getattr(booking, name) for name in self.base_fields}, **kwargs)


class PostalForm(InvoiceToForm):
    """The address of somebody who pays alone, for the invoice; it may stay empty."""

    invoice_name = invoice_email = invoice_always = None  # type: ignore[assignment]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in PostalForm.base_fields:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def postal_fields(self):
        """The fields of the address as they stand together on the page."""
        return [self[name] for name in PostalForm.base_fields]

    @property
    def is_half_an_address(self):
        """Whether what was typed of it cannot stand on an invoice."""
        return any(field.errors for field in self.postal_fields)


class OrderForm(forms.Form):
    """A form with the number of the company's order; a company that books with one only is asked for it."""

    def ask_for_order(self, company):
        """Mark the number as required for this company."""
        field = self.fields["purchase_order"]
        field.required = True
        # What the act would say, so that the fault stands beside the field, together with all others.
        field.error_messages["required"] = _("%(company)s books with a purchase order only. Enter its number.") % {
            "company": company
        }

    def clean(self):
        """Ask for the number where the chosen company needs it."""
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        company, field = cleaned.get("company"), self.fields["purchase_order"]
        if company and company.purchase_order_required and not field.required:
            self.ask_for_order(company)
            self["purchase_order"].help_text = _("This company books with a purchase order only.")
            if "purchase_order" in cleaned and not cleaned["purchase_order"]:
                self.add_error("purchase_order", field.error_messages["required"])
        return cleaned


class BookingForm(OrderForm, InvoiceToForm):
    """Seats for a company."""

    company = CompanyField(label=_("Company"), queryset=Company.objects.none())
    count = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    purchase_order = forms.CharField(
        label=_("Your purchase order"),
        required=False,
        max_length=60,
        help_text=_("Stands on the invoice. Some companies need it, others leave it empty."),
    )
    # Only asked for where seats are missing.
    accepts_fewer = forms.BooleanField(label=_("Offer us fewer seats, too"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    def __init__(self, *args, actor, with_reason=False, **kwargs):
        super().__init__(*args, **kwargs)
        if with_reason:
            self.fields["despite_host"] = _despite_host()
        few = first_companies_of(actor)
        # All of them, if these are all: whoever books for one need not be asked again for which.
        self.companies = few
        if len(few) > 1:
            self.companies = self.fields["company"].queryset = companies_bookable_by(actor)
        if len(few) == 1:
            self.fields["company"].initial = self.fields["company"].only = few[0]
            self.fields["company"].widget = forms.HiddenInput()
            if few[0].purchase_order_required:
                self.fields["purchase_order"].help_text = _("Your company books with a purchase order only.")
                self.ask_for_order(few[0])
        elif not self.is_bound and (chosen := self.initial.get("company")) and chosen.purchase_order_required:
            self.ask_for_order(chosen)

    @property
    def contract(self):
        """What booking needs of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "accepts_fewer"}

    @property
    def wish(self):
        """What waiting needs of it."""
        data = self.cleaned_data
        return {
            "company": data["company"],
            "seats": data["count"],
            "accepts_fewer": data["accepts_fewer"],
            "purchase_order": data["purchase_order"],
        }

    def check_people(self, people):
        """Complain if more people are named than seats asked for; return whether all is well."""
        count = self.cleaned_data.get("count")
        if count is None or len(people) <= count:
            return count is not None
        self.add_error(
            "count",
            ngettext(
                "You named %(named)d people for %(count)d seat. Raise the number, or empty a row.",
                "You named %(named)d people for %(count)d seats. Raise the number, or empty a row.",
                count,
            )
            % {"named": len(people), "count": count},
        )
        return False


class PrivateForm(PostalForm, AttendeeForm):
    """A private payer, who also takes part."""

    field_order = [*AttendeeForm.base_fields]
    despite_host = _despite_host()
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_key)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")

    @property
    def attendee(self):
        return Attendee(**{name: self.cleaned_data[name] for name in AttendeeForm.base_fields})

    @property
    def person_fields(self):
        """Who it is: all that the waiting list asks for."""
        return [self[name] for name in AttendeeForm.base_fields]


AGREEMENTS = ("notice", "early_start")


class AgreementForm(PostalForm):
    """What a consumer agrees to before a seat is booked, in the words of `rules.consumer_agrees_to`; the address."""

    notice = forms.BooleanField(
        label=_("I have read the notice of withdrawal and what cancelling costs, and agree to these terms"),
        error_messages={"required": _("Without this nothing can be booked.")},
    )
    early_start = forms.BooleanField(
        error_messages={"required": _("Without this the seat cannot be booked before the start.")}
    )

    def __init__(self, *args, agrees_to, starts_on, **kwargs):
        super().__init__(*args, label_suffix="", auto_id="id_agree_%s", **kwargs)
        for name, what in (("street", "address-line1"), ("postal_code", "postal-code"), ("town", "address-level2")):
            self.fields[f"invoice_{name}"].widget.attrs["autocomplete"] = f"billing {what}"
        self.fields["early_start"].label = _(
            "The cohort begins on %(day)s, before the term of withdrawal is over. I ask you to begin then, and know "
            "that I pay for what was taught until then if I withdraw"
        ) % {"day": date_format(starts_on, "DATE_FORMAT")}
        self.fields["notice"].short_label = _("Notice of withdrawal")
        self.fields["early_start"].short_label = _("Early start")
        self.agrees_to = [name for name in AGREEMENTS if name in agrees_to]
        for name in set(AGREEMENTS) - set(agrees_to):
            del self.fields[name]

    @property
    def agreement_fields(self):
        """The ticks, as they stand above the button."""
        return [self[name] for name in self.agrees_to]

    @property
    def agreed(self):
        """What was agreed to."""
        return [name for name in self.agrees_to if self.cleaned_data.get(name)]


class ReplaceForm(AttendeeForm):
    """The successor on a seat; the office may pass the seat to another company."""

    company = forms.ModelChoiceField(
        label=_("For another company"),
        queryset=Company.objects.none(),
        required=False,
        help_text=_("Leave it empty if the company stays the same. Another one gets a booking at its own price."),
    )
    reason = forms.CharField(label=_("Reason (for the history)"), required=False, max_length=200)
    # Whom the page showed on the seat.
    sits = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, actor, runs, **kwargs):
        super().__init__(*args, **kwargs)
        if runs:
            self.fields["company"].queryset = companies_bookable_by(actor)
        else:
            del self.fields["company"]

    @property
    def attendee(self):
        names = AttendeeForm.base_fields
        return Attendee(**{name: self.cleaned_data[name] for name in names})


class StandInForm(AttendeeForm):
    """Somebody who comes for a day."""

    reason = forms.CharField(label=_("Reason (for the history)"), required=False, max_length=200)

    @property
    def attendee(self):
        return Attendee(**{name: self.cleaned_data[name] for name in AttendeeForm.base_fields})


class AnswerForm(forms.Form):
    """What the office says to a request."""

    answer = forms.CharField(label=_("Your note to the company (optional)"), required=False, max_length=200)


class ReasonForm(forms.Form):
    """Why a seat is given back; for the history."""

    reason = forms.CharField(label=_("Reason (for the history)"), required=False, max_length=200)


class CapacityForm(forms.Form):
    """A new size of the group."""

    size = forms.IntegerField(label=_("Seats in this cohort"), min_value=1, max_value=MOST_AT_ONCE)


class ListForm(forms.Form):
    """A list of names: the file; or, once it was looked at, its rows and what the page had said of them."""

    file = forms.FileField(label=_("List"), required=False, allow_empty_file=True)
    rows = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_rows(self):
        """The rows as plain values, None if there are none."""
        return _values_of(self.cleaned_data["rows"])

    def clean_seen(self):
        """What the page had said of them, as plain values."""
        return _values_of(self.cleaned_data["seen"])

    def clean(self):
        """Ask for the one or the other."""
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data.get("rows"):
            self.add_error("file", _("Choose a file first."))
        return self.cleaned_data


def _values_of(text):
    try:
        return json.loads(text) if text else None
    # Nested without end it is no list of ours either.
    except (ValueError, RecursionError):
        return None
