"""What a company reads about certificates of its own people: yes or no, for one that is valid. No number, no paper."""

from certificates.issuing.models import Certificate
from certificates.issuing.register import entries_by_enrolment
from courses.booking.company_page import tell_of_people
from courses.cohorts.models import Cohort
from lms.home.panels import Panel


@tell_of_people
def certificate_yes_or_no(company, enrolments, at):
    """Level 0 of what an employer sees (domain R13): certificate yes or no, once the cohort is over or it is there."""
    held = entries_by_enrolment(
        Certificate.objects.filter(holding__enrolment__in=enrolments, kind=Certificate.Kind.CERTIFICATE)
    )
    told = {}
    for enrolment in enrolments:
        yes = any(entry.status.holds for entry in held.get(enrolment.pk, ()))
        if yes or enrolment.cohort.status == Cohort.Status.COMPLETED:
            told[enrolment.pk] = Panel("certificates/issuing/told_certificate.html", {"yes": yes}, order=60)
    return told
