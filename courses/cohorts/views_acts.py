"""Starting, completing and cancelling a cohort: each asks once more on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.cohorts.actions_of_cohort import cancel_cohort, complete_cohort, early_in, remains_of, start_cohort
from courses.cohorts.closing import hurdles_of
from courses.cohorts.forms import CallOffForm
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by
from lms.lib.refusals import Refusal

Status = Cohort.Status


@dataclass(frozen=True)
class Act:
    """Something done to a cohort: in which states, what it is called and what it means."""

    key: str
    do: Callable
    states: tuple
    button: str | Promise
    title: str | Promise
    text: str | Promise
    danger: bool = False
    # (cohort, at): what must be done first, as sentences; the button is there only when nothing is left.
    remains: Callable | None = None
    # (cohort, at): what to think of before it, as sentences; the button stays.
    warnings: Callable | None = None
    # A form whose fields the act takes besides.
    form: type | None = None


ACTS = {
    act.key: act
    for act in (
        Act(
            "start",
            start_cohort,
            (Status.BOOKING_OPEN,),
            gettext_lazy("Start the cohort"),
            gettext_lazy("Start %(cohort)s?"),
            gettext_lazy("It runs from now on, and nobody new books. Sessions may still be planned and moved."),
            warnings=early_in,
            remains=hurdles_of,
        ),
        Act(
            "complete",
            complete_cohort,
            (Status.RUNNING,),
            gettext_lazy("Complete the cohort"),
            gettext_lazy("Complete %(cohort)s?"),
            gettext_lazy(
                "All sessions have been held and all sheets are closed: attendance is final, and papers may be issued."
            ),
            remains=remains_of,
        ),
        Act(
            "cancel",
            cancel_cohort,
            (Status.PLANNED, Status.BOOKING_OPEN, Status.RUNNING),
            gettext_lazy("Cancel the cohort"),
            gettext_lazy("Cancel %(cohort)s?"),
            gettext_lazy(
                "Sessions still to come are cancelled. Bookings end without a fee, the waiting list is closed, pledges "
                "are released. Everybody is written to: companies, participants, lecturers and hosts."
            ),
            danger=True,
            form=CallOffForm,
        ),
    )
}


def acts_for(cohort):
    """Return the Acts that may be done to the cohort in its state."""
    return [act for act in ACTS.values() if cohort.status in act.states]


@login_required
def confirm(request, code, act):
    """Ask once more, then do it."""
    cohort = get_object_or_404(cohorts_run_by(request.user).select_related("edition__programme"), code=code)
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    back = reverse("cohort", args=[cohort.code])
    form = chosen.form and chosen.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        said = form.cleaned_data if form else {}
        try:
            cohort = chosen.do(cohort=cohort, actor=request.user, at=timezone.now(), **said)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("%(cohort)s is %(state)s now.") % {"cohort": cohort, "state": cohort.get_status_display()},
            )
        return redirect(back)
    possible, at = cohort.status in chosen.states, timezone.now()
    remains = chosen.remains(cohort, at) if chosen.remains and possible else []
    context = {
        "title": chosen.title % {"cohort": cohort},
        "text": _("This is not possible yet.") if remains else chosen.text,
        "remains": remains,
        "warnings": chosen.warnings(cohort, timezone.now())
        if chosen.warnings and cohort.status in chosen.states
        else [],
        "button": chosen.button,
        "danger": chosen.danger,
        "form": form,
        "back_url": back,
    }
    return render(request, "components/confirm_page.html", context)
