"""The outbox: a letter is a row first, in the transaction of the act that causes it, and sent afterwards."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet):
    """Letters by what becomes of them."""

    def given_up(self):
        """Those that nobody tries to send any more."""
        return self.filter(state=Letter.State.FAILED)

    def waiting(self):
        """Those that are still to be sent."""
        return self.filter(state__in=[Letter.State.WAITING, Letter.State.SENDING])

    def not_sent(self):
        """Those that have not left: waiting or given up."""
        return self.exclude(state=Letter.State.SENT)


class Letter(models.Model):
    """One e-mail to one address, from waiting to sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    kind = models.CharField(_("kind"), max_length=60)
    # Two letters with one key are the same letter: it is never sent twice.
    key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - many letters have none
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    last_error = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField(_("written at"))

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["waiting", "sending"]), name="letters_due")
        ]

    def __str__(self):
        return self.subject
