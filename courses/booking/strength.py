"""How strong a cohort is: what is booked and what is pledged, against the minimum of its edition."""

from dataclasses import dataclass

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from courses.booking.models import Pledge
from courses.booking.outlook import TAKEN
from courses.cohorts.models import Cohort

# Open pledges of a cohort as an expression. They hold no chair, so they count here and nowhere else.
PLEDGED = Coalesce(
    Subquery(
        Pledge.objects.filter(cohort=OuterRef("pk"), state=Pledge.State.OPEN)
        .order_by()
        .values("cohort")
        .annotate(sum=Sum("seats"))
        .values("sum"),
        output_field=IntegerField(),
    ),
    0,
)


@dataclass(frozen=True)
class Strength:
    """Seats booked, seats pledged, and how many the edition asks for at least."""

    taken: int
    pledged: int
    least: int

    @property
    def missing(self):
        """How many seats are missing to the minimum; 0 if none."""
        return max(self.least - self.taken - self.pledged, 0)

    @property
    def is_booked(self):
        """Whether the minimum is reached by bookings alone."""
        return self.taken >= self.least

    @property
    def boxes(self):
        """One box per seat for components/steps.html: booked, pledged, missing."""
        return ["is-on"] * self.taken + ["is-maybe"] * self.pledged + [""] * self.missing


def strength_of(cohort):
    """Return the Strength of a cohort as it stands now: one query."""
    now = Cohort.objects.filter(pk=cohort.pk).annotate(taken=TAKEN, pledged=PLEDGED)
    return Strength(*now.values_list("taken", "pledged").get(), cohort.edition.min_group_size)


def pledged_in(cohort):
    """How many seats are pledged in a cohort."""
    return Pledge.objects.filter(cohort=cohort, state=Pledge.State.OPEN).aggregate(sum=Sum("seats"))["sum"] or 0
