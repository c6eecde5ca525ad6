"""The page on which results of a cohort are recorded."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from courses.cohorts.models import Cohort
from courses.curriculum.models import Requirement
from courses.learning.forms import ResultsForm
from courses.learning.marking import attempts_so_far, may_mark, record_results, where_results_stand
from lms.lib.refusals import Refusal


@login_required
def results(request, code, pk):
    """Show who has tried and passed a requirement; record further attempts."""
    cohort = get_object_or_404(Cohort.objects.select_related("edition__programme"), code=code)
    requirement = get_object_or_404(Requirement.objects.select_related("seminar"), pk=pk, edition=cohort.edition_id)
    if not may_mark(request.user, cohort, requirement):
        raise Http404
    form = ResultsForm(request.POST or None, requirement=requirement, rows=attempts_so_far(cohort, requirement))
    if request.method == "POST" and form.is_valid():
        try:
            count = record_results(
                cohort=cohort,
                requirement=requirement,
                attempts=form.attempts(),
                decided_on=form.cleaned_data["decided_on"],
                actor=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            told = ngettext("One result is recorded.", "%(count)s results are recorded.", count) % {"count": count}
            messages.success(request, told)
            return redirect("results", code=cohort.code, pk=requirement.pk)
    context = {"cohort": cohort, "requirement": requirement, "form": form, **where_results_stand(cohort)}
    return render(request, "courses/learning/results.html", context)
