"""The office books for somebody who pays alone, or puts them on the waiting list; the seat is kept meanwhile."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.actions import book_privately, hold_seats, let_go, wait_privately
from courses.booking.forms import PrivateForm
from courses.booking.line import how_long, list_of
from courses.booking.refusals import HostTooSmall
from courses.booking.room import offer_for, room_of
from courses.booking.views.doors import answer, attempt, say_signed_out
from courses.booking.views.page import asks_reason, cohort_shown, lead_to_reason
from courses.booking.views.waiting import welcome
from courses.cohorts.permissions import may_run
from lms.accounts.typed_before import login_keeping, typed_before
from lms.lib.nul import typed
from lms.lib.refusals import Refusal


class PrivatePage:
    """What was typed of the private payer, and what the page says of the seat that is kept for them."""

    template = "courses/booking/book_private.html"

    def __init__(self, request, code, before=None):
        """`before` is what was typed before signing in: it is shown, not sent."""
        self.request, self.at = request, timezone.now()
        self.cohort = cohort_shown(request, code, self.at)
        if not may_run(request.user, self.cohort):
            raise Http404
        self.posted = request.method == "POST"
        sent = request.POST if self.posted else before
        self.typed = request.GET if sent is None else sent
        self.key = typed(self.typed, "key", 64)
        self.had_hold = "held" in self.typed
        self.form = PrivateForm(sent)
        self.refusal = self.hold_refusal = None
        self.look()

    def look(self):
        """Read the chairs as they are now; what the reader keeps for a form is free to them."""
        self.room = room_of(self.cohort, wanted=1, holder=self.request.user, at=self.at)

    def attempt(self, act, **more):
        """Do an act for who was typed; return whether it was done and what came of it. A refusal stays on the page."""
        who = {"cohort": self.cohort, "attendee": self.form.attendee, "actor": self.request.user, "at": self.at}
        done, result = attempt(self.form, act, **who, **more)
        self.refusal = None if done else result
        if isinstance(result, HostTooSmall):
            lead_to_reason(self.form)
        self.look()
        return done, result

    def keep(self):
        """Keep one chair for this form and return None, or the Refusal, which is said beside the chairs."""
        if not self.key:
            return None
        reason = typed(self.typed, "despite_host", 200)
        try:
            hold_seats(
                cohort=self.cohort, company=None, count=1, key=self.key, despite_host=reason,
                actor=self.request.user, at=self.at,
            )  # fmt: skip
        except Refusal as refusal:
            self.hold_refusal = refusal
        self.look()
        return self.hold_refusal

    @property
    def kept(self):
        """The chair that is kept for this form, or None."""
        return self.room.kept if self.room.kept is not None and self.room.kept.key == self.key else None

    @property
    def elsewhere(self):
        """What the reader keeps in another window, or None."""
        return self.room.kept if self.kept is None else None

    def context(self):
        """Everything that the page and its parts need; where no seat is free, the line too."""
        kept, full = self.kept, not self.room.free
        found = {
            "cohort": self.cohort,
            "form": self.form,
            "room": self.room,
            "offer": offer_for(self.cohort, None, 1, self.at),
            "kept": kept,
            "seconds": int((kept.until - self.at).total_seconds()) + 1 if kept else 0,
            "elsewhere": self.elsewhere,
            "over": self.had_hold and kept is None and self.hold_refusal is None,
            "hold_refusal": self.hold_refusal,
            "hold_minutes": settings.BOOKING_HOLD_MINUTES,
            "full": full,
            "asks_reason": asks_reason(self.form, self.room),
            "host_full": isinstance(self.hold_refusal or self.refusal, HostTooSmall),
        }
        if not full:
            return found
        places = list_of(self.cohort, self.at)
        in_line = sum(place.number is not None for place in places)
        return found | {"in_line": in_line, "holds": how_long(self.cohort.offer_hours)}

    def answer(self):
        """Draw the page."""
        return answer(self.request, self.template, self.context(), self.refusal)


@login_keeping("book_private")
def book_private(request, code):
    """Let the office book one seat for somebody who pays alone."""
    page = PrivatePage(request, code, None if request.method == "POST" else typed_before(request))
    if page.form.is_bound and not page.posted:
        say_signed_out(request)
        page.form.errors.clear()
        return page.answer()
    if page.posted and page.form.is_valid():
        contract = {"key": page.key} | {name: page.form.cleaned_data[name] for name in ("invoice_to", "despite_host")}
        done, booking = page.attempt(book_privately, **contract)
        if done:
            messages.success(request, _("The seat for %(person)s is booked.") % {"person": booking.private_payer})
            return redirect("cohort", code=page.cohort.code)
    if page.posted and page.had_hold and page.refusal is None:
        # The form goes back to be corrected: its chair is kept on.
        page.keep()
    return page.answer()


@login_keeping("book_private")
def hold_private(request, code):
    """Keep a chair for this form, and show it again with everything in it; htmx gets only the parts that change."""
    page = PrivatePage(request, code)
    if not request.htmx and not page.posted:
        return redirect("book_private", code=page.cohort.code)
    if page.posted:
        page.keep()
    page.form.errors.clear()
    if request.htmx:
        return render(request, "courses/booking/hold_private_answer.html", page.context())
    return page.answer()


@login_keeping("book_private")
def wait_private(request, code):
    """Put somebody who pays alone on the waiting list, from the form that found no seat."""
    page = PrivatePage(request, code)
    if not page.posted:
        return redirect("book_private", code=page.cohort.code)
    if page.form.is_valid():
        done, entry = page.attempt(wait_privately)
        if done:
            if page.key:
                let_go(cohort=page.cohort, key=page.key, actor=request.user, at=page.at)
            entry.refresh_from_db()
            messages.success(request, welcome(entry))
            return redirect("cohort", code=page.cohort.code)
    return page.answer()
