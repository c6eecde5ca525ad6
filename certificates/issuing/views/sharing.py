"""The holder's links to one certificate: made, seen with their visits, ended."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certificates.issuing.actions import end_link, share_certificate
from certificates.issuing.forms import ShareForm
from certificates.issuing.models import Certificate, ShareLink
from certificates.issuing.permissions import may_share
from certificates.issuing.register import entries_of
from certificates.issuing.rules import VALID
from certificates.issuing.showing import line_of
from lms.lib.refusals import Refusal


@login_required
def share(request, number):
    """Show the links to one certificate; a POST makes one and shows its address this one time."""
    row = get_object_or_404(
        Certificate.objects.select_related("holding__enrolment", "cohort__edition__programme"), number=number
    )
    if not may_share(request.user, row):
        raise Http404
    form, at, address = ShareForm(request.POST if request.method == "POST" else None), timezone.now(), ""
    if form.is_bound and form.is_valid():
        try:
            _link, secret = share_certificate(certificate=row, actor=request.user, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            address, form = settings.PUBLIC_URL + reverse("shared", args=[secret]), ShareForm()
    [entry] = entries_of(Certificate.objects.filter(pk=row.pk))
    links = list(row.share_links.prefetch_related("visits"))
    context = {
        "certificate": row,
        "line": line_of(entry),
        "can_share": entry.status.word == VALID,
        "form": form,
        "address": address,
        "links": [_line(link, at) for link in links],
        "kept_days": settings.SHARE_LOG_DAYS,
    }
    response = render(request, "certificates/issuing/sharing.html", context)
    # The address stands on this page once; no cache keeps it.
    response["Cache-Control"] = "no-store"
    return response


def _line(link, at):
    visits = list(link.visits.all())
    if link.is_open(at):
        state = {"kind": "done", "word": _("open")}
    else:
        state = {"kind": "", "icon_name": "lock", "word": _("ended") if link.ended_at else _("expired")}
    return {
        "link": link,
        "open": link.is_open(at),
        "state": state,
        "visits": visits,
        "times": sum(one.times for one in visits),
    }


@login_required
@require_POST
def end(request, pk):
    """End a link at once."""
    link = get_object_or_404(ShareLink.objects.select_related("certificate__holding__enrolment"), pk=pk)
    if not may_share(request.user, link.certificate):
        raise Http404
    end_link(link=link, actor=request.user, at=timezone.now())
    messages.success(request, _("The link shows nothing any more."))
    return redirect("share_certificate", number=link.certificate.number)
