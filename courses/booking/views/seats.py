"""One seat or one booking: name, replace, give back; each shows what it costs before it is done."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.booking.actions import (
    ask_for_takeover,
    cancel_booking,
    give_back_seat,
    name_seat,
    replace_person,
    withdraw,
)
from courses.booking.actions.name import consent_day
from courses.booking.actions.takeover import takeover_of, why_not_undone
from courses.booking.forms import AttendeeForm, ReasonForm, ReplaceForm
from courses.booking.models import Seat, SeatEvent, TakeoverRequest
from courses.booking.permissions import bookings_changed_by, may_see_person, seats_changed_by
from courses.booking.prices import fee_for, free_after_move_until, free_on_the_way
from courses.booking.refusals import ended_with
from courses.booking.rules import consent_needed
from courses.booking.views.doors import answer, attempt
from courses.cohorts.models import Cohort
from courses.cohorts.permissions import may_run
from lms.audit.log import acts_of
from lms.lib.figures import euro
from lms.lib.nul import number_in


def of_own_seat(view):
    """Hand the view one of the reader's seats; whoever gave it back, on a page open twice, is told and led back."""

    @login_required
    @wraps(view)
    def find(request, pk):
        seat = _seats(request).filter(pk=pk).first()
        shown = number_in(request.POST.get("booking"))
        if seat is None or (shown and shown != seat.booking_id):
            return _given_back_before(request, pk, shown)
        return view(request, _with_its_own(seat))

    return find


@of_own_seat
def name(request, seat):
    """Put a name on a booked seat."""
    at = timezone.now()
    form = AttendeeForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(form, name_seat, seat=seat, attendee=form.attendee, actor=request.user, at=at)
        if done:
            messages.success(
                request, _("%(person)s has seat %(number)d.") % {"person": result.person, "number": seat.number}
            )
            return redirect(back_from(request, seat.booking))
        refusal = result
    context = {"seat": seat, "form": form, "back": back_from(request, seat.booking)}
    return answer(request, "courses/booking/name.html", context, refusal)


@of_own_seat
def replace(request, seat):
    """Let somebody else take a seat over; once the office has to agree, ask it to."""
    at = timezone.now()
    runs = may_run(request.user, seat.cohort)
    day, asked_from = timezone.localdate(at), consent_day(seat.cohort)
    asks = not runs and consent_needed(day, asked_from)
    form = ReplaceForm(request.POST or None, actor=request.user, runs=runs, initial={"sits": seat.enrolment_id})
    refusal = None
    if request.method == "POST" and form.is_valid():
        # Whom the form showed is replaced, and nobody who came in between.
        seat.enrolment_id = form.cleaned_data["sits"] or seat.enrolment_id
        done, result = _take_over(request, seat, form, asks, at)
        if done:
            return redirect(back_from(request, seat.booking))
        refusal, found = result, _seats(request).filter(pk=seat.pk).first()
        if found is None:
            # Given back while the form was on its way.
            return _given_back_before(request, seat.pk)
        seat = _with_its_own(found)
    context = {
        "seat": seat,
        "form": form,
        "back": back_from(request, seat.booking),
        "begun": day >= seat.cohort.starts_on,
        "consent_from": asked_from,
        "asks": asks,
        "waiting": seat.takeover_requests.filter(state=TakeoverRequest.State.ASKED).first() if asks else None,
        "undoable": runs and seat.enrolment_id and not why_not_undone(takeover_of(seat), seat.cohort, at),
        "person": person_shown(request, seat.cohort, seat.booking.company, seat.enrolment, day),
    }
    return answer(request, "courses/booking/replace.html", context, refusal)


def _take_over(request, seat, form, asks, at):
    """Replace the person, or ask for it, and say so; return what `attempt` does."""
    facts = {"seat": seat, "attendee": form.attendee, "reason": form.cleaned_data["reason"], "at": at}
    if asks:
        done, result = attempt(form, ask_for_takeover, actor=request.user, **facts)
        if done:
            messages.success(
                request,
                _("The office is asked to let %(person)s take over seat %(number)d. It will write to you.")
                % {"person": result.successor, "number": seat.number},
            )
        return done, result
    done, result = attempt(form, replace_person, company=form.cleaned_data.get("company"), actor=request.user, **facts)
    if done:
        messages.success(
            request, _("%(person)s takes over seat %(number)d.") % {"person": result.person, "number": seat.number}
        )
    return done, result


@of_own_seat
def give_back(request, seat):
    """Give one seat back: before the start it is cancelled, later the person withdraws."""
    at = timezone.now()
    begun = timezone.localdate(at) > seat.cohort.starts_on
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        act = withdraw if begun else give_back_seat
        facts = {"seat": seat, "reason": form.cleaned_data["reason"], "seen": _seen(request, seat)}
        done, result = attempt(form, act, **facts, actor=request.user, at=at)
        if done:
            messages.success(request, _given_back(seat, None if begun else result))
            return redirect(back_from(request, seat.booking))
        refusal, found = result, _seats(request).filter(pk=seat.pk, booking=seat.booking).first()
        if found is None:
            # The same form sent twice, or somebody quicker.
            return _given_back_before(request, seat.pk, seat.booking_id)
        seat = _with_its_own(found)
    context = {
        "seat": seat,
        "form": form,
        "begun": begun,
        "fee": fee_for(seat.booking, at),
        "free_because": free_on_the_way(seat.booking, at) if begun else "",
        "moved_until": free_after_move_until(seat.booking) if begun else None,
        # Replacing may be the office's by now; then it is no way out for the company.
        "blocked": not may_run(request.user, seat.cohort)
        and consent_needed(timezone.localdate(at), consent_day(seat.cohort)),
        "person": person_shown(request, seat.cohort, seat.booking.company, seat.enrolment, timezone.localdate(at)),
        "back": back_from(request, seat.booking),
    }
    return answer(request, "courses/booking/give_back.html", context, refusal)


@login_required
def cancel(request, pk):
    """Cancel a whole booking."""
    at = timezone.now()
    booking = get_object_or_404(
        bookings_changed_by(request.user).select_related(
            "cohort__edition__programme__office", "company", "private_payer"
        ),
        pk=pk,
    )
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(
            form, cancel_booking, booking=booking, reason=form.cleaned_data["reason"], actor=request.user, at=at
        )
        if done:
            messages.success(request, _with_fee(_("The booking is cancelled."), result))
            return redirect(back_from(request, booking))
        refusal = result
    fee = fee_for(booking, at)
    seats = list(booking.seats.order_by("number"))
    context = {
        "booking": booking,
        "cohort": booking.cohort,
        "seats": seats,
        "form": form,
        "fee": fee,
        "total": fee.cents * len(seats),
        "begun": timezone.localdate(at) > booking.cohort.starts_on,
        "back": back_from(request, booking),
    }
    return answer(request, "courses/booking/cancel.html", context, refusal)


def _seen(request, seat):
    """The booking and the person that the form had shown, or None of a form that does not say."""
    if "sits" not in request.POST:
        return None
    return seat.booking_id, number_in(request.POST["sits"])


def _given_back(seat, cents):
    """What was done to the seat, and what it costs where it was cancelled."""
    said = _("Seat %(number)d is given back.") % {"number": seat.number}
    return said if cents is None else _with_fee(said, cents)


def _with_fee(said, cents):
    """What was done, and what it costs, as the page had announced it."""
    fee = _("The fee is %(sum)s.") % {"sum": euro(cents)} if cents else _("This costs nothing.")
    return f"{said} {fee}"


def _seats(request):
    return seats_changed_by(request.user).select_related(
        "cohort__edition__programme__office", "booking__company", "booking__private_payer", "enrolment__person"
    )


def _with_its_own(seat):
    seat.booking.cohort = seat.cohort
    if seat.enrolment is not None:
        seat.enrolment.booking = seat.booking
    return seat


def _given_back_before(request, pk, booking=None):
    """Lead back from a seat that was given back, of this `booking` (a primary key) if the page said which."""
    ended = [SeatEvent.Kind.RELEASED, SeatEvent.Kind.RETURNED]
    seats = Seat.objects.filter(pk=pk)
    events = SeatEvent.objects.filter(seat__in=seats, kind__in=ended, booking__in=bookings_changed_by(request.user))
    events = events.filter(booking=booking) if booking else events
    last = events.select_related("seat", "booking__company", "booking__cohort__edition__programme").last()
    if last is None:
        raise Http404
    cohort = last.booking.cohort
    said = _("Seat %(number)d was given back before. Nothing more is to be done.") % {"number": last.seat.number}
    if cohort.status == Cohort.Status.CANCELLED and last.at == last.booking.cancelled_at:
        said = ended_with(cohort)
    elif booking and last.actor_id == request.user.pk:
        # A double click: what the first did.
        said = _given_back(last.seat, _fee_told(last))
    messages.info(request, said)
    return redirect(back_from(request, last.booking))


def _fee_told(event):
    """The fee in cents for a seat that was cancelled, as it was told then; None for a withdrawal."""
    acts = acts_of(event.booking).filter(verb="booking.cancelled", at=event.at)
    return next((act.facts["fee_cents"] for act in acts if act.facts["seats"] == [event.seat.number]), None)


def person_shown(request, cohort, company, enrolment, day):
    """Who this is, unless the company may no longer see it."""
    if enrolment is None:
        return None
    if may_run(request.user, cohort) or (company is not None and may_see_person(company, enrolment, day)):
        return enrolment.person
    return None


def back_from(request, booking):
    """Whoever came for a company returns to its page, the office to the cohort's."""
    if booking.company is None or may_run(request.user, booking.cohort):
        return reverse("cohort", args=[booking.cohort.code])
    return reverse("company", args=[booking.company.code])
