"""The office decides whether a cohort takes place: it sees how strong the cohort is and who is written to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.actions import confirm_cohort
from courses.booking.cohort_readers import parties_of
from courses.booking.outlook import decision_day
from courses.booking.pledge_forms import DecisionForm
from courses.booking.strength import strength_of
from courses.booking.views.doors import answer, attempt
from courses.cohorts.actions_of_cohort import cancel_cohort
from courses.cohorts.forms import CallOffForm
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by

ACTS = {"confirm": confirm_cohort, "cancel": cancel_cohort}
OVER = (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)


@login_required
def decision(request, code):
    """Show both ways with what each means; take one of them."""
    cohort = get_object_or_404(cohorts_run_by(request.user).select_related("edition__programme__office"), code=code)
    at = timezone.now()
    strength = strength_of(cohort)
    chosen = request.POST.get("act")
    forms = _forms(request, chosen, strength)
    refusal = None
    if chosen in ACTS and forms[chosen].is_valid():
        reason = forms[chosen].cleaned_data["reason"]
        done, result = attempt(forms[chosen], ACTS[chosen], cohort=cohort, reason=reason, actor=request.user, at=at)
        if done:
            messages.success(
                request,
                (
                    _("%(cohort)s takes place. Companies and participants are being told.")
                    if chosen == "confirm"
                    else _("%(cohort)s is cancelled. Everybody concerned is being told.")
                )
                % {"cohort": cohort},
            )
            return redirect("cohort", code=cohort.code)
        refusal = result
    parties = parties_of(cohort)
    context = {
        "cohort": cohort,
        "strength": strength,
        "decide_on": decision_day(cohort),
        "late": decision_day(cohort) < timezone.localdate(at),
        "parties": parties,
        "pledges": sum(party.pledged > 0 for party in parties.payers),
        "waiting": sum(party.waiting > 0 for party in parties.payers),
        "confirm_form": forms["confirm"],
        "cancel_form": forms["cancel"],
        "may_confirm": cohort.status == Cohort.Status.BOOKING_OPEN and cohort.confirmed_at is None,
        "over": cohort.status in OVER,
    }
    return answer(request, "courses/booking/decision.html", context, refusal)


def _forms(request, chosen, strength):
    """A form for each way; only the one that was sent is filled in."""
    confirming = (
        _("Needed, as the minimum is not reached. It stays in the books; the letters do not quote it.")
        if strength.missing
        else _("Only for the books; the letters do not quote it.")
    )
    return {
        "confirm": DecisionForm(request.POST if chosen == "confirm" else None, prefix="confirm", help_text=confirming),
        "cancel": CallOffForm(request.POST if chosen == "cancel" else None, prefix="cancel"),
    }
