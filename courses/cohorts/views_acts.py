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
from courses.cohorts.calling_off import grave_in, meanwhile, state_of
from courses.cohorts.closing import doubts_of, hurdles_of, stakes_of
from courses.cohorts.forms import CallOffForm, StartForm
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by
from courses.cohorts.refusals import ChangedMeanwhile
from courses.cohorts.seen import packed, unpacked
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
    # (cohort): a form whose fields the act takes besides, or None.
    form: Callable | None = None
    # Asked with what ends by it, and done only as long as that is what was seen.
    counts: bool = False


ACTS = {
    act.key: act
    for act in (
        Act(
            "start",
            start_cohort,
            (Status.BOOKING_OPEN,),
            gettext_lazy("Start the cohort"),
            gettext_lazy("Start %(cohort)s?"),
            gettext_lazy(
                "It runs from now on, and nobody new books; whoever is on the waiting list is told that it is closed. "
                "Sessions may still be planned and moved."
            ),
            warnings=early_in,
            remains=hurdles_of,
            form=lambda cohort: StartForm if doubts_of(cohort) else None,
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
            warnings=grave_in,
            form=lambda cohort: CallOffForm,
            counts=True,
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
    possible, at = cohort.status in chosen.states, timezone.now()
    asked = chosen.form(cohort) if chosen.form else None
    form = asked and asked(request.POST if request.method == "POST" else None)
    seen = unpacked(request.POST.get("seen")) if chosen.counts else None
    # Another page may lead here with what it has asked for; that is an answer only to the question of this one.
    answered = not (chosen.counts and possible) or (request.POST.get("sure") == "1" and seen is not None)
    if request.method == "POST" and answered and (form is None or form.is_valid()):
        said = (form.cleaned_data if form else {}) | ({"seen": seen} if chosen.counts else {})
        if done := _done(request, chosen, cohort, said, at):
            return done
        cohort.refresh_from_db()
    remains = chosen.remains(cohort, at) if chosen.remains and possible else []
    counted = _counted(cohort, seen) if chosen.counts else {}
    warnings = chosen.warnings(cohort, at) if chosen.warnings and possible else []
    news = " ".join(counted.get("news", []))
    context = {
        "title": chosen.title % {"cohort": cohort},
        "text": _("This is not possible yet.") if remains else chosen.text,
        "remains": remains,
        "warnings": [sentence for sentence in warnings if sentence not in news],
        "button": chosen.button,
        "danger": chosen.danger,
        "form": None if remains else form,
        "back_url": reverse("cohort", args=[cohort.code]),
        **counted,
    }
    return render(request, "components/confirm_page.html", context)


def _done(request, chosen, cohort, said, at):
    """Do it and lead back to the cohort; None if what was seen has changed, so that it is asked anew."""
    try:
        cohort = chosen.do(cohort=cohort, actor=request.user, at=at, **said)
    except ChangedMeanwhile:
        return None
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(cohort)s is %(state)s now.") % {"cohort": cohort, "state": cohort.get_status_display()}
        )
    return redirect("cohort", code=cohort.code)


def _counted(cohort, seen):
    """What the page says of a cohort that is about to be called off: what ends with it, what has happened since."""
    stakes = stakes_of(cohort)
    ends = [(stake.label, stake.shown()) for stake in stakes if stake.number]
    return {
        "news": meanwhile(cohort, seen, stakes) if seen else [],
        "facts": [(_("Seats needed at least"), cohort.edition.min_group_size), *ends],
        "hidden": [("seen", packed(state_of(cohort, stakes))), ("sure", "1")],
    }
