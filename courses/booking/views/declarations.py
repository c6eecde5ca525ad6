"""The office decides what consumers declared: which booking is meant, and whether its seat is given up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.booking.actions import carry_out_declaration, close_declaration
from courses.booking.actions.leave import has_begun
from courses.booking.declaration_forms import CloseForm
from courses.booking.declared_bookings import candidates_for, carried_out_before, private_bookings
from courses.booking.models import Declaration
from courses.booking.permissions import declarations_decided_by
from courses.booking.prices import fee_for, term_of
from courses.booking.views.doors import answer, attempt
from courses.cohorts.models import Cohort
from courses.curriculum.permissions import programmes_managed_by
from lms.lib.nul import typed
from lms.lib.refusals import NotAllowed, Refusal

PER_PAGE = 50


@login_required
def declarations(request):
    """Show every declaration that the reader decides, those that wait first."""
    if not programmes_managed_by(request.user).exists():
        raise Http404
    waits_first = Case(When(state=Declaration.State.RECEIVED, then=0), default=1)
    rows = declarations_decided_by(request.user).select_related("booking__cohort", "booking__private_payer")
    page = Paginator(rows.order_by(waits_first, "-received_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    before = carried_out_before([row for row in page if row.booking is None], request.user)
    for row in page:
        row.before = before.get(row.pk)
    return render(request, "courses/booking/declarations.html", {"page": page})


@login_required
def declaration(request, pk):
    """Show one with the bookings that it may mean; the office carries it out for one of them, or closes it."""
    row = _declaration(request, pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        done, result = attempt(form, close_declaration, declaration=row, **form.cleaned_data, actor=request.user,
                               at=timezone.now())  # fmt: skip
        if done:
            messages.success(request, _("The declaration of %(name)s is closed.") % {"name": result})
            return redirect("home")
        refusal, row = result, _declaration(request, pk)
    return _page(request, row, form, refusal)


@login_required
@require_POST
def carry_out(request, pk, booking):
    """Carry a declaration out for this booking with one press; a refusal is said on the declaration's page."""
    row = _declaration(request, pk)
    meant = get_object_or_404(private_bookings(request.user), pk=booking)
    by_terms = "by_terms" in request.POST
    try:
        carry_out_declaration(declaration=row, booking=meant, by_terms=by_terms, actor=request.user, at=timezone.now())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, _declaration(request, pk), CloseForm(), refusal)
    facts = {"person": meant.private_payer, "cohort": meant.cohort.code}
    messages.success(request, _("Done: %(person)s has no seat in %(cohort)s any more and is told.") % facts)
    return redirect("home")


def _page(request, row, form, refusal=None):
    words = typed(request.GET, "q", 100).strip()
    is_open = row.state == Declaration.State.RECEIVED
    bookings = [row.booking] if row.booking else candidates_for(row, request.user, words) if is_open else []
    context = {
        "row": row,
        "is_open": is_open,
        "rows": [_candidate(one, row, timezone.now()) for one in bookings],
        "before": carried_out_before([row] if row.booking is None else [], request.user).get(row.pk),
        "words": words,
        "form": form,
    }
    return answer(request, "courses/booking/declaration.html", context, refusal)


def _candidate(booking, declaration, at):
    """A booking as the office judges it: whether the term was kept, and what cancelling would have cost that day."""
    ends = term_of(booking)
    in_time = timezone.localdate(declaration.received_at) <= ends
    return {
        "booking": booking,
        "term_ends": ends,
        "in_time": in_time,
        "seated": booking.seats.exists() if not hasattr(booking, "chairs") else booking.chairs,
        "begun": has_begun(booking.cohort, at),
        "completed": booking.cohort.status == Cohort.Status.COMPLETED,
        "fee": None if in_time else fee_for(booking, declaration.received_at),
    }


def _declaration(request, pk):
    rows = declarations_decided_by(request.user).select_related(
        "booking__private_payer", "booking__cohort__edition__programme__office", "decided_by__person"
    )
    return get_object_or_404(rows, pk=pk)
