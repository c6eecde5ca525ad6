"""What a company learns of its people's certificates: yes or no, never marks, numbers or reasons."""

from django.db.models import OuterRef, Q, Subquery

from certificates.issuing.models import Certificate, Holding, StatusChange
from courses.booking.company_page import tell_of_people
from courses.cohorts.models import Cohort
from lms.home.panels import Panel

Status = StatusChange.Status
ENDED = [Status.REPLACED, Status.REVOKED]


@tell_of_people
def certificate(company, enrolments, at):
    """Return {enrolment.pk: Panel} saying whether the person holds a certificate that is valid, in one query."""
    ended = StatusChange.objects.filter(copy__isnull=True, status__in=ENDED).values("certificate")
    # The latest of the two counts: NULL where it never was suspended.
    pauses = StatusChange.objects.filter(
        certificate=OuterRef("certificate"), status__in=[Status.SUSPENDED, Status.RESUMED]
    ).order_by("-at", "-pk")
    holders = set(
        Holding.objects.annotate(pause=Subquery(pauses.values("status")[:1]))
        .filter(
            enrolment__in=[enrolment.pk for enrolment in enrolments],
            certificate__kind=Certificate.Kind.CERTIFICATE,
        )
        .exclude(certificate__in=ended)
        .filter(Q(pause__isnull=True) | Q(pause=Status.RESUMED))
        .values_list("enrolment", flat=True)
    )
    return {
        enrolment.pk: Panel(
            "certificates/issuing/told_certificate.html",
            {"holds": enrolment.pk in holders, "over": _is_over(enrolment)},
            order=20,
        )
        for enrolment in enrolments
    }


def _is_over(enrolment):
    return enrolment.ending != "" or enrolment.cohort.status == Cohort.Status.COMPLETED
