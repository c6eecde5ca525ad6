"""Who waits for a seat, who has given their word."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.booking.models.bookings import Booking
from courses.cohorts.models import Cohort


class WaitEntryQuerySet(models.QuerySet):
    """Entries of waiting lists by state, in the order in which they are served."""

    def in_line(self):
        """Those that wait for an offer: by priority, then by when they came."""
        return self.filter(state=WaitEntry.State.WAITING).order_by("-priority", "created_at", "pk")

    def live(self):
        """Those that wait or have an offer."""
        return self.filter(state__in=WaitEntry.LIVE)


class WaitEntry(models.Model):
    """
    A company waits for `seats_wanted` chairs of a full cohort, or somebody who pays privately waits for one.

    An offer is chairs held for the entry until `offer_until`. Whatever ends an entry ends it for good.
    """

    class State(models.TextChoices):
        """Where an entry stands. Waiting is not the same as having an offer to answer."""

        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("has an offer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("offer lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CLOSED = "closed", _("closed: the cohort has begun")

    LIVE = (State.WAITING, State.OFFERED)

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="wait_entries", verbose_name=_("cohort"))
    company = models.ForeignKey(
        "organisations.Company",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wait_entries",
        verbose_name=_("company"),
    )
    # Who would sit there, and pay; known by name only until there is a booking.
    private_payer = models.ForeignKey(
        "accounts.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wait_entries",
        verbose_name=_("private payer"),
    )
    seats_wanted = models.PositiveSmallIntegerField(_("seats wanted"))
    accepts_fewer = models.BooleanField(_("fewer seats are welcome too"), default=False)
    purchase_order = models.CharField(_("purchase order"), max_length=60, blank=True)
    # Whom a program named with its wish, as plain values; seated when the offer is accepted, gone with the entry's end.
    people = models.JSONField(default=list, blank=True, editable=False)
    # The office may move somebody up; whoever came first is served first among equals.
    priority = models.SmallIntegerField(_("priority"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(_("waiting since"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    offer_until = models.DateTimeField(_("offer holds until"), null=True, blank=True)
    seats_offered = models.PositiveSmallIntegerField(_("seats offered"), default=0)
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="wait_entry", editable=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = WaitEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a waiting list")
        verbose_name_plural = _("entries of waiting lists")
        ordering = ["cohort", "-priority", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="wait_entry_has_one_payer",
                condition=Q(company__isnull=False, private_payer__isnull=True)
                | Q(company__isnull=True, private_payer__isnull=False),
            ),
            models.CheckConstraint(
                name="a_private_payer_waits_for_one_seat",
                condition=Q(private_payer__isnull=True) | Q(seats_wanted=1, accepts_fewer=False),
            ),
            models.UniqueConstraint(
                name="a_private_payer_waits_once",
                fields=["cohort", "private_payer"],
                condition=Q(state__in=["waiting", "offered"]),
            ),
            models.UniqueConstraint(
                name="a_company_waits_once",
                fields=["cohort", "company"],
                condition=Q(state__in=["waiting", "offered"]),
            ),
            models.CheckConstraint(name="waits_for_at_least_one", condition=Q(seats_wanted__gte=1)),
            models.CheckConstraint(
                name="offers_no_more_than_wanted", condition=Q(seats_offered__lte=F("seats_wanted"))
            ),
            models.CheckConstraint(
                name="an_offer_has_seats_and_an_end",
                condition=~Q(state="offered")
                | Q(offered_at__isnull=False, offer_until__isnull=False, seats_offered__gte=1),
            ),
            models.CheckConstraint(
                name="accepted_entry_has_booking",
                condition=Q(state="accepted", booking__isnull=False) | (~Q(state="accepted") & Q(booking__isnull=True)),
            ),
            models.CheckConstraint(
                name="closed_entry_has_time",
                condition=Q(state__in=["waiting", "offered"], closed_at__isnull=True)
                | (~Q(state__in=["waiting", "offered"]) & Q(closed_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="waiting_in_line", fields=["cohort", "created_at"], condition=Q(state="waiting")),
            models.Index(name="offers_that_lapse", fields=["offer_until"], condition=Q(state="offered")),
        ]

    def __str__(self):
        return f"{self.cohort.code} – {self.payer} ({self.seats_wanted})"

    @property
    def payer(self):
        """The company that waits, or the person."""
        return self.company or self.private_payer

    @property
    def is_offered_fewer(self):
        """Whether the offer is of fewer seats than are wanted."""
        return self.seats_offered < self.seats_wanted

    @property
    def names(self):
        """The names kept with the wish: (those who get the seats of the offer, those for whom none is left)."""
        names = [f"{one['given_name']} {one['family_name']}".strip() for one in self.people]
        return names[: self.seats_offered], names[self.seats_offered :]


class Pledge(models.Model):
    """A company's word: "we send two if it runs". It counts towards the minimum and becomes a booking once it does."""

    class State(models.TextChoices):
        OPEN = "open", _("pledged")
        BOOKED = "booked", _("became a booking")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RELEASED = "released", _("released: the cohort does not run")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="pledges", verbose_name=_("cohort"))
    company = models.ForeignKey(
        "organisations.Company", on_delete=models.PROTECT, related_name="pledges", verbose_name=_("company")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    purchase_order = models.CharField(_("purchase order"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="pledge", editable=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["cohort", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="a_company_pledges_once", fields=["cohort", "company"], condition=Q(state="open")
            ),
            models.CheckConstraint(name="pledges_at_least_one", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="booked_pledge_has_booking",
                condition=Q(state="booked", booking__isnull=False) | (~Q(state="booked") & Q(booking__isnull=True)),
            ),
            models.CheckConstraint(
                name="closed_pledge_has_time",
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.cohort.code} – {self.company} ({self.seats})"
