"""Booking seats: for a company by its own people or the office, for a private payer by the office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.booking.actions import book_privately, book_seats
from courses.booking.forms import MOST_AT_ONCE, BookingForm, PrivateForm, people_rows
from courses.booking.permissions import cohorts_shown_to, companies_bookable_by
from courses.booking.room import offer_for, room_of
from courses.booking.views.doors import answer, attempt
from courses.booking.views.pledges import pledge_way
from courses.cohorts.permissions import may_run

ROWS_FOR_PEOPLE = 6


@login_required
def book(request, code):
    """Show the room and book chairs in it; with names now or later."""
    at = timezone.now()
    cohort = _cohort(request, code, at)
    runs = may_run(request.user, cohort)
    form = BookingForm(request.POST or None, actor=request.user, with_reason=runs, initial=_asked(request))
    if request.htmx and request.method == "GET":
        return render(request, "courses/booking/room.html", _room(request, cohort, form, at))
    rows = people_rows(request.POST if request.method == "POST" else None, ROWS_FOR_PEOPLE)
    refusal = None
    if request.method == "POST" and _readable(form, rows):
        people = [row.attendee for row in rows if row.is_bound and row.attendee]
        if form.check_people(people):
            done, result = attempt(
                form, book_seats, cohort=cohort, people=people, actor=request.user, at=at, **form.cleaned_data
            )
            if done:
                messages.success(request, _thanks(result, len(people)))
                return redirect("cohort" if runs else "company", code=cohort.code if runs else result.company.code)
            refusal = result
    context = {
        "form": form,
        "rows": rows,
        "rows_open": rows.is_bound and any(row.has_changed() for row in rows),
        "runs": runs,
        "open": cohort.is_open(at) or runs,
        **_room(request, cohort, form, at),
    }
    if context["may_book"]:
        alone = form.fields["company"].widget.is_hidden
        context["pledge"] = pledge_way(request, cohort, context["company"], context["room"].free, at, alone=alone)
    return answer(request, "courses/booking/book.html", context, refusal)


@login_required
def book_private(request, code):
    """Let the office book one seat for somebody who pays alone."""
    at = timezone.now()
    cohort = _cohort(request, code, at)
    if not may_run(request.user, cohort):
        raise Http404
    form = PrivateForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(
            form,
            book_privately,
            cohort=cohort,
            attendee=form.attendee,
            key=form.cleaned_data["key"],
            actor=request.user,
            at=at,
        )
        if done:
            messages.success(request, _("The seat for %(person)s is booked.") % {"person": result.private_payer})
            return redirect("cohort", code=cohort.code)
        refusal = result
    context = {
        "cohort": cohort,
        "form": form,
        "room": room_of(cohort, holder=request.user, at=at),
        "offer": offer_for(cohort, None, 1, at),
    }
    return answer(request, "courses/booking/book_private.html", context, refusal)


def _cohort(request, code, at):
    rows = cohorts_shown_to(request.user, at).select_related("edition__programme__office")
    return get_object_or_404(rows, code=code)


def _asked(request):
    """What the address asks for (?company=C03), as the link on a company's page has it."""
    company = companies_bookable_by(request.user).filter(code=request.GET.get("company", "")[:40]).first()
    return {"company": company} if company else {}


def _readable(form, rows):
    """Check both, so that all faults are shown at once."""
    return all([form.is_valid(), rows.is_valid() or not rows.is_bound])


def _room(request, cohort, form, at):
    """The picture and the price for what is typed so far; a number that cannot be read counts as one."""
    typed = request.POST if request.method == "POST" else request.GET
    count = _number(typed.get("count"))
    count = count if count and count <= MOST_AT_ONCE else 1
    own = companies_bookable_by(request.user)
    chosen = own.filter(pk=_number(typed.get("company"))).first() or form.get_initial_for_field(
        form.fields["company"], "company"
    )
    mine = set() if may_run(request.user, cohort) else set(own.values_list("pk", flat=True))
    may_book = own.exists()
    room = room_of(cohort, mine, wanted=count if may_book else 0, holder=request.user, at=at)
    return {
        "cohort": cohort,
        "room": room,
        "offer": offer_for(cohort, chosen, count, at) if chosen else None,
        "company": chosen,
        "may_book": may_book,
        "sessions": list(
            cohort.sessions.select_related("seminar", "host__company")
            .prefetch_related("days")
            .order_by("seminar__position")[:3]
        ),
    }


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def _thanks(booking, named):
    unnamed = booking.seat_count - named
    booked = ngettext("%(count)d seat is booked.", "%(count)d seats are booked.", booking.seat_count) % {
        "count": booking.seat_count
    }
    if not unnamed:
        return booked
    return f"{booked} " + ngettext(
        "Next: name the person of %(count)d seat.", "Next: name the people of %(count)d seats.", unnamed
    ) % {"count": unnamed}
