"""A company's own page: its seats and people, what is open, what happened."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses.booking.company_page import ABOVE, sections_of_company
from courses.booking.company_people import places_of
from courses.booking.company_seats import groups_for, seat_counts
from courses.booking.company_sessions import sessions_ahead_of, sessions_of_company
from courses.booking.models import SeatEvent
from courses.booking.permissions import companies_bookable_by, may_read_reason, people_seen_by
from courses.cohorts import calendar
from lms.lib.alphabet import in_alphabet
from lms.organisations.models import Membership


@login_required
def companies(request):
    """List the companies that the person books for; with one only, go there."""
    rows = companies_bookable_by(request.user).order_by(*in_alphabet("name"), "pk")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    if page.paginator.count == 1:
        return redirect("company", code=page.object_list[0].code)
    return render(request, "courses/booking/companies.html", {"page": page})


@login_required
def company(request, code):
    """Show a company everything about its seats: the sections that the rooms hang up."""
    row = _company(request, code)
    at = timezone.now()
    sections = sections_of_company(request, row, at)
    context = {
        "company": row,
        "membership": Membership.objects.on(timezone.localdate(at)).filter(company=row).order_by("since").first(),
        "counts": seat_counts(groups_for(request, row, at)),
        "above": [section for section in sections if section.order == ABOVE],
        "main": [section for section in sections if section.wide and section.order != ABOVE],
        "aside": [section for section in sections if not section.wide and section.order != ABOVE],
    }
    return render(request, "courses/booking/company.html", context)


@login_required
def company_people(request, code):
    """List the company's people across all cohorts: who is where, what comes next, how it goes as far as agreed."""
    row = _company(request, code)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = places_of(row, timezone.now(), request.GET.get("page"), words)
    return render(request, "courses/booking/company_people.html", {"company": row, "page": page, "words": words})


@login_required
def company_sessions(request, code):
    """List the sessions that the company's people go to, with the hosts' rules; stand-ins are sent from here."""
    row, at = _company(request, code), timezone.now()
    page = Paginator(sessions_of_company(row, at), 20).get_page(request.GET.get("page"))
    context = {"company": row, "page": page, "sessions": sessions_ahead_of(row, page.object_list, at)}
    return render(request, "courses/booking/company_sessions.html", context)


@login_required
def company_calendar(request, code):
    """Give the sessions that the company's people go to as one calendar file; it names nobody."""
    row, at = _company(request, code), timezone.now()
    return calendar.response(list(sessions_of_company(row, at)[:500]), name=f"lehrgang-{row.code}", at=at)


@login_required
def company_history(request, code):
    """Show what happened to the company's seats, newest first; people whom it may no longer see stay unnamed."""
    row = _company(request, code)
    events = (
        SeatEvent.objects.filter(booking__company=row)
        .select_related(
            "seat__cohort",
            "enrolment_before__person",
            "enrolment_after__person",
            "stand_in__person",
            "stand_in__session__seminar",
            "stand_in__session__cohort",
            "actor",
        )
        .order_by("-at", "-pk")
    )
    employed = set(people_seen_by(row, timezone.localdate()).values_list("person", flat=True))
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    for event in page:
        event.reason_shown = event.reason if may_read_reason(event, employed) else ""
    context = {"company": row, "page": page, "employed": employed}
    return render(request, "courses/booking/company_history.html", context)


def _company(request, code):
    return get_object_or_404(companies_bookable_by(request.user), code=code)
