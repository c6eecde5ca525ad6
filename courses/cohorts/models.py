"""A cohort is one run of an edition; its sessions are the seminars as they take place at host companies."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.curriculum.models import Edition, Seminar


class Cohort(models.Model):
    """A numbered run of a programme, by one edition of its curriculum for good."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        BOOKING_OPEN = "booking_open", _("open for booking")
        RUNNING = "running", _("running")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    class UnnamedSeats(models.TextChoices):
        """What becomes of seats that have no name when names are due."""

        KEEP = "keep", _("stay booked; the office calls")
        RETURN = "return", _("go back by themselves")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("edition"))
    code = models.SlugField(_("code"), max_length=30, unique=True)
    number = models.PositiveSmallIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.PLANNED)
    max_size = models.PositiveSmallIntegerField(_("group size at most"), validators=[MinValueValidator(1)])
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    assessment_date = models.DateField(_("date of the final assessment"), null=True, blank=True)
    booking_closes_on = models.DateField(_("booking closes on"), null=True, blank=True)
    naming_deadline = models.DateField(_("names known by"), null=True, blank=True)
    decision_on = models.DateField(_("decided on by"), null=True, blank=True)
    # Once names were due, seats without one stay booked (the office is told), or go back.
    unnamed_seats = models.CharField(
        _("seats without a name"), max_length=10, choices=UnnamedSeats.choices, default=UnnamedSeats.KEEP
    )
    naming_warning_days = models.PositiveSmallIntegerField(_("warned about names days before"), default=14)
    offer_hours = models.PositiveSmallIntegerField(
        _("an offer to the waiting list holds (hours)"), default=48, validators=[MinValueValidator(1)]
    )
    offer_lead_days = models.PositiveSmallIntegerField(_("no offers from days before the start"), default=3)
    # The office has decided that it takes place; None: not decided yet, or never asked.
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    # Why it takes place below its minimum, or does not take place; those concerned read the latter.
    decision_reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    # Runs from before the move to this system are known by these two numbers only.
    past_participants = models.PositiveSmallIntegerField(_("participants then"), null=True, blank=True)
    past_certified = models.PositiveSmallIntegerField(_("certified then"), null=True, blank=True)

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(name="cohort_ends_after_start", condition=Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(name="cohort_has_room", condition=Q(max_size__gte=1)),
        ]

    def __str__(self):
        return self.code

    def is_open(self, at):
        """Whether seats may be booked at the moment `at` (an aware datetime; days are counted in Europe/Berlin)."""
        return self.status == self.Status.BOOKING_OPEN and not self.is_too_late_to_book(at)

    def is_too_late_to_book(self, at):
        """Whether the last day of booking is over, whatever its state."""
        return timezone.localdate(at) > (self.booking_closes_on or self.starts_on)


class SeminarSession(models.Model):
    """A seminar held for a cohort: on one or several days, at a host's site, with its lecturers."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Format(models.TextChoices):
        PRESENCE = "presence", _("in presence")
        HYBRID = "hybrid", _("in presence and online")
        ONLINE = "online", _("online")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="sessions")
    host = models.ForeignKey(
        "organisations.Site",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
        verbose_name=_("host"),
    )
    lecturers = models.ManyToManyField(
        "accounts.Person", related_name="sessions_taught", verbose_name=_("lecturers"), blank=True
    )
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.PLANNED)
    format = models.CharField(_("format"), max_length=20, choices=Format.choices, default=Format.PRESENCE)
    parallel_groups = models.PositiveSmallIntegerField(
        _("parallel groups"), default=1, validators=[MinValueValidator(1)]
    )
    original_date = models.DateField(_("first planned for"), null=True, blank=True)
    # When everybody was told of the latest move, or that the cohort's own dates moved along with it; None: neither, or
    # before the move to this system.
    moved_at = models.DateTimeField(_("moved at"), null=True, blank=True)
    moved_reason = models.CharField(_("reason of the change"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Counted up with every change, for calendars (RFC 5545 SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("seminar session")
        verbose_name_plural = _("seminar sessions")
        ordering = ["cohort", "seminar__position"]
        constraints = [
            models.UniqueConstraint(name="seminar_once_per_cohort", fields=["cohort", "seminar"]),
            models.CheckConstraint(name="at_least_one_group", condition=Q(parallel_groups__gte=1)),
        ]

    def __str__(self):
        return f"{self.cohort.code}/{self.seminar.code}"

    @property
    def spoken(self):
        """How people call it in a sentence; its code is for lists and machines."""
        return f"{self.seminar.spoken} ({self.cohort.code})"


class SessionDay(models.Model):
    """One day of a session with its teaching units; the roll is called day by day."""

    session = models.ForeignKey(SeminarSession, on_delete=models.PROTECT, related_name="days")
    date = models.DateField(_("date"), db_index=True)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    units = models.PositiveSmallIntegerField(_("teaching units"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("day of a session")
        verbose_name_plural = _("days of a session")
        ordering = ["session", "date"]
        constraints = [
            models.UniqueConstraint(name="session_day_once", fields=["session", "date"]),
            models.CheckConstraint(name="day_has_units", condition=Q(units__gte=1)),
            models.CheckConstraint(name="day_ends_after_start", condition=Q(ends_at__gt=models.F("starts_at"))),
        ]

    def __str__(self):
        return f"{self.session} {self.date}"
