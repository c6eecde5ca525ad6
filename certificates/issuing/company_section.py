"""What a company learns of its people's certificates: yes or no, never marks, numbers or reasons."""

from certificates.issuing.models import Certificate, Holding, StatusChange
from courses.booking.company_page import tell_of_people
from courses.cohorts.models import Cohort
from lms.home.panels import Panel

ENDED = [StatusChange.Status.REPLACED, StatusChange.Status.REVOKED]


@tell_of_people
def certificate(company, enrolments, at):
    """Return {enrolment.pk: Panel} saying whether the person holds a certificate that is valid, in one query."""
    ended = StatusChange.objects.filter(copy__isnull=True, status__in=ENDED).values("certificate")
    holders = set(
        Holding.objects.filter(
            enrolment__in=[enrolment.pk for enrolment in enrolments],
            certificate__kind=Certificate.Kind.CERTIFICATE,
        )
        .exclude(certificate__in=ended)
        .values_list("enrolment", flat=True)
    )
    return {
        enrolment.pk: Panel(
            "certificates/issuing/told_certificate.html",
            {"holds": enrolment.pk in holders, "over": enrolment.cohort.status == Cohort.Status.COMPLETED},
            order=20,
        )
        for enrolment in enrolments
    }
