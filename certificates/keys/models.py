"""Every key that ever signed, by its public half. Private halves never lie in the database."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """
    One key: what it signs, its name, its public half.

    `public` is PEM: a certificate chain, leaf first, for the seal; a public key for the others. A retired key signs
    nothing any more and what it signed stays valid; only a compromised one is trusted no longer.
    """

    class Purpose(models.TextChoices):
        SEAL = "seal", _("seal of the PDF")
        CREDENTIAL = "credential", _("credential")
        STATUS = "status", _("status list")

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    name = models.CharField(_("name"), max_length=40)
    public = models.TextField(_("public key"))
    made_at = models.DateTimeField(_("made at"))
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    compromised_at = models.DateTimeField(_("compromised at"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["purpose", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="key_named_once", fields=["purpose", "name"]),
            models.UniqueConstraint(
                name="one_key_signs",
                fields=["purpose"],
                condition=Q(retired_at__isnull=True, compromised_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.name}"
