"""Lists of invoices: the office's with what is to be issued, a company's, a private payer's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from courses.booking.permissions import companies_bookable_by
from courses.cohorts.permissions import cohorts_run_by
from courses.invoicing.actions import credit_called_off, issue_due_invoices
from courses.invoicing.crediting import called_off, sums_to_credit
from courses.invoicing.due import due_instalments, to_settle
from courses.invoicing.models import Invoice
from courses.invoicing.permissions import bookings_invoiced_by, invoices_kept_by
from courses.invoicing.settling import since_in_words
from courses.invoicing.showing import lines_for, sums_of
from lms.lib.nul import typed

DUE, REFUND = "due", "refund"
STATES = {
    DUE: pgettext_lazy("invoices", "to be issued"),
    "open": pgettext_lazy("invoices", "open"),
    "overdue": pgettext_lazy("invoices", "overdue"),
    REFUND: pgettext_lazy("invoices", "to be paid back"),
    "paid": pgettext_lazy("invoices", "settled"),
    "all": gettext_lazy("all"),
}
PER_PAGE = 50
# To choose from; an older one is asked for from its own page.
COHORTS_OFFERED = 200


@login_required
def invoices(request):
    """Show the office its invoices by how they stand, and what is to be issued."""
    at = timezone.now()
    cohorts = cohorts_run_by(request.user).order_by("-starts_on", "code")
    if not cohorts.exists():
        raise Http404
    state = request.GET.get("state")
    state = state if state in STATES else DUE
    cohort = cohorts.filter(code=request.GET.get("cohort", "")[:30]).first()
    bookings, rows = bookings_invoiced_by(request.user), invoices_kept_by(request.user)
    if cohort:
        bookings, rows = bookings.filter(cohort=cohort), rows.filter(booking__cohort=cohort)
    found, given = due_instalments(bookings, at), list(to_settle(bookings))
    lacking = [(one, fields) for one in found if (fields := one.lacks)]
    due = [one for one in found if not one.lacks]
    sums = sums_to_credit(given)
    for one in given:
        one.credit_cents, one.since = sums[one.pk], since_in_words(one)
    words = request.GET.get("q", "").replace("\0", "")[:60].strip()
    if words:
        state = "all"
        rows = rows.filter(Q(number__icontains=words) | Q(buyer__name__icontains=words))
    page = Paginator(_in_state(rows, state, at), PER_PAGE).get_page(request.GET.get("page")) if state != DUE else None
    # Codes are short: to read them all costs less than to ask how many there are.
    every = list(cohorts.values_list("code", flat=True))
    codes, older = every[:COHORTS_OFFERED], max(0, len(every) - COHORTS_OFFERED)
    if cohort and cohort.code not in codes:
        codes.append(cohort.code)
    context = {
        "states": STATES,
        "state": state,
        "words": words,
        "cohort": cohort,
        "cohorts": codes,
        "older": older,
        "due": due,
        "lacking": [(one, get_text_list(fields, _("and")), len(fields)) for one, fields in lacking],
        "count": len(found),
        "credit_sum": sum(sums.values()),
        "due_sum": sum(one.cents for one in found),
        "given": given,
        "called_off": called_off(bookings).count() if cohort else 0,
        "page": page,
        "lines": lines_for(page, at) if page else [],
        "refunds": state == REFUND,
        "sums": sums_of(rows, at),
    }
    return render(request, "courses/invoicing/invoices.html", context)


@login_required
@require_POST
def issue(request):
    """Issue what is due, of one cohort or of all."""
    cohorts = cohorts_run_by(request.user)
    if not cohorts.exists():
        raise Http404
    code = typed(request.POST, "cohort", 30)
    chosen = [get_object_or_404(cohorts, code=code)] if code else None
    issued = issue_due_invoices(cohorts=chosen, actor=request.user, at=timezone.now())
    count = len(issued.invoices)
    if count:
        words = ngettext("%(count)s invoice was issued.", "%(count)s invoices were issued.", count)
        messages.success(request, words % {"count": count})
    for sentence in sorted({sentence for _due, sentence in issued.refused}):
        messages.error(request, sentence)
    if not count and not issued.refused:
        messages.info(request, _("There was nothing to issue (any more)."))
    back = reverse("invoices") + ("?state=open" if count and not issued.refused else "")
    return redirect(f"{back}{'&' if '?' in back else '?'}cohort={code}" if code else back)


@login_required
@require_POST
def credit_all(request):
    """Credit what was invoiced in a cohort that was called off."""
    cohort = get_object_or_404(cohorts_run_by(request.user), code=typed(request.POST, "cohort", 30))
    issued = credit_called_off(cohort=cohort, actor=request.user, at=timezone.now())
    count = len(issued.invoices)
    if count:
        words = ngettext("%(count)s credit note was issued.", "%(count)s credit notes were issued.", count)
        messages.success(request, words % {"count": count})
    for sentence in sorted({sentence for _booking, sentence in issued.refused}):
        messages.error(request, sentence)
    if not count and not issued.refused:
        messages.info(request, _("There was nothing to credit (any more)."))
    return redirect(f"{reverse('invoices')}?cohort={cohort.code}")


@login_required
def company_invoices(request, code):
    """Show a company all of its invoices; of whichever of its people, also after they left."""
    company = get_object_or_404(companies_bookable_by(request.user), code=code)
    return _own(request, Invoice.objects.filter(booking__company=company), company)


@login_required
def my_invoices(request):
    """Show a private payer the invoices for what they booked themselves."""
    person = request.user.person_id
    rows = Invoice.objects.filter(booking__private_payer=person) if person else Invoice.objects.none()
    if not rows.exists():
        raise Http404
    return _own(request, rows, None)


def _own(request, rows, company):
    at = timezone.now()
    page = Paginator(rows.with_balance().select_related("booking__cohort"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"company": company, "page": page, "lines": lines_for(page, at)}
    return render(request, "courses/invoicing/own.html", context)


def _in_state(rows, state, at):
    rows = rows.select_related("booking__cohort")
    if state == "overdue":
        return rows.overdue(timezone.localdate(at)).order_by("due_on", "pk")
    if state == REFUND:
        return rows.to_refund().order_by(F("declared_at").asc(nulls_last=True), "pk")
    return {"open": rows.open, "paid": rows.settled}.get(state, rows.with_balance)()
