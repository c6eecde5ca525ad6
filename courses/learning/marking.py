"""Results are recorded: an attempt of each person at a requirement, by the office or whoever teaches it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from courses.curriculum.models import Requirement
from courses.learning.models import Result
from courses.learning.refusals import ResultNotPossible
from lms.audit.log import record
from lms.lib.alphabet import in_alphabet
from lms.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Attempt:
    """What came out for one enrolment: per cent reached (0 to 100), or only passed or not (percent None)."""

    enrolment_id: int
    percent: Decimal | None = None
    passed: bool | None = None


def may_mark(actor, cohort, requirement):
    """Whether `actor` records results of this requirement: runs the cohort, or teaches the seminar of the check."""
    if may_run(actor, cohort):
        return True
    person = getattr(actor, "person_id", None)
    if person is None or not actor.is_active or requirement.seminar_id is None:
        return False
    return cohort.sessions.filter(seminar=requirement.seminar_id, lecturers=person).exists()


def is_passed(requirement, attempt):
    """
    Whether an attempt passes: by its per cent against the requirement's limit, exactly; else as it was said.

    Raises ValueError if neither is known.
    """
    if requirement.pass_percent is not None and attempt.percent is not None:
        return Fraction(attempt.percent) >= Fraction(requirement.pass_percent)
    if attempt.passed is None:
        raise ValueError("an attempt needs per cent or a verdict")
    return attempt.passed


@transaction.atomic
def record_results(*, cohort, requirement, attempts, decided_on, actor, at):
    """
    Add one attempt per enrolment and return how many were added. All or nothing.

    Raises NotAllowed; ResultNotPossible for somebody who is not in the cohort, has passed already or has no attempt
    left, and for a day in the future. Attempts of one cohort queue behind its row lock, so that none is lost.
    """
    if not may_mark(actor, cohort, requirement):
        raise NotAllowed(_("You do not record results of this cohort. Ask its office."))
    if requirement.edition_id != cohort.edition_id:
        raise ResultNotPossible(_("This requirement belongs to another edition than the cohort."))
    if decided_on > timezone.localdate(at):
        raise ResultNotPossible(_("The day lies ahead. Record a result when it is decided."))
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = {row.pk: row for row in _tried(cohort, requirement)}
    results = [_result(known, requirement, attempt, decided_on, actor, at) for attempt in attempts]
    Result.objects.bulk_create(results)
    if results:
        record(
            "results.recorded",
            actor=actor,
            subject=requirement,
            at=at,
            cohort=cohort.pk,
            enrolments=[result.enrolment_id for result in results],
        )
    return len(results)


def where_results_stand(cohort):
    """
    Return how many still in the cohort have their results recorded `here`, and how many `on_paper`. One query.

    `ran_before`: it ran before the move to this system, so that nobody's are recorded here.
    """
    live = Enrolment.objects.filter(cohort=cohort, ends_on__isnull=True)
    found = live.aggregate(here=Count("pk", filter=Q(paper_outcome__isnull=True)), on_paper=Count("paper_outcome"))
    known_from_papers = found["on_paper"] or cohort.past_participants is not None
    return found | {"ran_before": not found["here"] and bool(known_from_papers)}


def _tried(cohort, requirement):
    """Those whose results are recorded here, and not on papers, with `tries`, `last` and `succeeded` so far."""
    here = Q(results__requirement=requirement)
    return (
        Enrolment.objects.filter(cohort=cohort, ends_on__isnull=True, paper_outcome__isnull=True)
        .select_related("person")
        .annotate(
            tries=Count("results", filter=here),
            last=Max("results__attempt", filter=here, default=0),
            succeeded=Count("results", filter=here & Q(results__passed=True)),
        )
        .order_by(*in_alphabet("person__family_name", "person__given_name"), "pk")
    )


def attempts_so_far(cohort, requirement):
    """Return the enrolments that may be marked, in the order of names, each with `tries`, `last`, `succeeded`."""
    return list(_tried(cohort, requirement))


def _result(known, requirement, attempt, decided_on, actor, at):
    enrolment = known.get(attempt.enrolment_id)
    if enrolment is None:
        raise ResultNotPossible(_("Somebody on this list is not in the cohort any more. Open the page again."))
    if enrolment.succeeded:
        raise ResultNotPossible(_("%(person)s has passed already.") % {"person": enrolment.person.full_name})
    if requirement.max_attempts and enrolment.tries >= requirement.max_attempts:
        raise ResultNotPossible(_("%(person)s has no attempt left.") % {"person": enrolment.person.full_name})
    return Result(
        enrolment=enrolment,
        requirement=requirement,
        attempt=enrolment.last + 1,
        percent=attempt.percent,
        passed=is_passed(requirement, attempt),
        decided_on=decided_on,
        recorded_by=actor,
        recorded_at=at,
    )


def overview(cohort):
    """Return the requirements of a cohort's edition, each with `passed_by`: how many still in it passed. One query."""
    live = Q(results__passed=True, results__enrolment__cohort=cohort, results__enrolment__ends_on__isnull=True)
    return list(
        Requirement.objects.filter(edition=cohort.edition_id)
        .select_related("seminar")
        .annotate(passed_by=Count("results", filter=live))
        .order_by("seminar__position", "kind")
    )
