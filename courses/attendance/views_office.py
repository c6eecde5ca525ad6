"""The office's pages: what is made up where, and reminding lecturers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.attendance.fitting import find_fitting, missed_seminars
from courses.attendance.forms import MakeUpForm
from courses.attendance.make_ups import accept_make_up, withdraw_make_up
from courses.attendance.models import MakeUp
from courses.attendance.pages import ways_of
from courses.attendance.permissions import may_accept_make_up
from courses.attendance.reminders import remind_lecturers
from courses.attendance.views import find_session
from courses.booking.models import Enrolment
from courses.cohorts.models import SeminarSession
from courses.curriculum.permissions import may_manage
from lms.lib.refusals import Refusal


def _find_enrolment(request, pk):
    enrolment = get_object_or_404(Enrolment.objects.select_related("person", "cohort__edition__programme"), pk=pk)
    if may_accept_make_up(request.user, enrolment):
        return enrolment
    if request.user.person_id == enrolment.person_id:
        raise PermissionDenied
    raise Http404


@login_required
@require_http_methods(["GET", "POST"])
def make_up(request, pk):
    """Show what somebody missed and which sessions elsewhere would fit; accept one of them, or evidence."""
    enrolment, at = _find_enrolment(request, pk), timezone.now()
    missed = find_fitting(enrolment, missed_seminars(enrolment), at)
    sent = request.POST.get("seminar", "") if request.method == "POST" else None
    forms = [
        MakeUpForm(
            request.POST if sent == str(one.seminar.pk) else None,
            missed=one,
            ways=ways_of(one),
            auto_id=f"id_{one.seminar.pk}_%s",
        )
        for one in missed
    ]
    bound = next((form for form in forms if form.is_bound), None)
    status = 200
    if sent is not None and bound is None:
        messages.error(request, _("This seminar was not missed, or it is made up already. Nothing was saved."))
        return redirect("make_up", pk=enrolment.pk)
    if bound is not None:
        if bound.is_valid():
            try:
                _accept(bound, enrolment, request.user, at)
            except Refusal as refusal:
                bound.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Accepted. It counts once, for this seminar."))
                return redirect("make_up", pk=enrolment.pk)
        else:
            status = 400
    made = enrolment.make_ups.select_related("seminar", "guest_of__cohort", "guest_of__seminar", "accepted_by")
    page = {
        "enrolment": enrolment,
        "forms": forms,
        "made": made,
        "most": enrolment.cohort.edition.max_make_up_sessions,
    }
    page["left"] = max(0, page["most"] - len(made))
    return render(request, "courses/attendance/make_up.html", page, status=status)


def _accept(form, enrolment, actor, at):
    session = form.session
    accept_make_up(
        enrolment=enrolment,
        seminar=form.missed.seminar,
        guest_of=session and SeminarSession.objects.get(pk=session),
        evidence="" if session else form.cleaned_data["evidence"],
        units=None if session else form.cleaned_data["units"],
        actor=actor,
        at=at,
    )


@login_required
@require_POST
def withdraw(request, pk):
    """Take a make-up back for which nothing is credited yet."""
    made = get_object_or_404(MakeUp.objects.select_related("enrolment__cohort__edition__programme"), pk=pk)
    enrolment = _find_enrolment(request, made.enrolment_id)
    try:
        withdraw_make_up(make_up=made, actor=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. Another session can be chosen."))
    return redirect("make_up", pk=enrolment.pk)


@login_required
@require_POST
def remind(request, pk):
    """Remind the lecturers of a session that its sheet is open."""
    session = find_session(request, pk)
    if not may_manage(request.user, session.cohort.edition.programme):
        raise PermissionDenied
    try:
        letters = remind_lecturers(session=session, actor=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("A reminder is on its way.", "%(count)s reminders are on their way.", letters)
        messages.success(request, said % {"count": letters})
    return redirect("home")
