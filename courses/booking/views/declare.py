"""Withdrawing from a contract as a consumer (§ 356a BGB): the public page, and the one behind the letter's link."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.booking import limits
from courses.booking.actions import carry_out_declaration, receive_certain_declaration, receive_declaration
from courses.booking.actions.declare import declaration_over, is_due_by_itself
from courses.booking.declaration_forms import CertainForm, DeclarationForm
from courses.booking.links import booking_behind, link_to_withdraw
from courses.booking.models import Booking, Declaration
from courses.booking.permissions import contracts_of
from courses.booking.prices import free_after_move_until, term_of
from courses.booking.views.doors import of_a_letter
from lms.lib.forms import new_key
from lms.lib.nul import typed
from lms.lib.refusals import Refusal
from lms.organisations.models import ClusterOffice

State = Declaration.State
# What the buttons send as "step".
CONFIRM, CHANGE = "confirm", "change"


@never_cache
def withdraw_contract(request):
    """
    Receive a declaration from whoever comes: typed, looked at once more, confirmed.

    Whatever is typed gets the same answer: nobody learns here who has booked what.
    """
    at = timezone.now()
    posted = request.method == "POST"
    form = DeclarationForm(request.POST) if posted else DeclarationForm(initial=_known_of(request))
    context = {"form": form, "office": ClusterOffice.objects.order_by("pk").first(), "step": "type"}
    status = 200
    if posted and form.is_valid() and request.POST.get("step") != CHANGE:
        context["step"] = "look"
        if request.POST.get("step") == CONFIRM:
            context["received"] = _receive(request, form, at)
            context["step"] = "received" if context["received"] else "too_many"
            status = 200 if context["received"] else 429
    if context["step"] == "type":
        context["own"] = _own_contracts(request)
    response = render(request, "courses/booking/withdraw.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(limits.HOUR)
    return response


def _receive(request, form, at):
    """Receive what was typed and return the Declaration; None if this address has sent too many."""
    key = form.declared["key"]
    known = Declaration.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    if limits.spent(request, at):
        return None
    limits.count(request, at)
    confirm = limits.take_letter(form.declared["email"], at)
    return receive_declaration(**form.declared, language=get_language(), confirm=confirm, at=at)


def _known_of(request):
    """What need not be typed: a number in the address, and who is signed in."""
    person = getattr(request.user, "person", None)
    return {
        "contract": typed(request.GET, "booking", 20),
        "name": person.full_name if person else "",
        "email": person.email if person else "",
        "key": new_key(),
    }


def _own_contracts(request):
    """The bookings that whoever is signed in may withdraw from with one press, each with its link."""
    rows = contracts_of(request.user).filter(status=Booking.Status.ACTIVE, seats__isnull=False).distinct()
    rows = rows.select_related("cohort__edition__programme").order_by("-booked_at", "-pk")
    return [(booking, link_to_withdraw(booking)) for booking in rows]


@never_cache
def withdraw_by_link(request, link):
    """
    Let a private payer withdraw from the booking of the letter: shown on GET (programs open links), done on POST.

    Received whatever happens; within the term the seat is given up at once, later the office decides.
    """
    booking = _booking(link)
    at = timezone.now()
    form = CertainForm(request.POST or None, initial={"email": booking.private_payer.email})
    if request.method == "POST" and form.is_valid():
        if stage_of(booking, at) in ("open", "late"):
            _declare(request, booking, link, form.cleaned_data["email"], at)
        return redirect("withdraw_by_link", link=link)
    return of_a_letter(render(request, "courses/booking/withdraw_booking.html", _shown(booking, form, at)))


def _declare(request, booking, link, email, at):
    declaration = receive_certain_declaration(
        booking=booking, link=link, email=email, name=booking.private_payer.full_name, contract=contract_of(booking),
        language=get_language(), actor=request.user, at=at,
    )  # fmt: skip
    if declaration.state == State.RECEIVED and is_due_by_itself(declaration):
        try:
            carry_out_declaration(declaration=declaration, at=at)
        except Refusal:
            # It is received and confirmed. The sweeper does what is left, or the office decides.
            return


def contract_of(booking):
    """Return a booking as its payer knows it, for the declaration and its confirmation."""
    facts = {"number": booking.pk, "cohort": booking.cohort.code, "programme": booking.cohort.edition.programme}
    return (_("Booking %(number)s, %(cohort)s (%(programme)s)") % facts)[:200]


def _booking(link):
    pk = booking_behind(link)
    if pk is None:
        raise Http404
    rows = Booking.objects.select_related("private_payer", "cohort__edition__programme__office")
    return get_object_or_404(rows.prefetch_related("declarations", "seats"), pk=pk, private_payer__isnull=False)


def _shown(booking, form, at):
    day = timezone.localdate(at)
    moved_until = free_after_move_until(booking)
    return {
        "booking": booking,
        "cohort": booking.cohort,
        "office": booking.cohort.edition.programme.office,
        "form": form,
        "stage": stage_of(booking, at),
        "declaration": declaration_over(booking),
        "contract": contract_of(booking),
        "term_ends": term_of(booking),
        "begun": day > booking.cohort.starts_on,
        "moved_until": moved_until if moved_until and day <= moved_until else None,
    }


def stage_of(booking, at):
    """
    Where a contract stands for who may withdraw from it, as a word.

    "carried_out" or "waits" (received, not carried out yet) by what was declared; "called_off" (the cohort), "given_up"
    (the seat, otherwise); "open" within the term; after it "late", or "closed" where the office has answered already.
    """
    declaration, in_time = declaration_over(booking), timezone.localdate(at) <= term_of(booking)
    state = declaration.state if declaration else None
    if state in (State.CARRIED_OUT, State.RECEIVED):
        return "carried_out" if state == State.CARRIED_OUT else "waits"
    if booking.cohort.status == booking.cohort.Status.CANCELLED:
        return "called_off"
    if not booking.seats.all():
        return "given_up"
    if in_time:
        return "open"
    return "closed" if state else "late"
