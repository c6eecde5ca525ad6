"""Payments: the latest, one entered by hand, a statement read and then booked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.invoicing import actions
from courses.invoicing.fitting import offers_for
from courses.invoicing.forms import NumberedPaymentForm, StatementForm
from courses.invoicing.matching import MATCHED, fates_of
from courses.invoicing.models import BankFile, BankLine, Payment
from courses.invoicing.permissions import invoices_kept_by, offices_of
from courses.invoicing.refusals import ThrownAway
from courses.invoicing.showing import fates_shown
from courses.invoicing.statement import MOST_BYTES
from lms.audit.log import acts_upon
from lms.lib.days import moment
from lms.lib.refusals import Refusal
from lms.organisations.models import ClusterOffice


@login_required
def payments(request):
    """Show the latest payments; take one by hand, or a statement to be read."""
    if not offices_of(request.user).exists():
        raise Http404
    at = timezone.now()
    act = request.POST.get("act") if request.method == "POST" else None
    by_hand = NumberedPaymentForm(
        request.POST if act == "payment" else None, prefix="payment", initial={"on": timezone.localdate(at)}
    )
    statement = StatementForm(
        *((request.POST, request.FILES) if act == "statement" else ()), prefix="statement", actor=request.user
    )
    if act == "payment" and by_hand.is_valid():
        done = _record(request, by_hand, at)
        if done:
            return done
    if act == "statement" and statement.is_valid():
        done = _read(request, statement, at)
        if done:
            return done
    rows = (
        Payment.objects.filter(invoice__in=invoices_kept_by(request.user))
        .select_related("invoice__booking__cohort", "recorded_by")
        .order_by("-on", "-pk")
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    left = BankLine.objects.open().filter(file__office__in=offices_of(request.user)).count()
    context = {"page": page, "left": left, "by_hand": by_hand, "statement": statement, "open": act}
    return render(request, "courses/invoicing/payments.html", context)


@login_required
def bank_file(request, pk):
    """Show what would become of each row of a statement; a POST books what fits, and what is left stays open."""
    file = BankFile.objects.filter(office__in=offices_of(request.user), pk=pk).select_related("office").first()
    if file is None:
        return _thrown_away(request, pk)
    if file.booked_at is not None:
        messages.info(request, _("This file was booked before. Read it again to see what is left of it."))
        return redirect("payments")
    at, refusal = timezone.now(), None
    if request.method == "POST":
        try:
            booked = actions.book_bank_file(file=file, actor=request.user, at=at)
        except ThrownAway:
            return _thrown_away(request, pk)
        except Refusal as error:
            refusal = str(error)
        else:
            count = len(booked)
            words = ngettext("%(count)s payment was recorded.", "%(count)s payments were recorded.", count)
            messages.success(request, words % {"count": count})
            return redirect("open_rows" if file.lines.open().exists() else "payments")
    fates = fates_of(file.lines.all(), file.office, request.user, today=timezone.localdate(at))
    context = {
        "file": file,
        "rows": fates_shown(fates, offers_for(fates, file.office, request.user)),
        # One transfer for two invoices is two payments.
        "matched": sum(len(fate.invoices) for fate in fates if fate.word == MATCHED),
        "left": sum(fate.is_left for fate in fates),
        "sum": sum(fate.line.cents for fate in fates if fate.word == MATCHED),
        "refusal": refusal,
    }
    return render(request, "courses/invoicing/bank_file.html", context)


def _thrown_away(request, pk):
    """Lead back from a statement that is no longer kept, and say what to do; 404 if none of this number was read."""
    read = acts_upon(ClusterOffice, offices_of(request.user).values_list("pk", flat=True)).filter(verb="bank_file.read")
    mine = read.filter(facts__file=pk).first()
    if mine is None:
        raise Http404
    said = _("This statement is no longer kept, and nothing of it was booked.")
    later = read.filter(actor=mine.actor, subject_id=mine.subject_id, pk__gt=mine.pk).last()
    if later is not None:
        words = _("Before this statement was booked, another one was read on %(when)s; nothing of this one was booked.")
        said = words % {"when": moment(later.at)}
    messages.warning(request, said + " " + _("Read it once more; what was booked already is not booked twice."))
    return redirect("payments")


def _record(request, form, at):
    given = form.payment
    number = given.pop("number").strip()
    found = list(invoices_kept_by(request.user).filter(number__iexact=number)[:2])
    if len(found) != 1:
        form.add_error("number", _("There is no invoice of this number. Compare it with the list."))
        return None
    try:
        actions.record_payment(invoice=found[0], **given, actor=request.user, at=at)
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, _("The payment for %(number)s is recorded.") % {"number": found[0].number})
    return redirect("payments")


def _read(request, form, at):
    upload = form.cleaned_data["file"]
    try:
        file = actions.read_bank_file(
            office=form.cleaned_data["office"],
            name=upload.name,
            data=upload.read(MOST_BYTES + 1),
            actor=request.user,
            at=at,
        )
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return None
    return redirect("bank_file", pk=file.pk)
