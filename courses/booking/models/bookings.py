"""Bookings, and who takes part."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.cohorts.models import Cohort
from lms.organisations.billing import InvoiceAddress


class BookingQuerySet(models.QuerySet):
    """Bookings by how they were made."""

    def under(self, key, actor):
        """The booking, if any, that `actor` has made under this key; under none ("") nothing was made."""
        return self.filter(booked_by=actor, key=key).exclude(key="")


class Booking(InvoiceAddress):
    """A contract over seats of a cohort: for a company, or for a private payer. Its price per seat is frozen."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("booked")
        CANCELLED = "cancelled", _("cancelled")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("cohort"))
    company = models.ForeignKey(
        "organisations.Company",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
        verbose_name=_("company"),
    )
    private_payer = models.ForeignKey(
        "accounts.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
        verbose_name=_("private payer"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.ACTIVE)
    # How many chairs it was made for; chairs given back are in the history.
    seat_count = models.PositiveSmallIntegerField(_("seats"))
    price_per_seat = models.PositiveIntegerField(_("price per seat (cents)"))
    member_price = models.BooleanField(_("member price"), default=False)
    currency = models.CharField(max_length=3, default="EUR")
    purchase_order = models.CharField(_("purchase order"), max_length=60, blank=True)
    invoice_email = models.EmailField(_("e-mail for this invoice"), blank=True)
    booked_at = models.DateTimeField(_("booked at"))
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    # The last day for names that the payer was told in the warning; None: not warned.
    names_due_on = models.DateField(_("names due on, as told"), null=True, blank=True, editable=False)
    # Whoever asks twice with one key (a double click, a repeated request) gets the first booking again.
    key = models.CharField(max_length=64, blank=True, editable=False)
    fee_disputed = models.BooleanField(_("fee disputed"), default=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["-booked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="booking_has_one_payer",
                condition=Q(company__isnull=False, private_payer__isnull=True)
                | Q(company__isnull=True, private_payer__isnull=False),
            ),
            models.CheckConstraint(name="booking_of_at_least_one", condition=Q(seat_count__gte=1)),
            models.CheckConstraint(
                name="cancelled_booking_has_time",
                condition=Q(status="active", cancelled_at__isnull=True)
                | Q(status="cancelled", cancelled_at__isnull=False),
            ),
            models.UniqueConstraint(name="one_booking_per_key", fields=["booked_by", "key"], condition=~Q(key="")),
        ]

    def __str__(self):
        return f"{self.cohort.code} – {self.company or self.private_payer}"

    @property
    def payer(self):
        """The company or the person that the contract is with."""
        return self.company or self.private_payer


class Enrolment(models.Model):
    """
    A person takes part in a cohort, from `starts_on` to before `ends_on` (None: to the end).

    Attendance, results and certificates belong to it; it outlives the seat that it was held on.
    """

    class Ending(models.TextChoices):
        """Why somebody no longer takes part."""

        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled before the start")
        REPLACED = "replaced", _("seat taken over")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="enrolments")
    # None: enrolled in a run from before the move to this system.
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ending = models.CharField(_("ended because"), max_length=20, choices=Ending.choices, blank=True)
    enrolled_at = models.DateTimeField(_("enrolled at"))

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["cohort", "person__family_name", "person__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(name="enrolled_once_per_cohort", fields=["cohort", "person"]),
            models.CheckConstraint(
                name="ended_enrolment_has_reason",
                condition=Q(ends_on__isnull=True, ending="") | (Q(ends_on__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_start", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.cohort}"
