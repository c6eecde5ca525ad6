"""Seats as numbered chairs, and what happens to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.booking.models.bookings import Booking, Enrolment
from courses.cohorts.models import Cohort


def not_held(at, chair=""):
    """Whether nobody holds a chair at `at`, as a condition; `chair` is the way to it from another table ("seats__")."""
    return Q(**{f"{chair}held_until__isnull": True}) | Q(**{f"{chair}held_until__lte": at})


class SeatQuerySet(models.QuerySet):
    """Chairs by what is on them."""

    def in_room(self):
        """Chairs that stand in the room now."""
        return self.filter(removed_at__isnull=True)

    def free(self, at):
        """Chairs that nobody booked and nobody holds at the moment `at`, lowest number first."""
        return self.in_room().filter(not_held(at), booking__isnull=True).order_by("number")

    def held(self, at):
        """Chairs kept for a form that is being filled in, or offered to somebody on the waiting list, at `at`."""
        return self.in_room().filter(booking__isnull=True, held_until__gt=at)

    def awaited(self, at):
        """Chairs for which somebody will come whose name is not known at `at`: booked without one, held, offered."""
        held = Q(booking__isnull=True, held_until__gt=at)
        return self.in_room().filter(held | Q(booking__isnull=False, enrolment__isnull=True))

    def taken(self):
        """Chairs that are booked, named or not."""
        return self.filter(booking__isnull=False)

    def unnamed(self):
        """Booked chairs whose person is not known yet."""
        return self.taken().filter(enrolment__isnull=True)


class Seat(models.Model):
    """
    One chair of a cohort. A cohort of sixteen has sixteen rows, so a seventeenth booking finds nothing to take.

    A chair is free, held until a moment (for a form being filled in, or as an offer to the waiting list), or booked.
    Once the moment is over the chair is free again, whether or not anybody has cleared the hold: times are compared.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField(_("number"))
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    enrolment = models.OneToOneField(Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="seat")
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)
    # Either a form, known by its key and whose it is, ...
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hold_key = models.CharField(max_length=64, blank=True, editable=False)
    # ... or the entry of the waiting list that it is offered to.
    wait_entry = models.ForeignKey(
        "WaitEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="seats", editable=False
    )
    # Carried out when the group was made smaller. The row stays, for its history; made larger, it comes back first.
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["cohort", "number"]
        constraints = [
            models.UniqueConstraint(name="chair_stands_once", fields=["cohort", "number"]),
            models.CheckConstraint(name="chairs_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="only_booked_chairs_are_named", condition=Q(enrolment__isnull=True) | Q(booking__isnull=False)
            ),
            models.CheckConstraint(
                name="removed_chairs_are_free", condition=Q(removed_at__isnull=True) | Q(booking__isnull=True)
            ),
            models.CheckConstraint(
                name="held_chairs_are_neither_booked_nor_away",
                condition=Q(held_until__isnull=True) | Q(booking__isnull=True, removed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_hold_has_one_reason",
                condition=Q(held_until__isnull=True, held_by__isnull=True, hold_key="", wait_entry__isnull=True)
                | (
                    Q(held_until__isnull=False)
                    & (
                        Q(held_by__isnull=False, wait_entry__isnull=True) & ~Q(hold_key="")
                        | Q(held_by__isnull=True, hold_key="", wait_entry__isnull=False)
                    )
                ),
            ),
        ]
        indexes = [models.Index(name="free_chairs", fields=["cohort", "number"], condition=Q(booking__isnull=True))]

    def __str__(self):
        return f"{self.cohort.code} #{self.number}"


class SeatEvent(models.Model):
    """What happened to a chair. Rows are only added."""

    class Kind(models.TextChoices):
        BOOKED = "booked", _("booked")
        NAMED = "named", _("named")
        REPLACED = "replaced", _("person replaced")
        RELEASED = "released", _("given back")
        TAKEN_OVER = "taken_over", _("taken over")
        OFFERED = "offered", _("offered to the waiting list")
        OFFER_ENDED = "offer_ended", _("offer declined or lapsed")
        RETURNED = "returned", _("returned without a name")
        ASKED = "asked", _("takeover asked for")
        DECLINED = "declined", _("takeover declined")
        UNDONE = "undone", _("takeover undone")
        STAND_IN = "stand_in", _("stand-in for a day")
        STAND_IN_OFF = "stand_in_off", _("stand-in called off")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices)
    booking = models.ForeignKey(Booking, null=True, on_delete=models.PROTECT, related_name="seat_events")
    wait_entry = models.ForeignKey("WaitEntry", null=True, on_delete=models.PROTECT, related_name="seat_events")
    stand_in = models.ForeignKey("StandIn", null=True, on_delete=models.PROTECT, related_name="seat_events")
    enrolment_before = models.ForeignKey(Enrolment, null=True, on_delete=models.PROTECT, related_name="+")
    enrolment_after = models.ForeignKey(Enrolment, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.seat}: {self.kind}"
