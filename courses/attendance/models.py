"""Sessions as they were lived: who was there for which teaching units, what was corrected, what was made up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.booking.models import Enrolment, StandIn
from courses.cohorts.models import SeminarSession, SessionDay
from courses.curriculum.models import Seminar


class Sheet(models.Model):
    """The attendance sheet of a session. While it is open, all figures that rest on it are provisional."""

    session = models.OneToOneField(SeminarSession, on_delete=models.PROTECT, related_name="sheet")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("attendance sheet")
        verbose_name_plural = _("attendance sheets")

    def __str__(self):
        return str(self.session)


class Mark(models.Model):
    """
    One line of the punch card: a person on one day of a session.

    `punched` has bit 0 set for the first teaching unit of the day, bit 1 for the second, and so on; `units` counts
    the set bits. The actions keep the two together.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("not signed")
        PRESENT = "present", _("present")
        LATE = "late", _("came late")
        LEFT_EARLY = "left_early", _("left early")
        ONLINE = "online", _("joined online")
        EXCUSED = "excused", _("excused")
        UNEXCUSED = "unexcused", _("unexcused")
        REFUSED_ENTRY = "refused_entry", _("refused entry")

    day = models.ForeignKey(SessionDay, on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.OPEN)
    punched = models.PositiveIntegerField(default=0)
    units = models.PositiveSmallIntegerField(_("teaching units"), default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)
    marked_at = models.DateTimeField(_("recorded at"), null=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        ordering = ["day", "enrolment"]
        constraints = [
            models.UniqueConstraint(name="one_mark_per_day", fields=["day", "enrolment"]),
            models.CheckConstraint(
                name="absent_means_no_units",
                condition=~Q(status__in=["open", "excused", "unexcused", "refused_entry"]) | Q(units=0, punched=0),
            ),
            models.CheckConstraint(
                name="units_need_punches", condition=Q(units=0, punched=0) | Q(units__gt=0, punched__gt=0)
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.enrolment_id}: {self.units}"


class AbsenceReason(models.Model):
    """Why somebody was away. Kept apart because it may speak of health: only the office reads it."""

    mark = models.OneToOneField(Mark, on_delete=models.PROTECT, related_name="absence_reason")
    text = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("reason of absence")
        verbose_name_plural = _("reasons of absence")

    def __str__(self):
        return str(self.mark)


class Correction(models.Model):
    """A change after the sheet was closed: the old value stays visible. Rows are only added."""

    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="corrections")
    status_before = models.CharField(max_length=20, choices=Mark.Status.choices)
    units_before = models.PositiveSmallIntegerField()
    status_after = models.CharField(max_length=20, choices=Mark.Status.choices)
    units_after = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="correction_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.mark_id}: {self.units_before} → {self.units_after}"


class StandInCorrection(models.Model):
    """The same for a stand-in, of whom units of the whole session are entered (None: nothing was). Only added."""

    stand_in = models.ForeignKey(StandIn, on_delete=models.PROTECT, related_name="corrections")
    units_before = models.PositiveSmallIntegerField(null=True)
    units_after = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("correction of a stand-in")
        verbose_name_plural = _("corrections of stand-ins")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="stand_in_correction_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.stand_in_id}: {self.units_before} → {self.units_after}"


class MakeUp(models.Model):
    """A missed seminar made up, as a guest of another cohort or proven equivalent. It counts once per seminar."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="make_ups")
    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="make_ups")
    guest_of = models.ForeignKey(SeminarSession, null=True, blank=True, on_delete=models.PROTECT, related_name="guests")
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    units = models.PositiveSmallIntegerField(_("teaching units"))
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(_("accepted at"))

    class Meta:
        verbose_name = _("make-up")
        verbose_name_plural = _("make-ups")
        ordering = ["enrolment", "seminar__position"]
        constraints = [
            models.UniqueConstraint(name="make_up_counts_once", fields=["enrolment", "seminar"]),
            models.UniqueConstraint(
                name="guest_once_per_session", fields=["enrolment", "guest_of"], condition=Q(guest_of__isnull=False)
            ),
            models.CheckConstraint(name="make_up_is_shown", condition=Q(guest_of__isnull=False) | ~Q(evidence="")),
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.seminar_id}: {self.units}"
