"""What must be true of an edition before cohorts are run by it; pure functions of plain values."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Taught:
    """A seminar as far as its numbers go: teaching units in presence and in self-study."""

    position: int
    units_presence: int
    units_online: int


@dataclass(frozen=True)
class Plan:
    """An edition as plain values. `instalments` are exact percentages (Decimal) in order."""

    seminar_count: int
    units_presence: int
    units_online: int
    seminars: tuple[Taught, ...]
    instalments: tuple
    has_price: bool
    checks_required: int
    checks_offered: int
    approval_number: str = ""


def self_study_share(units_presence, units_online):
    """
    Return the share of self-study in all teaching units: an exact Fraction from 0 to 1; 0 where there are no units.

    Source: domain.md R12 (FernUSG).
    """
    total = units_presence + units_online
    return Fraction(units_online, total) if total else Fraction(0)


def practice_share(seminars):
    """Return the share of practice in the units in presence, from pairs of (units, per cent as Decimal); exact."""
    total = sum(units for units, _percent in seminars)
    practised = sum((Fraction(units) * Fraction(percent) / 100 for units, percent in seminars), Fraction(0))
    return practised / total if total else Fraction(0)


def faults_of(plan):
    """Return every contradiction within the edition as a sentence that says what to correct; empty if it is sound."""
    return [*_faults_of_seminars(plan), *_faults_of_units(plan), *_faults_of_rules(plan)]


def _faults_of_seminars(plan):
    found = len(plan.seminars)
    if found != plan.seminar_count:
        yield ngettext(
            "The edition has %(found)d seminar, but says %(wanted)d. Add or remove seminars, or correct the number.",
            "The edition has %(found)d seminars, but says %(wanted)d. Add or remove seminars, or correct the number.",
            found,
        ) % {"found": found, "wanted": plan.seminar_count}
    positions = [seminar.position for seminar in plan.seminars]
    if sorted(positions) != list(range(1, found + 1)):
        yield _("The seminars stand at %(positions)s. Number them from 1 without gaps.") % {
            "positions": ", ".join(str(position) for position in sorted(positions))
        }


def _faults_of_units(plan):
    for stated, added, sentence in (
        (
            plan.units_presence,
            sum(seminar.units_presence for seminar in plan.seminars),
            _("The seminars add up to %(added)d teaching units in presence, the edition says %(stated)d."),
        ),
        (
            plan.units_online,
            sum(seminar.units_online for seminar in plan.seminars),
            _("The seminars add up to %(added)d teaching units of self-study, the edition says %(stated)d."),
        ),
    ):
        if stated != added:
            yield sentence % {"added": added, "stated": stated}
    if not plan.units_presence:
        yield _("The edition has no teaching units in presence, so attendance could not be decided.")


def _faults_of_rules(plan):
    total = sum(plan.instalments)
    if (plan.has_price or plan.instalments) and total != 100:
        yield _("The instalments add up to %(total)s %% of the price; they must make 100 %%.") % {
            "total": f"{total.normalize():f}" if plan.instalments else "0"
        }
    if plan.checks_required > plan.checks_offered:
        yield _("%(required)d knowledge checks are needed, but only %(offered)d are offered.") % {
            "required": plan.checks_required,
            "offered": plan.checks_offered,
        }
    share = self_study_share(plan.units_presence, plan.units_online)
    if share > HALF and not plan.approval_number.strip():
        yield _(
            "%(online)d of %(all)d teaching units are self-study, more than half. "
            "Such a programme needs an approval as distance teaching: enter its number, or teach more in presence."
        ) % {"online": plan.units_online, "all": plan.units_presence + plan.units_online}
