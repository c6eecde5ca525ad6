"""The office's two switches of a cohort: open it for booking, change its size."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.actions import open_booking, set_capacity
from courses.booking.forms import CapacityForm
from courses.booking.views.doors import answer, attempt
from courses.cohorts.permissions import cohorts_run_by


@login_required
def opening(request, code):
    """Open a planned cohort for booking."""
    cohort = _cohort(request, code)
    form = forms.Form(request.POST or None)
    refusal = None
    if request.method == "POST":
        form.full_clean()
        done, result = attempt(form, open_booking, cohort=cohort, actor=request.user, at=timezone.now())
        if done:
            messages.success(request, _("%(cohort)s is open for booking.") % {"cohort": cohort})
            return redirect("cohort", code=cohort.code)
        refusal = result
    return answer(request, "courses/booking/opening.html", {"cohort": cohort, "form": form}, refusal)


@login_required
def capacity(request, code):
    """Give a cohort more or fewer chairs."""
    cohort = _cohort(request, code)
    form = CapacityForm(request.POST or None, initial={"size": cohort.max_size})
    refusal = None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(
            form, set_capacity, cohort=cohort, size=form.cleaned_data["size"], actor=request.user, at=timezone.now()
        )
        if done:
            messages.success(request, _("%(cohort)s has %(size)d seats.") % {"cohort": cohort, "size": result.max_size})
            least = cohort.edition.min_group_size
            if result.max_size < least:
                said = _("With so few seats it never reaches its minimum of %(least)d: you decide whether it runs.")
                messages.warning(request, said % {"least": least})
            return redirect("cohort", code=cohort.code)
        refusal = result
    context = {"cohort": cohort, "form": form, "taken": cohort.seats.taken().count()}
    return answer(request, "courses/booking/capacity.html", context, refusal)


def _cohort(request, code):
    return get_object_or_404(cohorts_run_by(request.user).select_related("edition__programme"), code=code)
