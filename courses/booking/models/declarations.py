"""What consumers declare: that they withdraw from a contract (§ 356a BGB)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.booking.models.bookings import Booking


class Declaration(models.Model):
    """
    A declaration of withdrawal as it was received: by whom, from which contract, where its confirmation goes.

    What was declared never changes (the database guards it); it can only be forgotten. Whoever comes by the link of a
    letter, or is signed in, names a booking for certain; what was typed names one only once the office has found it.
    """

    class Way(models.TextChoices):
        LINK = "link", _("by the link of the letter")
        ACCOUNT = "account", _("signed in")
        TYPED = "typed", _("typed on the public page")

    class State(models.TextChoices):
        RECEIVED = "received", _("received, to be decided")
        CARRIED_OUT = "carried_out", _("carried out")
        CLOSED = "closed", _("closed, no seat was given up")

    booking = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("booking")
    )
    name = models.CharField(_("name"), max_length=200)
    contract = models.CharField(_("contract"), max_length=200)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, default="de")
    way = models.CharField(_("how it came"), max_length=10, choices=Way.choices)
    received_at = models.DateTimeField(_("received at"))
    # Whoever sends one form twice has declared once.
    key = models.CharField(max_length=64, blank=True, editable=False)
    # False: too many confirmations had gone to this address that day; the page alone has confirmed it.
    confirmed = models.BooleanField(_("confirmed by e-mail"), default=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.RECEIVED)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # None: carried out by itself.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("declaration of withdrawal")
        verbose_name_plural = _("declarations of withdrawal")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="certain_declaration_names_booking", condition=Q(way="typed") | Q(booking__isnull=False)
            ),
            models.CheckConstraint(
                name="carried_out_declaration_names_booking",
                condition=~Q(state="carried_out") | Q(booking__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_declaration_has_time",
                condition=Q(state="received", decided_at__isnull=True)
                | (~Q(state="received") & Q(decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_open_declaration_per_booking", fields=["booking"], condition=Q(state="received")
            ),
            models.UniqueConstraint(
                name="one_withdrawal_per_booking", fields=["booking"], condition=Q(state="carried_out")
            ),
            models.UniqueConstraint(name="one_declaration_per_key", fields=["key"], condition=~Q(key="")),
        ]

    def __str__(self):
        return self.name or str(_("name erased"))

    @property
    def is_certain(self):
        """Whether it named its booking when it came: by the letter's link, or signed in."""
        return self.way != self.Way.TYPED
