"""Programmes and the dated editions of their curriculum: what is taught, by which rules, at what price."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.lib.translated import TranslatedField

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


# In which a certificate can be made out: one, or German and its translation on one sheet.
CERTIFICATE_LANGUAGES = (*settings.LANGUAGES, ("de+en", _("German and English on one sheet")))


def default_languages():
    """Languages in which a certificate may be had, unless the edition says otherwise."""
    return ["de"]


class Programme(models.Model):
    """A certification programme, known by a short code; what it demands stands in its editions."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    office = models.ForeignKey(
        "organisations.ClusterOffice", on_delete=models.PROTECT, related_name="programmes", verbose_name=_("run by")
    )
    title = TranslatedField(_("title"))
    summary = TranslatedField(_("summary"), blank=True)
    audience = TranslatedField(_("audience"), blank=True)
    # Documents of the programme's lessons; only those enrolled may open them.
    collection = models.OneToOneField(
        "wagtailcore.Collection", null=True, blank=True, on_delete=models.PROTECT, related_name="programme"
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["code"]
        permissions = [
            ("manage_programme", _("May run this programme: cohorts, seats, attendance, certificates")),
            ("teach_programme", _("May write modules of this programme")),
        ]

    def __str__(self):
        return str(self.title) or self.code


class EditionQuerySet(models.QuerySet):
    """Editions by state."""

    def published(self):
        """Those that cohorts may be run by."""
        return self.filter(published_on__isnull=False)

    def current(self, day):
        """Published editions in force on `day`, newest first."""
        return self.published().filter(valid_from__lte=day).order_by("-valid_from", "-pk")


class Edition(models.Model):
    """
    A dated version of a programme's curriculum with all its rules. Published, it changes no more: cohorts keep theirs.

    Percentages are exact decimals from 0 to 100, prices whole cents, teaching units (UE) last `unit_minutes`.
    """

    class AttendanceBase(models.TextChoices):
        """What the attended share is a share of."""

        PRESENCE = "presence", _("teaching units in presence")

    class CancellationDays(models.TextChoices):
        """How days before the start are counted."""

        CALENDAR = "calendar", _("calendar days")
        WORKING = "working", _("working days (Monday to Friday, no public holidays)")

    class CancellationBase(models.TextChoices):
        """What a cancellation fee is a percentage of."""

        PROGRAMME = "programme", _("the price of the whole programme")
        NEXT_INSTALMENT = "next_instalment", _("the next instalment")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="editions", verbose_name=_("programme")
    )
    label = models.CharField(_("edition"), max_length=40)
    valid_from = models.DateField(_("valid from"))
    published_on = models.DateField(_("published on"), null=True, blank=True)

    duration_months = models.PositiveSmallIntegerField(_("duration (months)"))
    interval_weeks = models.DecimalField(_("weeks between seminars"), max_digits=4, decimal_places=1)
    seminar_count = models.PositiveSmallIntegerField(_("number of seminars"), validators=[MinValueValidator(1)])
    unit_minutes = models.PositiveSmallIntegerField(
        _("minutes per teaching unit"), default=45, validators=[MinValueValidator(1)]
    )
    units_presence = models.PositiveSmallIntegerField(_("teaching units in presence"))
    units_online = models.PositiveSmallIntegerField(_("teaching units of self-study"))
    max_group_size = models.PositiveSmallIntegerField(_("group size at most"), validators=[MinValueValidator(1)])
    min_group_size = models.PositiveSmallIntegerField(
        _("group size at least"), default=1, validators=[MinValueValidator(1)]
    )

    attendance_threshold = models.DecimalField(
        _("attendance needed (%)"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    attendance_base = models.CharField(max_length=20, choices=AttendanceBase.choices, default=AttendanceBase.PRESENCE)
    online_counts_as_presence = models.BooleanField(_("joining online counts as presence"), default=True)
    max_make_up_sessions = models.PositiveSmallIntegerField(_("make-up sessions at most"), default=0)
    knowledge_checks_required = models.PositiveSmallIntegerField(_("knowledge checks needed"), default=0)

    chamber = models.ForeignKey(
        "organisations.Chamber",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name=_("chamber"),
    )
    # False: the chamber verifies what the office issues. True: nothing is issued before the chamber released the list.
    chamber_certifies = models.BooleanField(_("the chamber certifies"), default=False)
    certificate_languages = models.JSONField(_("languages of the certificate"), default=default_languages)
    contents_on_back = models.BooleanField(_("the back lists contents with teaching units"), default=True)

    # Distance-teaching law (FernUSG): with more self-study than teaching, publishing needs the approval's number.
    approval_number = models.CharField(_("approval number (distance teaching)"), max_length=60, blank=True)

    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    price_member = models.PositiveIntegerField(_("price for members (cents)"), default=0)
    price_non_member = models.PositiveIntegerField(_("price for others (cents)"), default=0)
    vat = models.CharField(_("VAT rule"), max_length=60, blank=True)
    # From this seminar on a substitute needs the office's consent; None: free throughout.
    consent_from = models.ForeignKey("Seminar", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # How the cancellation table counts its days and what its percentages are of.
    cancellation_days = models.CharField(
        _("days before the start are"),
        max_length=10,
        choices=CancellationDays.choices,
        default=CancellationDays.CALENDAR,
    )
    cancellation_base = models.CharField(
        _("the fee is a share of"), max_length=20, choices=CancellationBase.choices, default=CancellationBase.PROGRAMME
    )
    # After a date was moved, bookings made before may be withdrawn free of charge for so many days; 0: never.
    free_withdrawal_days_after_move = models.PositiveSmallIntegerField(
        _("free withdrawal after a moved date (days)"), default=14
    )
    organiser_cancels_by_days = models.PositiveSmallIntegerField(_("organiser cancels days before"), default=14)
    retention_years = models.PositiveSmallIntegerField(
        _("certificate register kept (years)"), default=15, validators=[MinValueValidator(15)]
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the curriculum")
        verbose_name_plural = _("editions of the curriculum")
        ordering = ["programme", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="edition_label_once", fields=["programme", "label"]),
            models.CheckConstraint(
                name="group_minimum_below_maximum", condition=Q(min_group_size__lte=F("max_group_size"))
            ),
            models.CheckConstraint(name="edition_has_seminars", condition=Q(seminar_count__gte=1)),
            models.CheckConstraint(
                name="threshold_is_percent", condition=Q(attendance_threshold__gte=0, attendance_threshold__lte=100)
            ),
            models.CheckConstraint(
                name="certifying_needs_chamber", condition=Q(chamber_certifies=False) | Q(chamber__isnull=False)
            ),
            models.CheckConstraint(name="register_kept_fifteen_years", condition=Q(retention_years__gte=15)),
        ]

    def __str__(self):
        return f"{self.programme.code} {self.label}"

    @property
    def is_frozen(self):
        """Whether it was published: then neither it nor its seminars change any more."""
        return self.published_on is not None

    @property
    def units_total(self):
        """Teaching units in presence and self-study together."""
        return self.units_presence + self.units_online


class Seminar(models.Model):
    """One of the ordered seminars of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="seminars")
    position = models.PositiveSmallIntegerField(_("position"), validators=[MinValueValidator(1)])
    code = models.SlugField(_("code"), max_length=20)
    title = TranslatedField(_("title"))
    objectives = TranslatedField(_("objectives"), lines=True, blank=True)
    topics = TranslatedField(_("topics"), lines=True, blank=True)
    units_presence = models.PositiveSmallIntegerField(_("teaching units in presence"))
    units_online = models.PositiveSmallIntegerField(_("teaching units of self-study"), default=0)
    days = models.PositiveSmallIntegerField(_("days"), default=1, validators=[MinValueValidator(1)])
    practice_share = models.DecimalField(
        _("share of practice (%)"), max_digits=5, decimal_places=2, default=0, validators=PERCENT
    )
    lecturer = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="seminars_by_default"
    )
    host = models.ForeignKey(
        "organisations.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="seminars_by_default"
    )
    materials = models.JSONField(_("materials"), default=list, blank=True)

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(name="seminar_position_once", fields=["edition", "position"]),
            models.UniqueConstraint(name="seminar_code_once", fields=["edition", "code"]),
            models.CheckConstraint(name="seminars_count_from_one", condition=Q(position__gte=1)),
        ]

    def __str__(self):
        return str(self.title) or self.code

    @property
    def short_title(self):
        """The title up to its first colon: enough beside a number."""
        return str(self.title).partition(":")[0]

    @property
    def spoken(self):
        """How people call it in a sentence: its number and what it is about."""
        return gettext("Seminar %(number)d “%(title)s”") % {"number": self.position, "title": self.short_title}


class Requirement(models.Model):
    """Something to be passed: the knowledge check of a seminar, or one of the edition's assessments."""

    class Kind(models.TextChoices):
        KNOWLEDGE_CHECK = "knowledge_check", _("knowledge check")
        COURSE_TEST = "course_test", _("course test")
        PROJECT_WORK = "project_work", _("project work")
        PRACTICAL_TASK = "practical_task", _("practical task")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="requirements")
    seminar = models.OneToOneField(
        Seminar, null=True, blank=True, on_delete=models.PROTECT, related_name="knowledge_check"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    pass_percent = models.DecimalField(
        _("passed from (%)"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    max_attempts = models.PositiveSmallIntegerField(_("attempts at most"), null=True, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    questions = models.JSONField(_("questions"), default=list, blank=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["edition", "kind", "seminar__position"]
        constraints = [
            models.UniqueConstraint(
                name="one_assessment_of_a_kind", fields=["edition", "kind"], condition=Q(seminar__isnull=True)
            ),
            models.CheckConstraint(
                name="knowledge_check_has_seminar",
                condition=Q(kind="knowledge_check", seminar__isnull=False)
                | (~Q(kind="knowledge_check") & Q(seminar__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.seminar or self.edition}"


class Instalment(models.Model):
    """A part of the price, due at booking (no seminar) or at a seminar."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="instalments")
    position = models.PositiveSmallIntegerField()
    due_at = models.ForeignKey(
        Seminar, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("due at")
    )
    percent = models.DecimalField(_("per cent of the price"), max_digits=5, decimal_places=2, validators=PERCENT)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(name="instalment_position_once", fields=["edition", "position"])]

    def __str__(self):
        return f"{self.percent} %"


class PriceLine(models.Model):
    """
    A part of what a seat costs, with its VAT: `share` per cent of every instalment, or of the fee for cancelling.

    The office enters it and may change it after the edition is published: tax law does not wait for a curriculum.
    Invoices keep what they were written with.
    """

    class Purpose(models.TextChoices):
        """What the line is part of."""

        PRICE = "price", _("price of a seat")
        CANCELLATION = "cancellation", _("fee for cancelling")

    class Category(models.TextChoices):
        """How VAT is owed; the codes of EN 16931 (UNCL 5305)."""

        STANDARD = "S", _("taxable")
        EXEMPT = "E", _("exempt")
        ZERO = "Z", _("rate of zero")
        OUTSIDE = "O", _("outside the scope of VAT")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="price_lines")
    purpose = models.CharField(_("part of"), max_length=20, choices=Purpose.choices, default=Purpose.PRICE)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    label = TranslatedField(_("text on the invoice"))
    share = models.DecimalField(_("share (%)"), max_digits=5, decimal_places=2, default=100, validators=PERCENT)
    category = models.CharField(_("VAT"), max_length=1, choices=Category.choices)
    rate = models.DecimalField(_("VAT rate (%)"), max_digits=5, decimal_places=2, default=0, validators=PERCENT)
    reason = TranslatedField(_("reason why no VAT is charged"), blank=True)
    reason_code = models.CharField(_("code of the reason (VATEX)"), max_length=30, blank=True)
    certificate_number = models.CharField(_("number of the authority's certificate"), max_length=60, blank=True)
    certificate_from = models.DateField(_("certificate valid from"), null=True, blank=True)
    # Made by the system from the edition's VAT rule; the office has not looked at it yet.
    to_be_checked = models.BooleanField(_("still to be checked by the office"), default=False)

    class Meta:
        verbose_name = _("VAT line")
        verbose_name_plural = _("VAT lines")
        ordering = ["edition", "purpose", "position"]
        constraints = [
            models.UniqueConstraint(name="price_line_position_once", fields=["edition", "purpose", "position"]),
            models.CheckConstraint(name="price_line_has_share", condition=Q(share__gt=0, share__lte=100)),
            models.CheckConstraint(
                name="only_taxable_lines_have_rate",
                condition=Q(category="S", rate__gt=0) | (~Q(category="S") & Q(rate=0)),
            ),
        ]

    def __str__(self):
        return str(self.label)


class CancellationStep(models.Model):
    """Cancelling `until_days_before` days or more before the start costs `fee_percent` of the price."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="cancellation_steps")
    until_days_before = models.PositiveSmallIntegerField(_("until days before"))
    fee_percent = models.DecimalField(_("fee (%)"), max_digits=5, decimal_places=2, validators=PERCENT)

    class Meta:
        ordering = ["edition", "-until_days_before"]
        constraints = [models.UniqueConstraint(name="one_fee_per_day_limit", fields=["edition", "until_days_before"])]

    def __str__(self):
        return f"{self.until_days_before}: {self.fee_percent} %"
