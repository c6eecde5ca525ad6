"""What counts towards the certificate, as exact arithmetic on plain values."""

from dataclasses import dataclass
from fractions import Fraction

from courses.attendance.rules import credited

CERTIFICATE, CONFIRMATION, SEMINAR_LIST = "certificate", "attendance_confirmation", "seminar_list"


def attended_share(attended, planned):
    """
    Return the share of the planned teaching that was attended: an exact Fraction from 0 to 1.

    `attended` and `planned` are teaching units (UE). Units beyond the plan do not count.
    Raises ValueError if `planned` is not positive or `attended` is negative.
    Source: the curriculum edition's own regulations; the share asked for is a field of it, never a constant here.
    """
    if planned <= 0:
        raise ValueError(f"planned teaching units must be positive, not {planned}")
    if attended < 0:
        raise ValueError(f"attended teaching units cannot be negative: {attended}")
    return min(Fraction(attended, planned), Fraction(1))


def reaches(share, threshold_percent):
    """Whether a share (Fraction 0..1) reaches a threshold in per cent (Decimal or int): exactly, without rounding."""
    return share * 100 >= Fraction(threshold_percent)


@dataclass(frozen=True)
class Seen:
    """
    One seminar as a person lived it, in teaching units; `made_up` counts once and never beyond the plan.

    `ahead` are the units of the days of a begun session that are still to come.
    """

    planned: int
    attended: int = 0
    made_up: int = 0
    held: bool = False
    while_enrolled: bool = True
    still_possible: bool = False
    ahead: int = 0

    @property
    def credited(self):
        """Units that count: attended and made up, at most what was planned."""
        return credited(self.planned, self.attended, self.made_up)

    @property
    def counts_as_held(self):
        """Whether the seminar belongs into the share so far: held while the person had the seat, or made up since."""
        return (self.held and self.while_enrolled) or self.made_up > 0

    @property
    def taught(self):
        """Units of a begun or finished seminar that have been taught."""
        return self.planned - self.ahead

    @property
    def to_come(self):
        """Units that can still be attended: all of a seminar not begun, the days ahead of a begun one."""
        if self.still_possible and not self.counts_as_held:
            return self.planned
        return min(self.ahead, self.planned - self.credited)

    @property
    def lies_ahead(self):
        """Whether it can still be attended, at least on its last days."""
        return self.still_possible or self.to_come > 0

    @property
    def missed(self):
        """Units lost unless made up: of what is over, or took place before the person came."""
        return 0 if self.still_possible else self.planned - self.credited - self.to_come


@dataclass(frozen=True)
class Forecast:
    """Attendance now and at best; shares are exact Fractions, units are teaching units."""

    attended: int
    held: int
    to_come: int
    total: int
    before_make_up: int
    missed: tuple[int, ...]
    make_ups_left: int
    threshold: Fraction
    shortest_to_come: int = 0

    @property
    def now(self):
        """The share of what was held while the person had the seat; None before the first session."""
        return attended_share(self.attended, self.held) if self.held else None

    @property
    def best(self):
        """The share of the whole programme if nothing more is missed."""
        return attended_share(self.attended + self.to_come, self.total)

    @property
    def final(self):
        """The share of the whole programme as it stands."""
        return attended_share(self.attended, self.total)

    @property
    def make_up_needed(self):
        """Whether the threshold is out of reach without making something up."""
        return not self.safe

    @property
    def safe(self):
        """Whether attending all that is to come is enough."""
        return reaches(self.best, self.threshold)

    def best_with(self, make_ups):
        """The best share if the `make_ups` largest missed seminars are made up; never more than are still allowed."""
        gained = sum(sorted(self.missed, reverse=True)[: min(make_ups, self.make_ups_left)])
        return attended_share(self.attended + self.to_come + gained, self.total)

    @property
    def reachable(self):
        """Whether the threshold can still be reached with the make-ups that are allowed."""
        return reaches(self.best_with(self.make_ups_left), self.threshold)

    @property
    def make_ups_needed(self):
        """The least number of make-ups that reach the threshold; None if no number does."""
        counts = range(self.make_ups_left + 1)
        return next((n for n in counts if reaches(self.best_with(n), self.threshold)), None)

    @property
    def units_to_spare(self):
        """Units that may still be missed without falling below the threshold; negative: so many are lacking."""
        needed = -(-self.threshold.numerator * self.total // (self.threshold.denominator * 100))
        return self.attended + self.to_come - needed


def forecast(seminars, *, total, threshold_percent, max_make_ups):
    """
    Return the Forecast of a person from their seminars (an iterable of Seen).

    `total` is the programme's teaching units in the attendance base. Excused absence is zero units and does not
    shrink the total. Source: domain rule R4; expected values in the demo data.
    """
    seminars = list(seminars)
    counted = [seen for seen in seminars if seen.counts_as_held]
    to_come = [seen.to_come for seen in seminars if seen.to_come]
    used = sum(1 for seen in seminars if seen.made_up)
    return Forecast(
        attended=sum(seen.credited for seen in counted),
        held=sum(seen.planned - seen.to_come for seen in counted),
        to_come=sum(to_come),
        total=total,
        before_make_up=sum(min(seen.planned, seen.attended) for seen in counted),
        missed=tuple(seen.missed for seen in seminars if seen.missed),
        make_ups_left=max(0, max_make_ups - used),
        threshold=Fraction(threshold_percent),
        shortest_to_come=min(to_come, default=0),
    )


def document_earned(*, final, attendance_met, assessments_met, data_complete):
    """
    Return which paper somebody has earned, or None while that is not settled.

    Below the threshold only the list of attended seminars; at or above it a confirmation; with every assessment
    passed and the data complete a certificate. Source: domain rules R1 and R2.
    """
    if not final:
        return None
    if not attendance_met:
        return SEMINAR_LIST
    if not assessments_met:
        return CONFIRMATION
    return CERTIFICATE if data_complete else None
