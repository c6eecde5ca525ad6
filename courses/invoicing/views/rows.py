"""Rows of statements that pay no invoice by themselves: the open ones, and one of them with what can be done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.invoicing import actions
from courses.invoicing.fitting import offers_for
from courses.invoicing.matching import fates_of
from courses.invoicing.models import BankLine
from courses.invoicing.permissions import offices_of
from courses.invoicing.row_forms import AsideForm, RowForm
from courses.invoicing.showing import amount_of, fates_shown
from lms.lib.refusals import Refusal

PER_PAGE = 50
MOST_ASIDE = 20


@login_required
def open_rows(request):
    """Show the rows of booked statements that nobody has matched or set aside yet, and the latest set aside."""
    offices = offices_of(request.user)
    if not offices.exists():
        raise Http404
    today = timezone.localdate(timezone.now())
    rows = BankLine.objects.filter(file__office__in=offices).select_related("file__office")
    page = Paginator(rows.open().order_by(F("on").asc(nulls_first=True), "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    by_office = {}
    for line in page:
        by_office.setdefault(line.file.office, []).append(line)
    shown = {}
    for office, lines in by_office.items():
        fates = fates_of(lines, office, request.user, today=today)
        offers = offers_for(fates, office, request.user)
        shown |= {row["line"].pk: row for row in fates_shown(fates, offers)}
    aside = rows.aside().select_related("aside_by").order_by("-aside_at", "-pk")[:MOST_ASIDE]
    context = {
        "page": page,
        "rows": [shown[line.pk] for line in page],
        "aside": [(line, amount_of(line)) for line in aside],
    }
    return render(request, "courses/invoicing/open_rows.html", context)


@login_required
def bank_row(request, pk):
    """Show one row with the invoices that fit; a POST says which one it pays, sets it aside, or takes it up again."""
    found = BankLine.objects.filter(file__office__in=offices_of(request.user)).select_related("file__office")
    line, at = get_object_or_404(found, pk=pk), timezone.now()
    act = request.POST.get("act") if request.method == "POST" else None
    [fate] = fates_of([line], line.file.office, request.user, today=timezone.localdate(at))
    if act == "again":
        return _take_up(request, line, at)
    if not fate.is_left:
        messages.info(request, _("Nothing is to be done about this row (any more)."))
        return _back(line)
    offers = offers_for([fate], line.file.office, request.user)
    pays = RowForm(
        request.POST if act == "pay" else None,
        line=line,
        offers=offers[line.pk],
        actor=request.user,
    )
    aside = AsideForm(request.POST if act == "aside" else None, prefix="aside")
    if act == "pay" and pays.is_valid() and _pay(request, line, pays, at):
        return _back(line)
    if act == "aside" and aside.is_valid() and _set_aside(request, line, aside, at):
        return _back(line)
    [row] = fates_shown([fate], offers)
    return render(request, "courses/invoicing/bank_row.html", {"row": row, "line": line, "pays": pays, "aside": aside})


def _pay(request, line, form, at):
    try:
        payment = actions.pay_from_row(line=line, **form.payment, actor=request.user, at=at)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("The payment for %(number)s is recorded.") % {"number": payment.invoice.number})
    return True


def _set_aside(request, line, form, at):
    try:
        actions.set_row_aside(line=line, **form.cleaned_data, actor=request.user, at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The row is set aside; it is not asked about again."))
    return True


def _take_up(request, line, at):
    try:
        actions.take_row_up(line=line, actor=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The row is open again."))
    return _back(line)


def _back(line):
    """Where the row came from: the statement that is not booked yet, or the open rows."""
    return redirect("open_rows") if line.file.booked_at else redirect("bank_file", pk=line.file_id)
