"""One invoice: what stands on it, what was paid, what can be done; and seats that were given up, to be settled."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.invoicing import actions
from courses.invoicing.crediting import (
    happened_since,
    invoices_credited,
    part_proposed,
    standings_of,
    sums_to_credit,
)
from courses.invoicing.due import to_settle
from courses.invoicing.forms import CreditForm, PartForm, PaymentForm, ReverseForm
from courses.invoicing.models import Invoice, SeatsGiven
from courses.invoicing.permissions import bookings_invoiced_by, invoices_readable_by, may_invoice
from courses.invoicing.refusals import Doubtful
from courses.invoicing.settling import WITHOUT_FEE, in_words, ways_of
from courses.invoicing.showing import back_by, chip_of, lines_for
from lms.lib.refusals import Refusal

Outcome = SeatsGiven.Outcome


@login_required
def invoice(request, pk):
    """Show an invoice to whoever may read it; to its keeper also payments, credit and what can be done."""
    at = timezone.now()
    rows = invoices_readable_by(request.user).with_balance().with_declaration()
    row = get_object_or_404(
        rows.select_related(
            "booking__cohort__edition__programme", "booking__company", "booking__private_payer", "corrects"
        ),
        pk=pk,
    )
    keeps = may_invoice(request.user, row.booking.cohort)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    act = request.POST.get("act") if request.method == "POST" else None
    forms = _forms(request, row, act, at) if keeps and row.kind == Invoice.Kind.INVOICE else {}
    if act in forms and forms[act].is_valid():
        try:
            shown = _do(request, act, row, forms[act], at)
        except Doubtful as refusal:
            forms[act].refuse(refusal)
        except Refusal as refusal:
            forms[act].add_error(None, str(refusal))
        else:
            return redirect("invoice", pk=shown.pk)
    context = {
        "invoice": row,
        "keeps": keeps,
        "chip": chip_of(row, timezone.localdate(at)),
        "back_cents": max(0, -row.due_cents) if row.kind == Invoice.Kind.INVOICE else 0,
        "back_by": back_by(row),
        "lines": list(row.lines.all()),
        "payments": list(row.payments.select_related("recorded_by", "reversed_by")),
        "corrections": lines_for(row.corrections.with_balance(), at),
        "standing": standings_of([row.pk])[row.pk] if forms else None,
        "forms": forms,
        "open": act,
    }
    return render(request, "courses/invoicing/invoice.html", context)


def _forms(request, row, act, at):
    asked = {name: request.POST if name == act else None for name in ("payment", "credit", "reverse")}
    today = timezone.localdate(at)
    back = row.due_cents < 0
    first = {"cents": abs(row.due_cents), "back": back, "on": today, "reason": _("Refund") if back else ""}
    return {
        "payment": PaymentForm(asked["payment"], prefix="payment", initial=first),
        "credit": CreditForm(asked["credit"], prefix="credit"),
        "reverse": ReverseForm(asked["reverse"], prefix="reverse", invoice=row),
    }


def _do(request, act, row, form, at):
    """Do what the form asks for and return the invoice to be shown next."""
    asked = {"actor": request.user, "at": at}
    if act == "payment":
        payment = actions.record_payment(invoice=row, **form.payment, **asked)
        went_back = payment.cents < 0
        messages.success(request, _("The refund is recorded.") if went_back else _("The payment is recorded."))
        return row
    if act == "reverse":
        actions.reverse_payment(**form.cleaned_data, **asked)
        messages.success(request, _("The payment is reversed."))
        return row
    note = actions.credit_invoice(invoice=row, **form.cleaned_data, **asked)
    messages.success(request, _("Credit note %(number)s was issued.") % {"number": note.number})
    return note


@login_required
def settle(request, pk):
    """Settle seats that were given up: credited, or left as it is; what it would come to is shown first."""
    rows = to_settle(bookings_invoiced_by(request.user))
    given = get_object_or_404(SeatsGiven.objects.filter(booking__in=bookings_invoiced_by(request.user)), pk=pk)
    open_row = rows.filter(pk=given.pk).first()
    if open_row is None:
        messages.info(request, _("This was settled in the meantime."))
        return redirect("invoices")
    refusal = None
    credited = sums_to_credit([open_row])[open_row.pk]
    since, moved_on = happened_since(open_row)
    outcomes, fee = ways_of(open_row, since, credited), open_row.fee_cents * open_row.seats
    part = PartForm(initial={"cents": part_proposed(open_row, credited)})
    if request.method == "POST":
        outcome = request.POST.get("outcome")
        if outcome not in outcomes:
            raise Http404
        if outcome == Outcome.PART:
            part = PartForm(request.POST)
        if outcome != Outcome.PART or part.is_valid():
            cents = part.cleaned_data["cents"] if outcome == Outcome.PART else None
            try:
                made = actions.settle_given_seats(
                    given=open_row,
                    outcome=Outcome.CREDITED if outcome == WITHOUT_FEE else outcome,
                    cents=cents,
                    without_fee=outcome == WITHOUT_FEE,
                    actor=request.user,
                    at=timezone.now(),
                )
            except Refusal as error:
                refusal = str(error)
            else:
                _say(request, made)
                return redirect("invoices")
    standing = Invoice.objects.filter(pk__in=invoices_credited([open_row])[open_row.pk]).select_related(
        "booking__cohort"
    )
    lines = lines_for(standing.with_balance().order_by("pk"), timezone.now())
    context = {
        "given": open_row,
        "booking": open_row.booking,
        "lines": lines,
        "paid": any(line["invoice"].paid > 0 for line in lines),
        "sum": credited,
        "fee": fee,
        "ways": [in_words(one, open_row, credited, fee) for one in outcomes if one != Outcome.PART],
        "part": part if Outcome.PART in outcomes else None,
        "refusal": refusal,
        "since": since,
        "moved_on": moved_on,
    }
    return render(request, "courses/invoicing/settle.html", context)


def _say(request, made):
    if not made:
        messages.success(request, _("It is settled; no document was needed."))
        return
    numbers = ", ".join(one.number for one in made)
    words = ngettext("Issued: %(numbers)s.", "Issued: %(numbers)s.", len(made))
    messages.success(request, words % {"numbers": numbers})
