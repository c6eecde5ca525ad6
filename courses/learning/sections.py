"""What learning hangs on the office's page of a cohort: how far assessments are, with the way to record results."""

from courses.cohorts.models import Cohort
from courses.cohorts.sections import hang_on_cohort
from courses.learning.marking import overview, where_results_stand
from lms.home.panels import Panel


@hang_on_cohort
def assessments(request, cohort, at):
    """The requirements of the edition and how many people passed each."""
    if cohort.status in (Cohort.Status.PLANNED, Cohort.Status.CANCELLED):
        return None
    rows = overview(cohort)
    if not rows:
        return None
    context = {"rows": rows, "cohort": cohort, **where_results_stand(cohort)}
    return Panel("courses/learning/section_assessments.html", context, order=50, wide=True)
