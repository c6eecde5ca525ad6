"""Decision and pledges on the office's page of a cohort; a company's own pledges on its page."""

from django.utils import timezone

from courses.booking.company_page import hang_on_company
from courses.booking.models import Pledge
from courses.booking.outlook import decision_day
from courses.booking.strength import Strength
from courses.cohorts.models import Cohort
from courses.cohorts.sections import hang_on_cohort
from lms.home.panels import Panel


@hang_on_cohort
def decision(request, cohort, at):
    """How strong the cohort is against its minimum, who has pledged, and the ways to decide. While booking is open."""
    if cohort.status != Cohort.Status.BOOKING_OPEN:
        return None
    rows = Pledge.objects.filter(cohort=cohort, state=Pledge.State.OPEN).select_related("company")
    pledges = list(rows.order_by("made_at", "pk"))
    strength = Strength(
        cohort.seats.taken().count(), sum(pledge.seats for pledge in pledges), cohort.edition.min_group_size
    )
    context = {
        "cohort": cohort,
        "strength": strength,
        "pledges": pledges,
        "decide_on": decision_day(cohort),
        "late": decision_day(cohort) < timezone.localdate(at),
    }
    return Panel("courses/booking/section_decision.html", context, order=15, wide=True)


@hang_on_company
def pledges(request, company, at):
    """What the company has given its word for; nothing where it has not."""
    rows = Pledge.objects.filter(company=company, state=Pledge.State.OPEN).select_related("cohort__edition__programme")
    rows = list(rows.order_by("cohort__starts_on", "pk"))
    if not rows:
        return None
    for row in rows:
        row.decide_on = decision_day(row.cohort)
    return Panel("courses/booking/section_pledges.html", {"pledges": rows, "company": company}, order=15)
