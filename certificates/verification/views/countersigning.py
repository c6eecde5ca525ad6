"""A chamber countersigns what it ticked in a cohort's list: shown once more by kind and number, then done for good."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from certificates.issuing.models import Certificate
from certificates.issuing.permissions import cohorts_of_chamber
from certificates.issuing.rules import VALID
from certificates.issuing.showing import line_of
from certificates.verification.countersigning import countersign_certificates
from certificates.verification.forms import CountersignForm
from lms.lib.refusals import Refusal
from lms.organisations.permissions import chambers_of


def signable(rows, signed):
    """Return what the list shows of the papers that are valid and not countersigned yet, by number, with `name`."""
    found = [
        line_of(entry) | {"name": row.enrolment.person.full_name}
        for row in rows
        for entry in row.entries
        if entry.status.word == VALID and entry.certificate.pk not in signed
    ]
    for line in found:
        if line["printed_otherwise"]:
            line["name"] = ""
    return sorted(found, key=lambda line: (line["certificate"].year, line["certificate"].sequence))


def papers_in_words(certificates):
    """Return how many of each kind, such as "2 certificates and 1 transcript"."""
    counts = Counter(one.kind for one in certificates)
    words = {
        Certificate.Kind.CERTIFICATE: lambda n: ngettext("%(count)s certificate", "%(count)s certificates", n),
        Certificate.Kind.CONFIRMATION: lambda n: ngettext(
            "%(count)s attendance confirmation", "%(count)s attendance confirmations", n
        ),
        Certificate.Kind.TRANSCRIPT: lambda n: ngettext("%(count)s transcript", "%(count)s transcripts", n),
    }
    told = [word(counts[kind]) % {"count": counts[kind]} for kind, word in words.items() if counts[kind]]
    return get_text_list(told, _("and"))


@login_required
@require_POST
def countersign(request, code, cohort):
    """Ask once more about the papers that were ticked, then countersign them."""
    row, at = get_object_or_404(chambers_of(request.user), code=code), timezone.now()
    cohort = get_object_or_404(cohorts_of_chamber(row), code=cohort)
    form = CountersignForm(request.POST, known=cohort.certificates.all())
    back = reverse("chamber_cohort", args=[row.code, cohort.code])
    if not form.is_valid():
        ticked = "numbers" in request.POST
        said = _("Nothing was countersigned: the list has changed. Look at it once more.")
        messages.warning(request, said if ticked else _("Nothing was countersigned. Tick at least one paper."))
        return redirect(back)
    chosen = form.cleaned_data["numbers"]
    if "sure" not in request.POST:
        return render(request, "components/confirm_page.html", _question(row, chosen, back))
    try:
        count = countersign_certificates(cohort=cohort, certificates=chosen, actor=request.user, at=at)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    words = ngettext("%(count)s paper is countersigned.", "%(count)s papers are countersigned.", count)
    messages.success(request, words % {"count": count} if count else _("These were countersigned already."))
    return redirect(back)


def _question(chamber, chosen, back):
    what = papers_in_words(chosen)
    return {
        "title": _("Countersign %(what)s?") % {"what": what},
        "text": _(
            "%(chamber)s stands for %(what)s. The public page of each will say by whom and since when it is "
            "countersigned. That cannot be taken back."
        )
        % {"chamber": chamber.name, "what": what},
        "facts": [(one.number, capfirst(one.get_kind_display())) for one in chosen],
        "hidden": [("sure", "on"), *(("numbers", one.number) for one in chosen)],
        "button": _("Countersign for good"),
        "back_url": back,
    }
