"""The pages of the sheet: call the roll, close, print, correct."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.attendance.actions import call_roll, close_sheet, correct_mark, note_reason
from courses.attendance.filled import FilledSheet
from courses.attendance.forms import CorrectionForm, ReasonForm
from courses.attendance.models import Mark
from courses.attendance.pages import paper_page, sheet_page
from courses.attendance.permissions import knows_session, may_keep_sheet, may_read_reason
from courses.attendance.refusals import LineUnreadable, SheetChanged
from courses.attendance.roster import lines_of
from courses.cohorts.models import SeminarSession
from lms.lib.refusals import Refusal


def find_session(request, pk):
    """Return the session if its sheet is this person's to keep; 403 if they know of it, 404 for everybody else."""
    session = get_object_or_404(
        SeminarSession.objects.select_related(
            "cohort__edition__programme", "seminar", "host__company", "sheet__closed_by__person"
        ),
        pk=pk,
    )
    if may_keep_sheet(request.user, session):
        return session
    if knows_session(request.user, session):
        raise PermissionDenied
    raise Http404


@login_required
@require_http_methods(["GET", "POST"])
def roll_call(request, pk):
    """Show the sheet of a session; take a filled-in one, save it, and close it if that was asked for."""
    session, at = find_session(request, pk), timezone.now()
    lines = lines_of(session)
    filled = FilledSheet(lines, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return render(request, "courses/attendance/roll_call.html", sheet_page(request, session, filled, at))
    status = 400
    if filled.is_valid:
        try:
            saved = call_roll(
                session=session, marks=filled.entries(), stand_ins=filled.stand_ins(), actor=request.user, at=at
            )
            if filled.act != "close":
                messages.success(request, _said(saved))
                return redirect("roll_call", pk=session.pk)
            if not filled.checked:
                messages.warning(request, _("Saved, not closed: tick that you have checked the list."))
                return redirect("roll_call", pk=session.pk)
            close_sheet(session=session, actor=request.user, at=at, confirmed=filled.confirmed)
            messages.success(request, _("The sheet is closed. Its figures are final."))
            return redirect("roll_call", pk=session.pk)
        except Refusal as refusal:
            _mark_rows(filled, refusal)
            status = refusal.status
    filled.renew(lines_of(session))
    session = find_session(request, pk)
    page = sheet_page(request, session, filled, at)
    return render(request, "courses/attendance/roll_call.html", page, status=status)


def _said(saved):
    if not saved:
        return _("Nothing was changed.")
    return ngettext("Saved: %(count)s person.", "Saved: %(count)s people.", saved) % {"count": saved}


def _mark_rows(filled, refusal):
    """Put a refusal where it belongs: at its lines, or above the list."""
    filled.faults.append(str(refusal))
    rows = {row.line.key: row for row in filled.rows}
    if isinstance(refusal, LineUnreadable):
        for key, sentence in refusal.faults.items():
            rows[key].fault = sentence
    if isinstance(refusal, SheetChanged):
        for key in refusal.clashes:
            rows[key].clash = True


@login_required
@require_http_methods(["GET"])
def print_sheet(request, pk):
    """Show the sheet for printing: names, fields, signatures, no address and no reason."""
    return render(request, "courses/attendance/print.html", paper_page(find_session(request, pk)))


@login_required
@require_http_methods(["GET", "POST"])
def correct(request, pk, mark):
    """Correct one line of a closed sheet."""
    session = find_session(request, pk)
    mark = get_object_or_404(
        Mark.objects.select_related("day__session", "enrolment__person", "marked_by"), pk=mark, day__session=session
    )
    form = CorrectionForm(request.POST or None, mark=mark)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            correct_mark(
                mark=mark,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                actor=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, " ".join([str(refusal), *getattr(refusal, "faults", {}).values()]))
            status = refusal.status
        else:
            messages.success(request, _("Corrected. The old value stays visible."))
            return redirect("roll_call", pk=session.pk)
    page = {"session": session, "mark": mark, "form": form, "corrections": mark.corrections.select_related("author")}
    return render(request, "courses/attendance/correct.html", page, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def reason(request, pk, mark):
    """Keep why somebody was away, for the office alone."""
    session = find_session(request, pk)
    mark = get_object_or_404(
        Mark.objects.select_related("day__session", "enrolment__person", "enrolment__cohort__edition__programme"),
        pk=mark,
        day__session=session,
    )
    if not may_read_reason(request.user, mark):
        raise PermissionDenied
    known = getattr(mark, "absence_reason", None)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"text": known and known.text})
    if request.method == "POST" and form.is_valid():
        try:
            note_reason(mark=mark, text=form.cleaned_data["text"], actor=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Only the office reads it."))
            return redirect("roll_call", pk=session.pk)
    return render(request, "courses/attendance/reason.html", {"session": session, "mark": mark, "form": form})
