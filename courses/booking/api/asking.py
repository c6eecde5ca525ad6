"""Which company and which cohort a call speaks of; whoever may not know of them is told that there is nothing."""

from contextlib import contextmanager

from django.db.models import BigAutoField, CharField, DateField, DateTimeField, Subquery
from django.http import Http404
from django.utils import timezone

from courses.booking.outlook import seats_left_for
from courses.booking.permissions import cohorts_known_to, open_on
from courses.booking.refusals import BookingClosed
from courses.cohorts.models import Cohort
from lms.lib.compiled import compiled
from lms.organisations.models import Company


@contextmanager
def asked_about(request, company, cohort):
    """
    Give (Company, Cohort) of these codes to the act within. Raises Http404 for what there is not.

    A refusal because booking is closed becomes Http404 for those who may not know of the cohort (a planned one).
    The Cohort has its keys, its size and the seats `left` alone: the act reads it behind its lock, and one statement
    here does for company, cohort and the first look at its chairs.
    """
    at = request.at
    rows = _asked_for(company=company, cohort=cohort, actor=request.user.pk, at=at, day=timezone.localdate(at))
    if not rows or rows[0].asked_for is None:
        raise Http404
    [row] = rows
    wanted = Cohort(pk=row.asked_for, code=cohort, max_size=row.size)
    wanted.left = row.left
    try:
        yield row, wanted
    except BookingClosed:
        if not cohorts_known_to(request.user, at).filter(pk=row.asked_for).exists():
            raise Http404 from None
        raise


@compiled(company=CharField(), cohort=CharField(), actor=BigAutoField(), at=DateTimeField(), day=DateField())
def _asked_for(company, cohort, actor, at, day):
    known = Cohort.objects.filter(code=cohort).order_by()
    left = known.filter(open_on(day)).values_list(seats_left_for(actor, at))
    found = Company.objects.filter(code=company).order_by()
    size = Subquery(known.values("max_size"))
    return found.annotate(asked_for=Subquery(known.values("pk")), size=size, left=Subquery(left))
