"""The office's pages: who of a cohort earned what, one press to issue, and what becomes of a number."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.issuing import actions
from certificates.issuing.exceptions import left_to_except
from certificates.issuing.forms import ConfirmErasureForm, CopyForm, ExceptionForm, LanguageForm, ReasonForm
from certificates.issuing.models import Certificate
from certificates.issuing.permissions import may_issue
from certificates.issuing.register import Row, entries_of
from certificates.issuing.register_totals import totals_of
from certificates.issuing.remedies import Remedies
from certificates.issuing.rules import status_of
from certificates.issuing.showing import (
    exception_lines,
    file_chip,
    line_of,
    lines_of,
    status_chip,
)
from courses.booking.models import Enrolment
from courses.cohorts.permissions import cohorts_run_by
from courses.completion.standing import standing_of
from lms.lib.refusals import Refusal
from lms.organisations.permissions import may_keep_records


def _cohort(request, code):
    rows = cohorts_run_by(request.user).select_related("edition__programme__office", "edition__chamber")
    return get_object_or_404(rows, code=code)


@login_required
def cohort_certificates(request, code):
    """Show who earned what and what is missing; a POST issues to all at once."""
    cohort, at = _cohort(request, code), timezone.now()
    form = LanguageForm(request.POST if request.method == "POST" else None, edition=cohort.edition)
    if form.is_bound and form.is_valid():
        try:
            _press(request, cohort, form.cleaned_data["language"], at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("cohort_certificates", code=cohort.code)
    totals = totals_of(cohort, at)
    remedies = Remedies(cohort, totals.rows, keeps_people=may_keep_records(request.user))
    context = {"cohort": cohort, "totals": totals, "lines": lines_of(totals.rows, remedies), "form": form}
    return render(request, "certificates/issuing/cohort.html", context)


def _press(request, cohort, language, at):
    asked = {"cohort": cohort, "actor": request.user, "at": at}
    act = request.POST.get("act")
    if act == "certificates":
        issued = actions.issue_certificates(**asked, language=language)
        count = len(issued.certificates)
        words = ngettext("%(count)s certificate was issued.", "%(count)s certificates were issued.", count)
    elif act == "confirmations":
        count = len(actions.issue_confirmations(**asked, language=language).certificates)
        words = ngettext(
            "%(count)s attendance confirmation was issued.", "%(count)s attendance confirmations were issued.", count
        )
    elif act == "transcripts":
        count = len(actions.issue_transcripts(**asked, language=language, enrolments=_asked(request, cohort)))
        words = ngettext("%(count)s transcript was issued.", "%(count)s transcripts were issued.", count)
    elif act == "ask":
        count = actions.ask_for_release(**asked)
        words = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
    elif act == "retry":
        count = actions.retry_copies(**asked)
        words = ngettext("%(count)s PDF is tried again.", "%(count)s PDFs are tried again.", count)
    else:
        raise Http404
    messages.success(request, words % {"count": count} if count else _("There was nothing to issue (any more)."))


def _asked(request, cohort):
    """Return whom the form names; None: everybody of the cohort."""
    named = request.POST.get("enrolment")
    if named is None:
        return None
    found = [each for each in cohort.enrolments.all() if str(each.pk) == named]
    if not found:
        raise Http404
    return found


@login_required
def grant_exception(request, code, pk):
    """Ask for the reason of an exception, show what is missing, and grant it."""
    cohort, at = _cohort(request, code), timezone.now()
    enrolment = get_object_or_404(Enrolment.objects.select_related("person", "cohort__edition"), pk=pk, cohort=cohort)
    form = ExceptionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.grant_exception(enrolment=enrolment, actor=request.user, at=at, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The exception is granted. It stays visible beside the certificate."))
            return redirect("cohort_certificates", code=cohort.code)
    issued = Certificate.objects.filter(holding__enrolment=enrolment, kind=Certificate.Kind.CERTIFICATE).last()
    granted = list(enrolment.exceptions.select_related("granted_by").order_by("granted_at", "pk"))
    context = {
        "cohort": cohort,
        "person": enrolment.person,
        "items": [] if issued else left_to_except(standing_of(enrolment, at), granted),
        "exceptions": exception_lines(Row(standing=None, exceptions=granted)),
        "issued": issued,
        "form": form,
    }
    return render(request, "certificates/issuing/exception.html", context)


@login_required
def certificates_progress(request, code):
    """Show how far the PDFs of a cohort are: a fragment that asks again by itself until all are made."""
    cohort = _cohort(request, code)
    totals = totals_of(cohort, timezone.now())
    if not totals.unfinished:
        # The table around the fragment has new links now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "certificates/issuing/progress.html", {"cohort": cohort, "totals": totals})


FORMS = {
    "copy": CopyForm,
    "replace": ReasonForm,
    "suspend": ReasonForm,
    "resume": ReasonForm,
    "revoke": ReasonForm,
    "erase": ConfirmErasureForm,
}


@login_required
def certificate(request, number):
    """Show the office one number with its copies and history, and what can be done to it."""
    row = get_object_or_404(
        Certificate.objects.select_related("cohort__edition__programme__office", "cohort__edition__chamber"),
        number=number,
    )
    if not may_issue(request.user, row.cohort):
        raise Http404
    act = request.POST.get("act") if request.method == "POST" else None
    forms = {name: form(request.POST if name == act else None, prefix=name) for name, form in FORMS.items()}
    if act in forms and forms[act].is_valid():
        try:
            shown = _change(request, act, row, forms[act].cleaned_data)
        except Refusal as refusal:
            forms[act].add_error(None, str(refusal))
        else:
            return redirect("certificate", number=shown.number)
    [entry] = entries_of(Certificate.objects.filter(pk=row.pk))
    changes = list(row.status_changes.select_related("copy", "actor"))
    statuses = {copy.pk: status_of(changes, copy.pk) for copy in entry.copies}
    copies = [
        {"copy": copy, "status": status_chip(statuses[copy.pk]), "making": file_chip(copy, statuses[copy.pk])}
        for copy in entry.copies
    ]
    enrolment = entry.certificate.holding.enrolment if hasattr(entry.certificate, "holding") else None
    context = {
        "line": line_of(entry),
        "cohort": row.cohort,
        "certificate": row,
        "person": enrolment.person if enrolment else None,
        "exceptions": _exceptions_of(row, enrolment),
        "copies": copies,
        "changes": changes,
        "forms": forms,
        "open": act,
    }
    return render(request, "certificates/issuing/certificate.html", context)


def _exceptions_of(certificate, enrolment):
    """A list or confirmation rests on no exception."""
    if enrolment is None or certificate.kind != Certificate.Kind.CERTIFICATE:
        return []
    granted = enrolment.exceptions.select_related("granted_by").filter(granted_at__lte=certificate.issued_at)
    return exception_lines(Row(standing=None, exceptions=list(granted)))


def _change(request, act, row, given):
    """Do what the form asked for and return the certificate to be shown next."""
    asked = {"actor": request.user, "at": timezone.now()}
    if act == "erase":
        holding = getattr(row, "holding", None)
        if holding is None:
            raise Http404
        actions.erase_name(enrolment=holding.enrolment, **asked)
        messages.success(request, _("The name was erased. The number can still be verified."))
        return row
    if act == "copy":
        actions.replace_copy(certificate=row, reason=given["reason"], **asked)
        messages.success(request, _("A replacement copy was issued; the earlier copy is no longer valid."))
        return row
    if act == "suspend":
        actions.suspend_certificate(certificate=row, reason=given["reason"], **asked)
        messages.success(request, _("%(number)s is suspended.") % {"number": row.number})
        return row
    if act == "resume":
        actions.resume_certificate(certificate=row, reason=given["reason"], **asked)
        messages.success(request, _("%(number)s is valid again.") % {"number": row.number})
        return row
    if act == "revoke":
        actions.revoke_certificate(certificate=row, reason=given["reason"], **asked)
        messages.success(request, _("%(number)s was revoked.") % {"number": row.number})
        return row
    new = actions.replace_certificate(certificate=row, reason=given["reason"], **asked)
    messages.success(request, _("%(number)s was issued in its place.") % {"number": new.number})
    return new
