"""Answering an offer of the waiting list by the link of its letter, without signing in."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from courses.booking.actions import accept_offer, decline_offer, position_of
from courses.booking.links import entry_behind
from courses.booking.models import Booking, WaitEntry
from courses.booking.room import offer_for
from lms.lib.refusals import Refusal

State = WaitEntry.State


@never_cache
def offer(request, link):
    """Show an offer and take the answer. A GET only shows it: programs that scan letters open every link."""
    pk = entry_behind(link)
    if pk is None:
        raise Http404
    entry = get_object_or_404(
        WaitEntry.objects.select_related("company", "cohort__edition__programme__office", "booking"), pk=pk
    )
    at = timezone.now()
    refusal = None
    if request.method == "POST":
        act = {"accept": accept_offer, "decline": decline_offer}.get(request.POST.get("answer"))
        options = {"keep_waiting": "keep_waiting" in request.POST} if act is accept_offer else {}
        try:
            if act:
                act(entry=entry, link=link, at=at, **options)
            return redirect("offer", link=link)
        except Refusal as fault:
            refusal = fault
            entry.refresh_from_db()
    stage = stage_of(entry, at)
    context = {
        "entry": entry,
        "cohort": entry.cohort,
        "stage": stage,
        "offer": offer_for(entry.cohort, entry.company, entry.seats_offered, at) if stage == "open" else None,
        "position": position_of(entry),
        "refusal": refusal,
    }
    response = render(request, "courses/booking/offer.html", context, status=refusal.status if refusal else 200)
    # The address is the right: it shall stand in no other site's log and in no search engine. Not "no-referrer", with
    # which a browser sends its form without saying where from, and is turned away.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


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
