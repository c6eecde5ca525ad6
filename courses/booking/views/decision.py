"""
The office decides whether a cohort takes place: it sees how strong the cohort is and who is written to.

It confirms here. Calling off has no way back, so its form leads to the page that asks once more and names what ends.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.actions import confirm_cohort
from courses.booking.cohort_readers import parties_of
from courses.booking.cohort_turns import stakes_in
from courses.booking.outlook import decision_day
from courses.booking.pledge_forms import DecisionForm
from courses.booking.strength import strength_of
from courses.booking.views.doors import answer, attempt
from courses.cohorts.calling_off import state_of
from courses.cohorts.forms import CallOffForm
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import cohorts_run_by
from courses.cohorts.seen import packed

OVER = (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)


@login_required
def decision(request, code):
    """Show both ways with what each means; take one of them."""
    cohort = get_object_or_404(cohorts_run_by(request.user).select_related("edition__programme__office"), code=code)
    at = timezone.now()
    strength = strength_of(cohort)
    form = DecisionForm(
        request.POST if request.POST.get("act") == "confirm" else None, prefix="confirm", help_text=_why(strength)
    )
    refusal = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done, result = attempt(form, confirm_cohort, cohort=cohort, reason=reason, actor=request.user, at=at)
        if done:
            said = _("%(cohort)s takes place. Companies and participants are being told.")
            messages.success(request, said % {"cohort": cohort})
            return redirect("cohort", code=cohort.code)
        refusal = result
        cohort.refresh_from_db(fields=["status", "confirmed_at", "decision_reason"])
    parties = parties_of(cohort)
    context = {
        "cohort": cohort,
        "strength": strength,
        "decide_on": decision_day(cohort),
        "late": decision_day(cohort) < timezone.localdate(at),
        "parties": parties,
        "pledges": sum(party.pledged > 0 for party in parties.payers),
        "waiting": sum(party.waiting > 0 for party in parties.payers),
        "confirm_form": form,
        "cancel_form": CallOffForm(auto_id="cancel_%s"),
        "seen": packed(state_of(cohort, stakes_in(parties))),
        "may_confirm": cohort.status == Cohort.Status.BOOKING_OPEN and cohort.confirmed_at is None,
        "over": cohort.status in OVER,
    }
    return answer(request, "courses/booking/decision.html", context, refusal)


def _why(strength):
    """What is done with the reason for which a cohort takes place."""
    if strength.missing:
        return _("Needed, as the minimum is not reached. It stays in the books; the letters do not quote it.")
    return _("Only for the books; the letters do not quote it.")
