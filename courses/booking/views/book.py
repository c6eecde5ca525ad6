"""Booking seats for a company, by its own people or the office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.booking.actions import let_go
from courses.booking.lists.reading import MOST_BYTES
from courses.booking.views.doors import lead_to, say_signed_out
from courses.booking.views.page import BookingPage, cohort_shown
from courses.cohorts.permissions import may_run
from lms.accounts.typed_before import login_keeping, typed_before
from lms.lib.nul import typed
from lms.lib.uploads import uploads_in_memory


@uploads_in_memory(MOST_BYTES)
@login_keeping("book_seats")
def book(request, code):
    """Show the room and book chairs in it; with names now or later. To htmx a refusal says only what it changes."""
    page = BookingPage(request, code)
    if request.htmx and not page.posted:
        return render(request, "courses/booking/room.html", page.context())
    if not page.posted:
        return _as_before(request, code) or page.answer()
    if page.listed:
        # Whoever sends a list with the booking looks at the names first.
        return _shown_again(page)
    if page.read() and page.form.check_people(page.people):
        done, booking = page.book()
        if done:
            if hasattr(booking, "chairs"):
                messages.success(request, _thanks(booking.seat_count, booking.seat_count - len(page.people)))
            else:
                messages.info(request, _as_it_stands(booking))
            to, row = ("cohort", page.cohort) if page.runs else ("company", booking.company)
            return lead_to(request, to, code=row.code)
        if request.htmx and not page.needs_reason:
            return page.tell()
    # The form goes back to be corrected: its chairs are kept on.
    return page.answer(page.keep() if page.had_hold and page.refusal is None else None)


@uploads_in_memory(MOST_BYTES)
@login_keeping("book_seats")
def hold(request, code):
    """Keep the chairs for this form, and show it again with everything in it; htmx gets only the parts that change."""
    if request.htmx:
        page = BookingPage(request, code)
        refusal = page.keep() if page.posted else None
        page.forget_faults()
        return render(request, "courses/booking/hold_answer.html", page.context(refusal))
    if request.method != "POST":
        return redirect("book_seats", code=cohort_shown(request, code, timezone.now()).code)
    return _shown_again(BookingPage(request, code))


def _as_before(request, code):
    """
    The page with what was typed before signing in, or None. Nothing is kept or booked by it.

    The browser may be somebody else's by now: only who books for the company that was chosen sees what was typed.
    """
    before = typed_before(request)
    page = BookingPage(request, code, before) if before is not None else None
    if page is None or page.company is None:
        return None
    say_signed_out(request)
    page.forget_faults()
    return page.answer(full=page.shows_line)


def _shown_again(page):
    refusal = page.keep()
    page.forget_faults(of_people=not page.listed)
    return page.answer(refusal, rows_open=True)


@login_required
def release(request, code):
    """Leave the page without booking: what was kept for its form is let go."""
    at = timezone.now()
    cohort = cohort_shown(request, code, at)
    if request.method == "POST":
        let_go(cohort=cohort, key=typed(request.POST, "key", 64), actor=request.user, at=at)
    return redirect("cohort", code=code) if may_run(request.user, cohort) else redirect("companies")


def _as_it_stands(booking):
    """What became of the booking that this very form made before: sent again, it books nothing, whatever is in it."""
    names = list(booking.seats.values_list("enrolment", flat=True))
    again = _("This form was sent before; nothing was booked again.")
    if not names:
        return f"{again} " + _("Its booking has no seats any more.")
    return f"{again} {_thanks(len(names), names.count(None))}"


def _thanks(count, unnamed):
    booked = ngettext("%(count)d seat is booked.", "%(count)d seats are booked.", count) % {"count": count}
    if not unnamed:
        return booked
    return f"{booked} " + ngettext(
        "Next: name the person of %(count)d seat.", "Next: name the people of %(count)d seats.", unnamed
    ) % {"count": unnamed}
