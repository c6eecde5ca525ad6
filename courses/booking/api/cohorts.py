"""Cohorts with their free seats, as whoever asks may see them."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from courses.booking.api.schemas import CohortOut
from courses.booking.outlook import bookable, chairs_counted
from courses.booking.permissions import cohorts_known_to, cohorts_shown_to, open_on
from courses.cohorts.models import Cohort
from courses.curriculum.api import price_of
from lms.api import pages
from lms.api.door import ROOT
from lms.api.faults import answer, faults

router = Router(tags=["Cohorts"])
Open = Annotated[bool | None, Query(description="true: only those that can be booked now; false: only the others.")]
ProgrammeCode = Annotated[str | None, Query(max_length=20, description="Only those of this programme.")]


@router.get("/cohorts", response={200: pages.Page[CohortOut], **faults()}, operation_id="list_cohorts")
def cohorts(request, open: Open = None, programme: ProgrammeCode = None, page: pages.Number = 1):
    """List cohorts that can be booked, and those not over in which you have seats or which you run."""
    rows = _counted(cohorts_shown_to(request.user, request.at), request)
    if open is not None:
        open_today = open_on(timezone.localdate(request.at))
        rows = rows.filter(open_today) if open else rows.exclude(open_today)
    if programme is not None:
        rows = rows.filter(edition__programme__code=programme)
    found = pages.page_of(request, rows.order_by("starts_on", "code"), page, lambda row: shown(row, request.at))
    return answer(200, pages.Page[CohortOut](**found))


@router.get("/cohorts/{slug:code}", response={200: CohortOut, **faults(404)}, operation_id="read_cohort")
def cohort(request, code: str):
    """Read one cohort, also one that was called off: it has no seats left."""
    known = _counted(cohorts_known_to(request.user, request.at), request)
    return answer(200, shown(get_object_or_404(known, code=code), request.at))


def _counted(rows, request):
    return rows.select_related("edition__programme").annotate(**chairs_counted(request.at))


def shown(cohort, at):
    """Return what the API says of a cohort that comes with `chairs_counted`."""
    is_open = cohort.is_open(at)
    path = f"{ROOT}cohorts/{cohort.code}"
    return CohortOut(
        code=cohort.code,
        number=cohort.number,
        programme=cohort.edition.programme.code,
        title=str(cohort.edition.programme.title),
        edition=cohort.edition.label,
        status=cohort.status,
        open=is_open,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        booking_closes_on=cohort.booking_closes_on,
        seats=cohort.standing,
        seats_left=0 if cohort.status == Cohort.Status.CANCELLED else bookable(cohort),
        price_per_seat=price_of(cohort.edition),
        links={"self": path, "bookings": f"{path}/bookings", "waiting_list": f"{path}/waiting-list"},
    )
