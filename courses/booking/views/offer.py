"""The waiting list: entering it, and answering an offer by the link of its letter, without signing in."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from courses.booking.actions import accept_offer, decline_offer
from courses.booking.links import entry_behind
from courses.booking.models import WaitEntry
from courses.booking.prices import price_for
from lms.lib.refusals import Refusal


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
    price, member = price_for(entry.cohort.edition, entry.company, timezone.localdate(at))
    context = {
        "entry": entry,
        "cohort": entry.cohort,
        "open": entry.state == WaitEntry.State.OFFERED and at < entry.offer_until,
        "each": price,
        "total": price * entry.seats_offered,
        "member": member,
        "refusal": refusal,
    }
    response = render(request, "courses/booking/offer.html", context, status=refusal.status if refusal else 200)
    response["Referrer-Policy"] = "no-referrer"
    return response
