"""The log of acts: who did what to which row, when. Rows are only ever added; the database refuses the rest."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.Model):
    """One thing that was done. `facts` holds ids and numbers, never text about a person."""

    verb = models.CharField(_("act"), max_length=60, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="acts")
    subject_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT)
    subject_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(_("at"), db_index=True)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
