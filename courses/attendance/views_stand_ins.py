"""The page on which a stand-in's units are corrected after the sheet was closed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.attendance.forms import StandInCorrectionForm
from courses.attendance.stand_in_corrections import correct_stand_in, taught_in
from courses.attendance.views import find_session
from courses.booking.models import StandIn
from lms.lib.refusals import Refusal


@login_required
@require_http_methods(["GET", "POST"])
def correct(request, pk, stand_in):
    """Correct what a stand-in attended of a session whose sheet is closed."""
    session = find_session(request, pk)
    rows = StandIn.objects.coming().select_related("session", "person", "enrolment__person")
    stand_in = get_object_or_404(rows, pk=stand_in, session=session)
    taught = taught_in(session)
    form = StandInCorrectionForm(request.POST or None, stand_in=stand_in, taught=taught)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            correct_stand_in(stand_in=stand_in, **form.cleaned_data, actor=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Corrected. The old value stays visible."))
            return redirect("roll_call", pk=session.pk)
    corrections = stand_in.corrections.select_related("author__person", "stand_in__person")
    page = {
        "session": session,
        "stand_in": stand_in,
        "taught": taught,
        "form": form,
        "stand_in_corrections": corrections,
    }
    return render(request, "courses/attendance/correct_stand_in.html", page, status=status)
