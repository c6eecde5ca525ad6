"""Master data as the office types them: companies, sites, people, chambers, the office itself."""

import re

from django import forms
from django.conf import settings
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Person
from lms.lib.fields import DayField, DaysField, LinesField
from lms.organisations.billing import InvoiceAddress, Seller
from lms.organisations.models import Chamber, ClusterOffice, Company, Employment, Membership, Site

ADDRESS = ["street", "postal_code", "town", "region"]
INVOICE_ADDRESS = [field.name for field in InvoiceAddress._meta.fields]
SELLER = [field.name for field in Seller._meta.fields]
PREFIX = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
USUAL = ["invoice_prefix", "payment_days", "invoice_days_before"]


class RecordForm(forms.ModelForm):
    """A form of master data: an address that stays as it is keeps nobody from correcting the rest."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._kept_addresses():
            self.fields[name].validators = []

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | self._kept_addresses()

    def _kept_addresses(self):
        addresses = {name for name, field in self.fields.items() if isinstance(field, forms.EmailField)}
        return addresses - set(self.changed_data) if self.instance.pk and self.is_bound else set()


class CompanyForm(RecordForm):
    """A company."""

    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=1_000_000)

    class Meta:
        model = Company
        fields = [
            "code",
            "name",
            *ADDRESS,
            "business",
            "employees",
            "works_council",
            "data_level",
            "billing_email",
            "invoice_format",
            "purchase_order_required",
            "buyer_reference",
            "vat_id",
            *INVOICE_ADDRESS,
        ]
        labels = {"invoice_name": _("Invoices to another name")}
        help_texts = {
            "invoice_name": _("Only if invoices do not go to the address above."),
            "data_level": _("As agreed with the company and, where there is one, its works council."),
        }


class SiteForm(RecordForm):
    """A place that receives groups."""

    protective_equipment = LinesField(
        label=_("Protective equipment"), required=False, max_length=2000, help_text=_("One per line.")
    )

    class Meta:
        model = Site
        fields = [
            "company",
            "name",
            *ADDRESS,
            "can_host",
            "max_visitors",
            "protective_equipment",
            "nda_required",
            "photo_ban",
            "safety_briefing_valid_months",
            "arrival",
            "latitude",
            "longitude",
        ]


class PersonForm(RecordForm):
    """Somebody who learns, teaches or receives groups."""

    date_of_birth = DayField(label=_("Date of birth"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Person
        fields = [
            "academic_title",
            "given_name",
            "family_name",
            "email",
            "language",
            "date_of_birth",
            "place_of_birth",
        ]

    def clean_date_of_birth(self):
        """Nobody is born tomorrow."""
        day = self.cleaned_data["date_of_birth"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day lies ahead. Check the year."))
        return day

    def clean_email(self):
        """People are told apart by it, whatever its capitals."""
        return self.cleaned_data["email"].lower()


class ChamberForm(RecordForm):
    """A chamber."""

    class Meta:
        model = Chamber
        fields = ["code", "name", *ADDRESS]


class ClusterOfficeForm(RecordForm):
    """The office that runs programmes."""

    days_off = DaysField(
        label=_("Further days off"),
        required=False,
        max_length=8000,
        help_text=_(
            "Holidays of your town alone, one per line, such as “15.08.2028 Mariä Himmelfahrt”. They are no working "
            "days: a company has to cancel earlier, a consumer may withdraw longer. Enter them before companies book."
        ),
    )

    class Meta:
        model = ClusterOffice
        fields = ["code", "name", *ADDRESS, "land", "days_off", "email", "phone", "certificate_prefix", *SELLER]
        help_texts = {"certificate_prefix": _("Certificate numbers begin with it. Printed ones keep theirs.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in USUAL:
            self.fields[name].required = False

    def clean(self):
        """What is left empty stays as is usual."""
        cleaned = super().clean()
        for name in USUAL:
            if name not in self.errors and cleaned.get(name) in (None, ""):
                cleaned[name] = ClusterOffice._meta.get_field(name).default
        return cleaned

    def clean_certificate_prefix(self):
        """Numbers are typed from paper in any case and stand in addresses; a prefix that is there already stays."""
        prefix = self.cleaned_data["certificate_prefix"]
        if "certificate_prefix" not in self.changed_data:
            return prefix
        if not PREFIX.fullmatch(prefix):
            raise forms.ValidationError(_("Use letters from A to Z and digits only, such as PNF."))
        return prefix.upper()

    def clean_iban(self):
        """Kept without the blanks that one types."""
        return "".join(self.cleaned_data["iban"].split()).upper()


class SpanForm(forms.ModelForm):
    """Something that holds from a day to before another; both may be unknown."""

    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False, help_text=_("First day on which it no longer holds."))

    def clean(self):
        """It ends after it began."""
        cleaned = super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("This day must lie after the day in “Since”."))
        return cleaned


class SpansFormSet(BaseInlineFormSet):
    """Dated rows of which no two for the same partner may hold at once."""

    # The field within which spans must not overlap; None: not at all.
    apart = ""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        spans = sorted(
            (
                (str(form.cleaned_data.get(self.apart)) if self.apart else "", _start(form), _end(form))
                for form in kept
                if not form.errors
            ),
        )
        for (one, _since, until), (other, since, _until) in zip(spans, spans[1:], strict=False):
            if one == other and since < until:
                raise forms.ValidationError(_("Two of these overlap. Let the first one end before the next begins."))


def _start(form):
    since = form.cleaned_data.get("since")
    return since.isoformat() if since else ""


def _end(form):
    until = form.cleaned_data.get("until")
    return until.isoformat() if until else "9999"


class MembershipsFormSet(SpansFormSet):
    apart = "office"


MOST_SPANS = 30


def _formset(parent, model, field, base):
    return inlineformset_factory(
        parent,
        model,
        form=SpanForm,
        formset=base,
        fields=[field, "since", "until"],
        labels={"office": _("Cluster office"), "company": _("Company")},
        extra=1,
        max_num=MOST_SPANS,
        # Django would draw a thousand more for whoever asks for them.
        absolute_max=MOST_SPANS,
        can_delete_extra=False,
    )


Memberships = _formset(Company, Membership, "office", MembershipsFormSet)
Employments = _formset(Person, Employment, "company", SpansFormSet)
