"""A chamber checks a list of numbers at once; the list is looked at, answered and forgotten."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.verification import limits
from certificates.verification.forms import ListForm
from certificates.verification.lists.answered import answer_lines
from certificates.verification.lists.files import KINDS, answered_list
from certificates.verification.lists.lines import MOST_BYTES, read_lines, unpacked
from courses.booking.refusals import ListUnreadable
from lms.lib.uploads import uploads_in_memory
from lms.organisations.permissions import chambers_of

KIND_WORDS = ("good", "differs", "ended", "unknown", "bad")


@uploads_in_memory(MOST_BYTES)
@login_required
def check_list(request, code):
    """
    Answer every row of a list; the rows travel in the page, not in a store of ours, and are asked anew for a download.
    """
    chamber, at = get_object_or_404(chambers_of(request.user), code=code), timezone.now()
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    lines, status = None, 200
    if form.is_bound and form.is_valid():
        lines = _lines(form)
    if lines and not limits.take_rows(request.user, len(lines), at):
        form.add_error("file", _("You have checked very many rows within the hour. Please go on in an hour."))
        lines, status = None, 429
    # Whoever works for several chambers reads at each desk what is that chamber's.
    answered = answer_lines(lines, [chamber]) if lines else []
    kind = request.POST.get("as")
    if answered and kind in KINDS:
        name = _("checked-numbers")
        response = HttpResponse(answered_list(kind, answered), content_type=KINDS[kind])
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        response["Cache-Control"] = "no-store"
        return response
    context = {
        "chamber": chamber,
        "form": form,
        "answered": answered,
        "counts": {kind: sum(each.kind == kind for each in answered) for kind in KIND_WORDS},
        "packed": json.dumps([line.packed() for line in lines]) if lines else "",
    }
    response = render(request, "certificates/verification/desk/check_list.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(limits.HOUR)
    return response


def _lines(form):
    """Return the lines of the file or of the page, or None; faults go into the form."""
    upload = form.cleaned_data["file"]
    try:
        return read_lines(upload) if upload else unpacked(form.cleaned_data["rows"])
    except ListUnreadable as refusal:
        form.add_error("file", str(refusal))
    except ValueError:
        form.add_error("file", _("The rows did not arrive whole. Choose the file once more."))
    return None
