"""Companies, chambers, the cluster's office; sites that receive groups; who worked where, from when to when."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.lib.public_holidays import LAENDER
from lms.lib.translated import TranslatedField
from lms.organisations.billing import InvoiceAddress, Seller


class Address(models.Model):
    """Where to find an organisation or a site."""

    street = models.CharField(_("street"), max_length=150, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def address(self):
        """Street and town on one line, for people."""
        return ", ".join(part for part in (self.street, f"{self.postal_code} {self.town}".strip()) if part)


class ClusterOffice(Address, Seller):
    """The organisation that runs programmes and issues their certificates."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    certificate_prefix = models.CharField(_("certificate prefix"), max_length=12, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    land = models.CharField(
        _("public holidays of"),
        max_length=2,
        choices=LAENDER,
        default="BY",
        help_text=_("Deadlines in working days leave out Saturdays, Sundays and these holidays."),
    )
    # Holidays of the town alone, and others on which nobody works: "2028-08-15", or with what it is behind the day.
    days_off = models.JSONField(_("further days off"), default=list, blank=True)

    class Meta:
        verbose_name = _("cluster office")
        verbose_name_plural = _("cluster offices")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def calendar(self):
        """By what working days are counted here: the Land and the further days off, as `public_holidays` takes them."""
        return self.land, frozenset(dt.date.fromisoformat(line[:10]) for line in self.days_off)


class Chamber(Address):
    """A chamber of commerce that verifies, or itself certifies, what an office issues."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("chamber")
        verbose_name_plural = _("chambers")
        ordering = ["name"]
        permissions = [("verify_certificate", _("May verify certificates and release lists for this chamber"))]

    def __str__(self):
        return self.name


class Company(Address, InvoiceAddress):
    """A firm that sends people and perhaps receives the group."""

    class DataLevel(models.IntegerChoices):
        """What the company may see of its own people (agreed with them and the works council)."""

        BASIC = 0, _("attended yes or no per seminar, certificate yes or no")
        UNITS = 1, _("also teaching units and per cent")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    business = TranslatedField(_("business"), blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    works_council = models.BooleanField(_("has a works council"), default=False)
    data_level = models.PositiveSmallIntegerField(
        _("what the company sees"), choices=DataLevel.choices, default=DataLevel.BASIC
    )
    billing_email = models.EmailField(_("e-mail for invoices"), blank=True)
    invoice_format = models.CharField(_("invoice format"), max_length=20, blank=True)
    # Public bodies call it Leitweg-ID; without it they turn an XRechnung away.
    buyer_reference = models.CharField(_("buyer reference (Leitweg-ID)"), max_length=100, blank=True)
    purchase_order_required = models.BooleanField(_("purchase order required"), default=False)
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    apprenticeships = models.JSONField(_("apprenticeships"), default=dict, blank=True)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name"]
        permissions = [("book_seats", _("May book seats for this company and see its people"))]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    """Memberships by day."""

    def on(self, day):
        """Those that hold on `day` (the last day is the day before `until`)."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day))


class Membership(models.Model):
    """A company is a member of the cluster from `since` (None: as long as anybody knows) to before `until`."""

    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("company")
    )
    office = models.ForeignKey(ClusterOffice, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
            ),
            models.UniqueConstraint(
                name="one_open_membership", fields=["company", "office"], condition=Q(until__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.company} – {self.office}"


class Site(Address):
    """A place that can receive a group, with the rules that its visitors follow."""

    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.PROTECT, related_name="sites", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=200)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    can_host = models.BooleanField(_("receives groups"), default=True)
    max_visitors = models.PositiveSmallIntegerField(
        _("visitors at most"), null=True, blank=True, help_text=_("Per group; lecturers are not counted.")
    )
    photo_ban = models.BooleanField(_("no photographs"), default=False)
    nda_required = models.BooleanField(_("confidentiality agreement needed"), default=False)
    safety_briefing_valid_months = models.PositiveSmallIntegerField(
        _("safety briefing holds (months)"), null=True, blank=True
    )
    protective_equipment = models.JSONField(_("protective equipment"), default=list, blank=True)
    arrival = TranslatedField(_("how to get there"), blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["name"]
        permissions = [("host_groups", _("May receive groups at this site"))]
        constraints = [
            models.UniqueConstraint(name="site_name_once_per_company", fields=["company", "name"]),
        ]

    def __str__(self):
        return self.name


class EmploymentQuerySet(models.QuerySet):
    """Employments by day."""

    def on(self, day):
        """Those that hold on `day` (the last day is the day before `until`)."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day))


class Employment(models.Model):
    """A person works for a company from `since` (None: as long as anybody knows) to before `until`."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="employments")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="employments")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["person", "since"]
        constraints = [
            models.CheckConstraint(
                name="employment_ends_after_start",
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
            ),
            models.UniqueConstraint(name="one_open_employment", fields=["person"], condition=Q(until__isnull=True)),
        ]

    def __str__(self):
        return f"{self.person} – {self.company}"
