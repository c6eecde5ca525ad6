"""What was read and what was passed. (Knowledge checks online, hand-in and marking come on top of these tables.)"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.booking.models import Enrolment
from courses.curriculum.models import PERCENT, Requirement


class Result(models.Model):
    """One attempt at a requirement and how it ended. Rows are only added; the best attempt counts."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="results")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="results")
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    percent = models.DecimalField(
        _("per cent reached"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    passed = models.BooleanField(_("passed"))
    decided_on = models.DateField(_("decided on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["enrolment", "requirement", "attempt"]
        constraints = [
            models.UniqueConstraint(name="attempts_are_numbered", fields=["enrolment", "requirement", "attempt"]),
            models.UniqueConstraint(name="passed_once", fields=["enrolment", "requirement"], condition=Q(passed=True)),
            models.CheckConstraint(name="attempts_count_from_one", condition=Q(attempt__gte=1)),
        ]

    def __str__(self):
        return f"{self.enrolment_id} {self.requirement_id} #{self.attempt}"


class LessonDone(models.Model):
    """A person finished a lesson, to its end or by ticking it off."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="lessons_done")
    lesson = models.ForeignKey("courses.LessonPage", on_delete=models.CASCADE, related_name="done_by")
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = [models.UniqueConstraint(name="lesson_done_once", fields=["enrolment", "lesson"])]

    def __str__(self):
        return f"{self.enrolment_id} {self.lesson_id}"
