"""The register of a cohort as a few numbers: what can be issued, released, what is still being printed."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from certificates.issuing.models import Certificate, Copy, Holding
from certificates.issuing.register import rows_of_cohorts
from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort


@dataclass
class Totals:
    """Counts of one cohort."""

    cohort: Cohort
    rows: list
    issuable: int
    confirmable: int
    releasable: int
    without_data: int
    issued: int
    unfinished: int
    failed: int
    printed: int

    @property
    def to_print(self):
        return self.unfinished + self.failed + self.printed

    @property
    def needs_office(self):
        return bool(self.issuable or self.confirmable or self.releasable or self.without_data or self.failed)


def totals_of(cohort, at):
    """Return the Totals of a cohort."""
    return totals_of_cohorts([cohort], at)[0]


def totals_of_cohorts(cohorts, at):
    """Return the Totals of each of these cohorts, in their order; as many queries as for one."""
    cohorts = list(cohorts)
    rows = rows_of_cohorts(cohorts, at)
    return [_totals(cohort, rows[cohort.pk]) for cohort in cohorts]


def _totals(cohort, rows):
    entries = [entry for row in rows for entry in row.entries]
    states = [copy.state for entry in entries for copy in entry.copies]
    return Totals(
        cohort=cohort,
        rows=rows,
        issuable=sum(row.can_be_issued for row in rows),
        confirmable=sum(row.can_be_confirmed for row in rows),
        releasable=sum(row.can_be_released for row in rows),
        without_data=sum(row.lacks_only_data for row in rows),
        issued=sum(
            row.erased or any(entry.certificate.kind != Certificate.Kind.TRANSCRIPT for entry in row.entries)
            for row in rows
        ),
        unfinished=sum(state in (Copy.State.WAITING, Copy.State.RUNNING) for state in states),
        failed=states.count(Copy.State.FAILED),
        printed=states.count(Copy.State.DONE),
    )


def finished_without_paper(cohorts, at):
    """Return those of `cohorts` that are over and have somebody without any paper, the latest first."""
    # A transcript of seminars says nothing on what was earned.
    papers = Holding.objects.filter(enrolment=OuterRef("pk")).exclude(certificate__kind=Certificate.Kind.TRANSCRIPT)
    without = Enrolment.objects.filter(
        ~Exists(papers), cohort=OuterRef("pk"), ends_on__isnull=True, name_erasure__isnull=True
    )
    over = cohorts.exclude(status__in=[Cohort.Status.PLANNED, Cohort.Status.CANCELLED])
    return (
        over.filter(Exists(without), ends_on__lte=timezone.localdate(at))
        .select_related("edition__programme__office", "edition__chamber")
        .order_by("-ends_on", "pk")
    )
