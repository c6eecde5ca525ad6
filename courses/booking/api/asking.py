"""Which company and which cohort a call speaks of; whoever may not know of them is told that there is nothing."""

from contextlib import contextmanager

from django.db.models import Subquery
from django.http import Http404
from django.utils import timezone

from courses.booking.outlook import seats_left_for
from courses.booking.permissions import cohorts_shown_to, open_on
from courses.booking.refusals import BookingClosed
from courses.cohorts.models import Cohort
from lms.organisations.models import Company


@contextmanager
def asked_about(request, company, cohort):
    """
    Give (Company, Cohort) of these codes to the act within. Raises Http404 for what there is not.

    A refusal because booking is closed becomes Http404 for those who may not know of the cohort (a planned one).
    The Cohort has its keys alone and the seats `left`: the act reads it behind its lock, and one statement here does
    for company, cohort and the first look at its chairs.
    """
    known = Cohort.objects.filter(code=cohort).order_by()
    left = known.filter(open_on(timezone.localdate(request.at))).values_list(seats_left_for(request.user, request.at))
    asked = Company.objects.filter(code=company).annotate(asked_for=Subquery(known.values("pk")), left=Subquery(left))
    row = asked.order_by().first()
    if row is None or row.asked_for is None:
        raise Http404
    wanted = Cohort(pk=row.asked_for, code=cohort)
    wanted.left = row.left
    try:
        yield row, wanted
    except BookingClosed:
        if not cohorts_shown_to(request.user, request.at).filter(pk=row.asked_for).exists():
            raise Http404 from None
        raise
