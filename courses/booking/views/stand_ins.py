"""Doors to stand-ins: send somebody to one session, call it off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.actions import call_off_stand_in, send_stand_in
from courses.booking.actions.stand_in import why_nobody_stands_in
from courses.booking.forms import ReasonForm, StandInForm
from courses.booking.models import StandIn
from courses.booking.permissions import enrolments_stood_in_by
from courses.booking.views.doors import answer, attempt
from courses.booking.views.seats import person_shown
from courses.cohorts.models import SeminarSession
from courses.cohorts.permissions import may_run


@login_required
def stand_in(request, pk, enrolment):
    """Send somebody to a session in place of a participant."""
    at = timezone.now()
    row = _enrolment(request, enrolment)
    session = get_object_or_404(
        SeminarSession.objects.select_related("seminar", "host__company").prefetch_related("days", "lecturers"),
        pk=pk,
        cohort=row.cohort_id,
    )
    session.cohort = row.cohort
    form, refusal = StandInForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(
            form,
            send_stand_in,
            session=session,
            enrolment=row,
            attendee=form.attendee,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=at,
        )
        if done:
            messages.success(
                request,
                _("%(person)s comes to %(session)s and has been written to.")
                % {"person": result.person, "session": session.spoken},
            )
            return redirect(_back(request, row, session))
        refusal = result
    company = row.booking and row.booking.company
    context = {
        "session": session,
        "days": sorted(session.days.all(), key=lambda day: day.date),
        "enrolment": row,
        "person": person_shown(request, row.cohort, company, row, timezone.localdate(at)),
        "form": form,
        "why_not": why_nobody_stands_in(session, row, at),
        "coming": StandIn.objects.coming().filter(session=session, enrolment=row).select_related("person").first(),
        "label": company or row.cohort,
        "back": _back(request, row, session),
    }
    return answer(request, "courses/booking/stand_in.html", context, refusal)


@login_required
def call_off(request, pk):
    """Call a stand-in off, after asking once more."""
    row = get_object_or_404(StandIn.objects.select_related("session__seminar", "session__cohort", "person"), pk=pk)
    enrolment = _enrolment(request, row.enrolment_id)
    form, refusal = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(
            form,
            call_off_stand_in,
            stand_in=row,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=timezone.now(),
        )
        if done:
            messages.success(
                request, _("%(person)s need not come; both have been written to.") % {"person": row.person}
            )
            return redirect(_back(request, enrolment, row.session))
        refusal = result
    facts = {"person": row.person, "session": row.session.spoken}
    context = {
        "title": _("Call %(person)s off for %(session)s?") % facts,
        "text": _("Then the participant is expected again. Both are written to."),
        "button": _("Call off"),
        "form": form,
        "back_url": _back(request, enrolment, row.session),
    }
    return answer(request, "components/confirm_page.html", context, refusal)


def _enrolment(request, pk):
    rows = enrolments_stood_in_by(request.user).select_related(
        "person", "cohort__edition__programme__office", "booking__company"
    )
    row = get_object_or_404(rows, pk=pk)
    if row.booking is not None:
        row.booking.cohort = row.cohort
    return row


def _back(request, enrolment, session):
    if enrolment.booking is None or enrolment.booking.company is None or may_run(request.user, enrolment.cohort):
        return reverse("session", args=[session.pk])
    return reverse("company_sessions", args=[enrolment.booking.company.code])
