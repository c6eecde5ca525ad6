"""The second limit: more people than a host admits. The office decides on it, so it is a warning."""

from django.db.models import Count, F, OuterRef, Q

from courses.booking.audit.findings import Finding, checks
from courses.cohorts.heads import more_heads
from courses.cohorts.models import Cohort, SeminarSession

OVER = (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)


@checks
def hosts_admit_everybody(scope):
    """
    Seats and holds of the cohort and the guests of a session to come fit into what its host admits.

    It comes about by planning (a smaller host, a lowered limit) or by the office's own decision, with its reason; the
    office has it among its decisions until it is solved.
    """
    booked = Q(seats__removed_at__isnull=True, seats__booking__isnull=False)
    held = Q(seats__removed_at__isnull=True, seats__booking__isnull=True, seats__held_until__gt=scope.at)
    rows = scope.of(Cohort.objects.exclude(status__in=OVER), "").annotate(
        booked=Count("seats", filter=booked), held=Count("seats", filter=held)
    )
    heads = {cohort: (booked, held) for cohort, booked, held in rows.values_list("pk", "booked", "held")}
    sessions = scope.of(SeminarSession.objects.filter(status=SeminarSession.Status.PLANNED)).annotate(
        admits=F("host__max_visitors") * F("parallel_groups"), others=more_heads(OuterRef("pk"))
    )
    limited = sessions.filter(host__max_visitors__isnull=False).order_by("cohort__code", "seminar__position")
    for cohort, code, seminar, admits, guests in limited.values_list(
        "cohort", "cohort__code", "seminar__code", "admits", "others"
    ):
        booked, held = heads.get(cohort, (0, 0))
        people = booked + guests
        if cohort in heads and people + held > admits:
            yield Finding(
                "host_admits_fewer",
                code,
                f"session {code}/{seminar}",
                f"{people} people{f' and {held} held seats' if held else ''}, admits {admits}",
                warning=True,
            )
