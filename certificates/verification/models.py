"""What chambers add to the register."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.issuing.models import Certificate


class Countersignature(models.Model):
    """A chamber stands for a number that an office issued; rows are only added. It says so as long as it is valid."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="countersignatures")
    chamber = models.ForeignKey("organisations.Chamber", on_delete=models.PROTECT, related_name="countersignatures")
    on = models.DateField(_("on"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("countersignature")
        verbose_name_plural = _("countersignatures")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(name="countersigned_once", fields=["certificate", "chamber"])]

    def __str__(self):
        return f"{self.certificate_id}"
