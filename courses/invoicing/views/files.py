"""The stored files of an invoice, for whoever may read it; each download is in the log of acts."""

import base64
import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.invoicing.letters import invoice_by_key
from courses.invoicing.models import Invoice, private_storage
from courses.invoicing.permissions import invoices_readable_by, may_invoice
from courses.invoicing.tasks import make_invoice
from courses.invoicing.xrechnung import why_none
from lms.audit.log import record
from lms.lib.making import State
from lms.messages.after_commit import hand_over

log = logging.getLogger(__name__)
FORMS = {
    "pdf": ("pdf", "sha256", "application/pdf", "{}.pdf"),
    "xml": ("xml", "xml_sha256", "application/xml", "{}-zugferd.xml"),
    "xrechnung": ("xrechnung", "xrechnung_sha256", "application/xml", "{}-xrechnung.xml"),
}


@login_required
@require_safe
def file(request, pk, form):
    """Hand out PDF, ZUGFeRD data or XRechnung as they were made; 404 for whom they do not concern."""
    invoice = get_object_or_404(invoices_readable_by(request.user), pk=pk)
    if form not in FORMS:
        raise Http404
    if form == "xrechnung" and (why := why_none(invoice, keeps=may_invoice(request.user, invoice.booking.cohort))):
        messages.error(request, why)
        return redirect("invoice", pk=pk)
    if invoice.state != State.DONE:
        # A reader is a reason to make it now; where there is a worker, it does.
        hand_over(make_invoice, invoice.pk)
        invoice.refresh_from_db()
    if invoice.state != State.DONE:
        messages.info(request, _("The document is being made. Please try again in a minute."))
        return redirect("invoice", pk=pk)
    return _answer(invoice, form, request.user)


@require_safe
def by_letter(request, key):
    """Hand out the PDF that a letter told of, without signing in: bookkeeping has no account."""
    invoice = get_object_or_404(Invoice, pk=invoice_by_key(key), state=State.DONE)
    return _answer(invoice, "pdf", None)


def _answer(invoice, form, reader):
    column, digest, kind, name = FORMS[form]
    try:
        stored = private_storage().open(getattr(invoice, column), "rb")
    except FileNotFoundError as error:
        log.error("The stored %s of invoice %s is missing", form, invoice.pk)
        raise Http404 from error
    with transaction.atomic():
        record("invoice.opened", actor=reader, subject=invoice, at=timezone.now(), form=form)
    response = FileResponse(
        stored, filename=name.format(invoice.number), content_type=kind, as_attachment=form != "pdf"
    )
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(getattr(invoice, digest))).decode()}:"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
