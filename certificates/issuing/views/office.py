"""The office's pages of a cohort: who earned what, one press to issue, exceptions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.issuing import actions
from certificates.issuing.exceptions import left_to_except
from certificates.issuing.forms import ExceptionForm, LanguageForm
from certificates.issuing.models import Certificate, ReleaseRequest
from certificates.issuing.nameless import place_nameless
from certificates.issuing.register import Row
from certificates.issuing.register_totals import totals_of
from certificates.issuing.remedies import Remedies
from certificates.issuing.showing import exception_lines, lines_of
from certificates.issuing.tasks import take_up_copies
from courses.booking.models import Enrolment
from courses.cohorts.permissions import cohorts_run_by
from courses.completion.standing import standing_of
from lms.lib.nul import number_in
from lms.lib.refusals import Refusal
from lms.organisations.permissions import may_keep_records


def _cohort(request, code):
    rows = cohorts_run_by(request.user).select_related("edition__programme__office", "edition__chamber")
    requests = ReleaseRequest.objects.filter(cohort=OuterRef("pk"), chamber=OuterRef("edition__chamber"))
    last = Subquery(requests.order_by("-asked_at", "-pk").values("pk")[:1])
    return get_object_or_404(rows.annotate(last_request=last), code=code)


@login_required
def cohort_certificates(request, code):
    """Show who earned what and what is missing; a POST issues to all at once."""
    cohort, at, fault = _cohort(request, code), timezone.now(), ""
    asked = _last_request(cohort.last_request)
    if request.POST.get("act") == "ask" and asked is not None and "sure" not in request.POST:
        return _ask_again(request, cohort, asked)
    form = LanguageForm(request.POST if request.method == "POST" else None, edition=cohort.edition)
    if form.is_bound and form.is_valid():
        try:
            _press(request, cohort, form.cleaned_data["language"], at)
        except Refusal as refusal:
            if request.POST.get("act") == "transcripts":
                # Asked for in the table, so it is answered there.
                fault = str(refusal)
            else:
                form.add_error(None, str(refusal))
        else:
            return redirect("cohort_certificates", code=cohort.code)
    totals = totals_of(cohort, at)
    if totals.unfinished:
        take_up_copies(cohort, at)
    remedies = Remedies(cohort, totals.rows, keeps_people=may_keep_records(request.user))
    lines = lines_of(totals.rows, remedies)
    context = {
        "cohort": cohort,
        "totals": totals,
        "lines": lines,
        "form": form,
        "fault": fault,
        "asked": asked,
        "nameless": place_nameless(cohort, lines),
    }
    return render(request, "certificates/issuing/cohort.html", context)


def _press(request, cohort, language, at):
    asked = {"cohort": cohort, "actor": request.user, "at": at}
    act = request.POST.get("act")
    if act == "certificates":
        issued = actions.issue_certificates(**asked, language=language)
        count = len(issued.certificates)
        words = ngettext("%(count)s certificate was issued.", "%(count)s certificates were issued.", count)
    elif act == "confirmations":
        count = len(
            actions.issue_confirmations(**asked, language=language, enrolments=_asked(request, cohort)).certificates
        )
        words = ngettext(
            "%(count)s attendance confirmation was issued.", "%(count)s attendance confirmations were issued.", count
        )
    elif act == "transcripts":
        count = len(actions.issue_transcripts(**asked, language=language, enrolments=_asked(request, cohort)))
        words = ngettext("%(count)s transcript was issued.", "%(count)s transcripts were issued.", count)
    elif act == "ask":
        count = actions.ask_for_release(**asked, after=_known(request))
        words = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
    elif act == "retry":
        count = actions.retry_copies(**asked)
        words = ngettext("%(count)s PDF is tried again.", "%(count)s PDFs are tried again.", count)
    else:
        raise Http404
    messages.success(request, words % {"count": count} if count else _("There was nothing to issue (any more)."))


def _last_request(pk):
    """When the chamber was asked last, by whom, and to whom letters went; None if never."""
    if pk is None:
        return None
    return ReleaseRequest.objects.select_related("chamber", "asked_by").prefetch_related("readers").get(pk=pk)


def _known(request):
    """The latest request for release that the page had shown, by its pk; None if none or no such thing."""
    return number_in(request.POST.get("after"))


def _ask_again(request, cohort, asked):
    """Ask the office whether it means another letter."""
    day = date_format(timezone.localdate(asked.asked_at))
    context = {
        "title": _("Ask %(chamber)s again?") % {"chamber": asked.chamber.name},
        "text": _("Each who releases there gets another letter."),
        "facts": [
            (_("Asked on"), _("%(day)s by %(user)s") % {"day": day, "user": asked.asked_by}),
            (_("Letters to"), ", ".join(str(one) for one in asked.readers.all())),
        ],
        "hidden": [("act", "ask"), ("sure", "on"), ("after", asked.pk)],
        "button": _("Send another letter"),
        "back_url": reverse("cohort_certificates", args=[cohort.code]),
    }
    return render(request, "components/confirm_page.html", context)


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
    cohort, at = _cohort(request, code), timezone.now()
    totals = totals_of(cohort, at)
    if not totals.unfinished:
        # The table around the fragment has new links now.
        return HttpResponse(headers={"HX-Refresh": "true"})
    take_up_copies(cohort, at)
    return render(request, "certificates/issuing/progress.html", {"cohort": cohort, "totals": totals})
