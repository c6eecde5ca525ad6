"""A takeover asked for: where it stands, the office's answer, its undoing, and the history of a seat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.booking.actions import agree_to_takeover, decline_takeover, undo_takeover, withdraw_request
from courses.booking.actions.takeover import takeover_of, why_not_undone
from courses.booking.forms import AnswerForm, ReasonForm
from courses.booking.models import SeatEvent
from courses.booking.permissions import (
    companies_bookable_by,
    may_read_reason,
    people_seen_by,
    seats_changed_by,
    seats_read_by,
    takeovers_seen_by,
)
from courses.booking.views.doors import answer, attempt
from courses.booking.views.seats import back_from, person_shown
from courses.cohorts.permissions import may_run
from lms.lib.refusals import NotAllowed, Refusal

ACTS = {"agree": agree_to_takeover, "decline": decline_takeover, "withdraw": withdraw_request}


@login_required
def takeover(request, pk):
    """Show what was asked for and where it stands; the office answers here, the company may withdraw."""
    return _page(request, _request(request, pk), AnswerForm())


def _page(request, row, form, refusal=None):
    seat = row.seat
    context = {
        "row": row,
        "seat": seat,
        "runs": may_run(request.user, seat.cohort),
        "person": person_shown(request, seat.cohort, seat.booking.company, row.enrolment, timezone.localdate()),
        "form": form,
        "back": back_from(request, seat.booking),
    }
    return answer(request, "courses/booking/takeover.html", context, refusal)


@login_required
@require_POST
def answer_takeover(request, pk, act):
    """Agree, decline or withdraw with one click; what is refused is said on the request's page, beside the note."""
    row = _request(request, pk)
    if act not in ACTS:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    words = {"answer": form.cleaned_data["answer"]} if act != "withdraw" else {}
    try:
        ACTS[act](request=row, actor=request.user, at=timezone.now(), **words)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, _request(request, pk), form, refusal)
    facts = {"person": row.successor, "seat": row.seat.number, "cohort": row.seat.cohort}
    said = {
        "agree": _("Agreed: %(person)s has seat %(seat)d of %(cohort)s. The company is told."),
        "decline": _("Declined: seat %(seat)d of %(cohort)s stays as it is. The company is told."),
        "withdraw": _("The request is withdrawn."),
    }
    messages.success(request, said[act] % facts)
    if act == "withdraw":
        return redirect(back_from(request, row.seat.booking))
    return redirect("home")


@login_required
def undo(request, pk):
    """Give a seat back to whom it was taken over from; the office asks itself once more."""
    at = timezone.now()
    rows = seats_changed_by(request.user).select_related("cohort__edition__programme", "booking__company", "enrolment")
    seat = get_object_or_404(rows, pk=pk)
    if not may_run(request.user, seat.cohort):
        raise PermissionDenied
    form, refusal = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(
            form, undo_takeover, seat=seat, reason=form.cleaned_data["reason"], actor=request.user, at=at
        )
        if done:
            messages.success(
                request, _("%(person)s has seat %(number)d again.") % {"person": result.person, "number": seat.number}
            )
            return redirect("cohort", code=seat.cohort.code)
        refusal = result
    event = takeover_of(seat)
    why = "" if refusal else why_not_undone(event, seat.cohort, at)
    facts = {"person": event and event.enrolment_before.person, "number": seat.number, "cohort": seat.cohort}
    text = _("%(person)s has the seat again as if nothing had happened; both people and the company are told.")
    context = {
        "title": _("Undo the takeover of seat %(number)d in %(cohort)s?") % facts,
        "text": _("This is not possible.") if why else text % facts,
        "remains": [why] if why else [],
        "button": _("Undo the takeover"),
        "form": form,
        "back_url": reverse("replace_person", args=[seat.pk]),
    }
    return answer(request, "components/confirm_page.html", context, refusal)


@login_required
def seat_history(request, pk):
    """Show everything that happened to one seat; a company reads its own part of it, and of its own people."""
    seat = get_object_or_404(seats_read_by(request.user).select_related("cohort__edition__programme"), pk=pk)
    runs = may_run(request.user, seat.cohort)
    events = (
        SeatEvent.objects.filter(seat=seat)
        .select_related(
            "booking__company",
            "booking__private_payer",
            "wait_entry__company",
            "wait_entry__private_payer",
            "enrolment_before__person",
            "enrolment_after__person",
            "stand_in__person",
            "stand_in__session__seminar",
            "stand_in__session__cohort",
            "actor__person",
        )
        .order_by("-at", "-pk")
    )
    employed = None
    if not runs:
        own = companies_bookable_by(request.user)
        events = events.filter(booking__company__in=own)
        company = own.get(bookings__seats=seat)
        employed = set(people_seen_by(company, timezone.localdate()).values_list("person", flat=True))
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    for event in page:
        event.reason_shown = event.reason if runs or may_read_reason(event, employed) else ""
    context = {
        "seat": seat,
        "runs": runs,
        "page": page,
        "employed": employed,
        "back": reverse("cohort", args=[seat.cohort.code]) if runs else reverse("company", args=[company.code]),
    }
    return render(request, "courses/booking/seat_history.html", context)


def _request(request, pk):
    rows = takeovers_seen_by(request.user).select_related(
        "enrolment__person",
        "enrolment__booking",
        "asked_by__person",
        "answered_by__person",
        "seat__booking__company",
        "seat__booking__private_payer",
        "seat__cohort__edition__programme__office",
    )
    row = get_object_or_404(rows, pk=pk)
    row.seat.booking.cohort = row.seat.cohort
    return row
