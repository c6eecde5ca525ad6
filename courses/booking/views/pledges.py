"""A company's word: given on the page of booking or on its own, withdrawn after being asked once more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.booking.actions import pledge_seats, withdraw_pledge
from courses.booking.actions.pledges import takes_pledges
from courses.booking.models import Pledge
from courses.booking.permissions import cohorts_shown_to, companies_bookable_by, pledges_of
from courses.booking.pledge_forms import PledgeForm
from courses.booking.strength import strength_of
from courses.booking.views.doors import answer, attempt
from courses.cohorts.permissions import may_run
from lms.lib.refusals import Refusal


@login_required
def pledge(request, code):
    """Take a company's word for seats of a cohort that is not decided yet."""
    at = timezone.now()
    cohort = get_object_or_404(
        cohorts_shown_to(request.user, at).select_related("edition__programme__office"), code=code
    )
    companies = companies_bookable_by(request.user)
    if not companies.exists():
        raise Http404
    form = PledgeForm(request.POST or None, companies=companies)
    refusal = None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(form, pledge_seats, cohort=cohort, actor=request.user, at=at, **form.cleaned_data)
        if done:
            messages.success(request, _thanks(result))
            runs = may_run(request.user, cohort)
            return redirect("cohort" if runs else "company", code=cohort.code if runs else result.company.code)
        refusal = result
    context = {
        "cohort": cohort,
        "form": form,
        "strength": strength_of(cohort),
        "takes_pledges": takes_pledges(cohort, at),
    }
    return answer(request, "courses/booking/pledge.html", context, refusal)


@login_required
def withdraw(request, pk):
    """Take a word back."""
    row = get_object_or_404(
        pledges_of(request.user).select_related("company", "cohort__edition__programme__office"), pk=pk
    )
    back = reverse("cohort", args=[row.cohort.code])
    if not may_run(request.user, row.cohort):
        back = reverse("company", args=[row.company.code])
    if request.method == "POST":
        try:
            withdraw_pledge(pledge=row, actor=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The pledge is withdrawn. Nothing is due."))
        return redirect(back)
    closed = row.state != Pledge.State.OPEN
    context = {
        "title": _("Withdraw the pledge for %(cohort)s?") % {"cohort": row.cohort},
        "text": _("This pledge is %(state)s already.") % {"state": row.get_state_display()}
        if closed
        else ngettext(
            "%(company)s then no longer sends %(seats)d person if the cohort runs. It costs nothing.",
            "%(company)s then no longer sends %(seats)d people if the cohort runs. It costs nothing.",
            row.seats,
        )
        % {"company": row.company, "seats": row.seats},
        "remains": [_("Nothing more is to be done.")] if closed else [],
        "button": _("Withdraw the pledge"),
        "danger": True,
        "back_url": back,
    }
    return render(request, "components/confirm_page.html", context)


def pledge_of(cohort, company, at):
    """The open pledge of a company (None: of nobody) in a cohort that is not decided, or None."""
    if company is None or not takes_pledges(cohort, at):
        return None
    return Pledge.objects.filter(cohort=cohort, company=company, state=Pledge.State.OPEN).first()


def pledge_way(request, cohort, bookable, at, *, company, given, alone=False):
    """
    What the page of booking shows as the second way; None where no word is taken, or no seat is left for one.

    `bookable` is how many seats can be booked, `given` the company's open Pledge. `alone`: there is no other company
    to choose.
    """
    # Where nothing can be booked no word can be given, however many have been.
    if not takes_pledges(cohort, at) or (given is None and not bookable):
        return None
    strength = strength_of(cohort)
    if given is None and bookable <= strength.pledged:
        return None
    companies = companies_bookable_by(request.user)
    chosen = {"company": company} if company else {}
    form = PledgeForm(companies=companies, only=company if alone else None, initial=chosen)
    return {"form": form, "strength": strength, "given": given}


def _thanks(pledge):
    return ngettext(
        "Noted: %(seats)d seat, if %(cohort)s runs. You hear from the office as soon as it is decided.",
        "Noted: %(seats)d seats, if %(cohort)s runs. You hear from the office as soon as it is decided.",
        pledge.seats,
    ) % {"seats": pledge.seats, "cohort": pledge.cohort}
