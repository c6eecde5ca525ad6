"""Who asks to hand a seat over, and who comes for a day in place of somebody else."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.booking.models.bookings import Enrolment
from courses.booking.models.seats import Seat


class TakeoverRequest(models.Model):
    """
    A company asks the office to let somebody take a named seat over, once it may no longer do so alone.

    The successor is what was typed: a person is made only when the office agrees. An answer ends the request for good;
    so does anything else that ends the enrolment, since then nobody is left to be replaced.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for the office")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("lapsed: the seat has changed")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="takeover_requests")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="takeover_requests")
    given_name = models.CharField(_("given name"), max_length=150)
    family_name = models.CharField(_("family name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, default="de")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("takeover asked for")
        verbose_name_plural = _("takeovers asked for")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_open_request_per_seat", fields=["seat"], condition=Q(state="asked")),
            models.CheckConstraint(
                name="closed_request_has_time",
                condition=Q(state="asked", closed_at__isnull=True) | (~Q(state="asked") & Q(closed_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.successor}"

    @property
    def successor(self):
        """The name that was typed; a placeholder once it is forgotten."""
        return f"{self.given_name} {self.family_name}".strip() or str(_("name erased"))


class StandInQuerySet(models.QuerySet):
    """Stand-ins by whether they come."""

    def coming(self):
        """Those that nobody has called off."""
        return self.filter(called_off_at__isnull=True)


class StandIn(models.Model):
    """
    Somebody comes to one session in place of a participant, whose seat and enrolment stay as they are.

    What the stand-in attends stands here and nowhere else: it counts for nobody's certificate.
    """

    session = models.ForeignKey("SeminarSession", on_delete=models.PROTECT, related_name="stand_ins")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="stand_ins")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="stand_ins")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    called_off_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    # Teaching units of the whole session that the stand-in was there for; None: not entered.
    units = models.PositiveSmallIntegerField(_("teaching units"), null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_stand_in_for_a_person",
                fields=["session", "enrolment"],
                condition=Q(called_off_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="stands_in_for_one_person", fields=["session", "person"], condition=Q(called_off_at__isnull=True)
            ),
            models.CheckConstraint(
                name="called_off_stand_in_was_not_there",
                condition=Q(called_off_at__isnull=True) | Q(units__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.session}: {self.person}"
