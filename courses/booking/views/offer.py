"""Answering an offer of the waiting list by the link of its letter, without signing in."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from courses.booking.actions import accept_offer, decline_offer, position_of
from courses.booking.consumer import shown_to_consumer
from courses.booking.forms import AgreementForm
from courses.booking.links import entry_behind, link_to, link_to_withdraw
from courses.booking.models import Booking, WaitEntry
from courses.booking.outlook import other_cohorts
from courses.booking.prices import agreements_for
from courses.booking.room import offer_for
from courses.booking.views.doors import of_a_letter
from courses.booking.views.waiting import say_who_was_seated, wait_on
from lms.lib.refusals import Refusal

State = WaitEntry.State


@never_cache
def offer(request, link):
    """Show an offer and take the answer. A GET only shows it: programs that scan letters open every link."""
    pk = entry_behind(link)
    if pk is None:
        raise Http404
    entry = get_object_or_404(
        WaitEntry.objects.select_related("company", "private_payer", "cohort__edition__programme__office", "booking"),
        pk=pk,
    )
    at = timezone.now()
    refusal = form = None
    if request.method == "POST":
        said = request.POST.get("answer")
        act = {"accept": accept_offer, "decline": decline_offer, "wait": wait_on}.get(said)
        options, form = _accepting(entry, request.POST, at) if act is accept_offer else ({}, None)
        if form is None or not form.is_half_an_address:
            try:
                if act:
                    say_who_was_seated(request, act(entry=entry, link=link, at=at, **options))
                return redirect("offer", link=link)
            except Refusal as fault:
                refusal = fault
                entry.refresh_from_db()
    return of_a_letter(_page(request, entry, form, refusal, at))


def _accepting(entry, data, at):
    """What an acceptance brings along: (options of the act, the form of what a consumer agrees to, or None)."""
    if entry.company_id is not None:
        return {"keep_waiting": "keep_waiting" in data}, None
    form = agreement_form(entry, at, data)
    form.full_clean()
    return {"agreed": form.agreed, "invoice_to": form.cleaned_data.get("invoice_to")}, form


def agreement_form(entry, at, data=None):
    """The form of what a consumer agrees to who accepts this offer at `at`."""
    agrees_to = agreements_for(entry.cohort, timezone.localdate(at))
    return AgreementForm(data, agrees_to=agrees_to, starts_on=entry.cohort.starts_on)


def _page(request, entry, form, refusal, at):
    stage = stage_of(entry, at)
    context = {
        "entry": entry,
        "cohort": entry.cohort,
        "office": entry.cohort.edition.programme.office,
        "stage": stage,
        "position": position_of(entry),
        "refusal": refusal,
    }
    if stage == "called_off":
        context["others"] = other_cohorts(entry.cohort, at)
    template = "courses/booking/offer.html" if entry.company_id else "courses/booking/offer_private.html"
    if stage == "open" and entry.company_id:
        context["offer"] = offer_for(entry.cohort, entry.company, entry.seats_offered, at)
    elif stage == "accepted" and entry.company_id:
        context["unnamed"] = entry.booking.seats.filter(enrolment=None).exists()
    elif stage == "declined":
        onward = onward_of(entry)
        context["onward"] = onward and {"entry": onward, "link": link_to(onward)}
    elif stage == "accepted":
        context["withdrawal"] = reverse("withdraw_by_link", args=[link_to_withdraw(entry.booking)])
    elif stage == "open":
        context |= {"form": form or agreement_form(entry, at), **shown_to_consumer(entry.cohort, at)}
    return render(request, template, context, status=refusal.status if refusal else 200)


def onward_of(entry):
    """The entry by which a company that declined this offer keeps its place in line, or None."""
    rows = WaitEntry.objects.live().filter(cohort=entry.cohort_id, company=entry.company, created_at=entry.created_at)
    return rows.first() if entry.company_id else None


def stage_of(entry, at):
    """Where an entry stands for whoever has its letter: its state, or open, lapsed, over, called_off, given_back."""
    if entry.cohort.status == entry.cohort.Status.CANCELLED and entry.state != State.ACCEPTED:
        return "called_off"
    if entry.state == State.OFFERED:
        if entry.cohort.status != entry.cohort.Status.BOOKING_OPEN:
            return "over"
        return "open" if at < entry.offer_until else "lapsed"
    if entry.state == State.ACCEPTED and entry.booking.status == Booking.Status.CANCELLED:
        return "given_back"
    return str(entry.state)
