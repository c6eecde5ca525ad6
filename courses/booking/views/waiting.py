"""The waiting list: entering it, answering for a company, the office's order of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from courses.booking.actions import (
    accept_offer,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
    let_go,
    move_by_one,
    position_of,
)
from courses.booking.lists.reading import MOST_BYTES
from courses.booking.models import WaitEntry
from courses.booking.permissions import wait_entries_of
from courses.booking.views.doors import home_of
from courses.booking.views.page import BookingPage, cohort_shown
from lms.accounts.typed_before import login_keeping
from lms.lib.refusals import NotAllowed, Refusal
from lms.lib.uploads import uploads_in_memory


@uploads_in_memory(MOST_BYTES)
@login_keeping("book_seats")
def join(request, code):
    """Put a company on the waiting list, from the form that found too few seats; a refusal shows that form again."""
    if request.method != "POST":
        return redirect("book_seats", code=cohort_shown(request, code, timezone.now()).code)
    page = BookingPage(request, code)
    if page.form.is_valid():
        done, entry = page.attempt(join_waiting_list, **page.form.wish)
        if done:
            if page.key:
                let_go(cohort=page.cohort, key=page.key, actor=request.user, at=page.at)
            entry.refresh_from_db()
            messages.success(request, welcome(entry))
            return redirect(home_of(request, entry.company, page.cohort).partition("#")[0])
    return page.answer(full=page.shows_line)


@login_required
@require_POST
def answer_waiting(request, pk):
    """Accept or decline an offer, or leave the list, for a company."""
    entry = _entry(request, pk)
    act = {"accept": accept_offer, "decline": decline_offer, "wait": wait_on, "leave": leave_waiting_list}.get(
        request.POST.get("answer")
    )
    more = {"keep_waiting": "keep_waiting" in request.POST} if act is accept_offer else {}
    if act is not None:
        result = _do(request, act, entry, **more)
        if result is not None:
            messages.success(request, _said(result, waits_on=act is wait_on))
            say_who_was_seated(request, result)
    return redirect(home_of(request, entry.company, entry.cohort).partition("#")[0])


@login_required
@require_POST
def order_waiting(request, pk):
    """Let somebody change places with their neighbour in the line; who runs the cohort does."""
    entry = _entry(request, pk)
    way = request.POST.get("way")
    if way in ("up", "down"):
        _do(request, move_by_one, entry, up=way == "up")
    return redirect(home_of(request, None, entry.cohort) + "#waiting")


def _entry(request, pk):
    rows = wait_entries_of(request.user).select_related("company", "cohort__edition__programme")
    return get_object_or_404(rows, pk=pk)


def _do(request, act, entry, **more):
    """Do the act and return what it returned; a refusal becomes the next page's message."""
    try:
        return act(entry=entry, actor=request.user, at=timezone.now(), **more)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None


def welcome(entry):
    """Say to whoever entered somebody what comes now: their place in line, or an offer at once."""
    # Of a moment ago it has no place any more where somebody else has freed a seat since.
    place = position_of(entry)
    if place is None:
        return _("Seats are there already: answer the offer.")
    return _("%(company)s is on the waiting list, at place %(place)d. We write as soon as seats become free.") % {
        "company": entry.payer,
        "place": place,
    }


def say_who_was_seated(request, result):
    """Of an offer that was accepted: name those who got its seats, and who could not be seated, with the reason."""
    seated = [person.full_name for person in getattr(result, "seated", ())]
    if seated and result.company_id:
        messages.success(request, _("Named and invited: %(names)s.") % {"names": ", ".join(seated)})
    for name, why in getattr(result, "left_out", ()):
        messages.warning(request, _("Not named: %(name)s. %(why)s") % {"name": name, "why": why})


def wait_on(**asked):
    """Decline an offer of fewer seats than are wanted, and keep the place in line for all of them."""
    return decline_offer(wait_on=True, **asked)


def _said(result, *, waits_on=False):
    if not isinstance(result, WaitEntry):
        return ngettext("%(count)d seat is booked.", "%(count)d seats are booked.", result.seat_count) % {
            "count": result.seat_count
        }
    if waits_on:
        return _("The offer is declined. %(company)s waits on for all %(seats)d seats together.") % {
            "company": result.payer,
            "seats": result.seats_wanted,
        }
    if result.state == WaitEntry.State.DECLINED:
        return _("The offer is declined. The seats are no longer kept for %(company)s.") % {"company": result.payer}
    return _("The entry of the waiting list is withdrawn.")
