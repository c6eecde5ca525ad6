"""What was decided on paper before a cohort moved to this system."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.booking.models import Enrolment


class PaperOutcome(models.Model):
    """
    How an enrolment ended according to the papers of a run from before this system.

    It stands in for results that the system does not hold; attendance that it does hold is still computed.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", _("all assessments passed")
        TEST_FAILED = "test_failed", _("course test failed")
        ATTENDANCE_MISSED = "attendance_missed", _("attendance missed")

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="paper_outcome")
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("outcome on paper")
        verbose_name_plural = _("outcomes on paper")

    def __str__(self):
        return f"{self.enrolment_id}: {self.outcome}"
