"""The chamber's desk: its programmes and cohorts, lists to release, every certificate with its status."""

from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from certificates.issuing.actions import release_enrolments
from certificates.issuing.forms import ReleaseForm
from certificates.issuing.nameless import place_nameless
from certificates.issuing.permissions import cohorts_of_chamber, may_release
from certificates.issuing.register import rows_of
from certificates.issuing.register_totals import finished_without_paper, totals_of_cohorts
from certificates.issuing.rules import VALID
from certificates.issuing.showing import lines_of
from certificates.verification import desk
from certificates.verification.countersigning import countersign_certificates
from certificates.verification.forms import CountersignForm
from certificates.verification.lists.answered import status_word
from lms.lib.nul import typed
from lms.lib.refusals import Refusal
from lms.organisations.permissions import chambers_of

PER_PAGE = 50
# Of what is searched for.
LONGEST = 100


@login_required
def chambers(request):
    """Lead to the desk of the chamber that one works for; list them where there are several."""
    rows = list(chambers_of(request.user))
    if not rows:
        raise Http404
    if len(rows) == 1:
        return redirect("chamber", code=rows[0].code)
    return render(request, "certificates/verification/desk/chambers.html", {"chambers": rows})


@login_required
def chamber(request, code):
    """
    Show what waits for the chamber, what it certifies or verifies, and its certificates.

    A POST looks for a number, a cohort or a name: a name shall stand in no address, and so in no log of a web server.
    """
    row, at = get_object_or_404(chambers_of(request.user), code=code), timezone.now()
    cohorts = cohorts_of_chamber(row)
    certifying = finished_without_paper(cohorts.filter(edition__chamber_certifies=True), at)
    shown = list(cohorts.order_by("-starts_on", "code")[: PER_PAGE + 1])
    asked = " ".join(typed(request.POST, "q", LONGEST).split())
    rows = desk.found(row, asked) if asked else desk.certificates_of(row)
    page = Paginator(rows, PER_PAGE).get_page((request.POST if asked else request.GET).get("page"))
    context = {
        "chamber": row,
        "waiting": [totals for totals in totals_of_cohorts(certifying, at) if totals.releasable],
        "cohorts": _with_words(desk.counted(shown[:PER_PAGE], row)),
        "more_cohorts": len(shown) > PER_PAGE,
        "page": page,
        "lines": desk.lines_for(row, page.object_list),
        "q": asked,
    }
    response = render(request, "certificates/verification/desk/chamber.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _with_words(cohorts):
    for cohort in cohorts:
        cohort.ended_in_words = ", ".join(
            f"{count} {status_word(word)}" for word, count in sorted(cohort.ended.items())
        )
    return cohorts


def _signable(rows, signed):
    """Return the certificates shown that are valid and not countersigned yet, by number."""
    found = [entry.certificate for row in rows for entry in row.entries if entry.status.word == VALID]
    return sorted((one for one in found if one.pk not in signed), key=lambda one: (one.year, one.sequence))


def _for_chamber(entries, signed):
    """Leave out the numbers that ended: beside the one that is valid now they would tell of each other."""
    return [
        each | {"countersigned_on": signed.get(each["certificate"].pk)}
        for each in entries
        if each["entry"].status.holds
    ]


@login_required
def chamber_cohort(request, code, cohort):
    """Show the chamber a cohort's list; where it certifies, a POST releases those who were ticked."""
    row, at = get_object_or_404(chambers_of(request.user), code=code), timezone.now()
    cohort = get_object_or_404(
        cohorts_of_chamber(row).select_related("edition__programme__office", "edition__chamber"), code=cohort
    )
    data = request.POST if request.method == "POST" else None
    form = ReleaseForm(data, enrolments=cohort.enrolments.all())
    if form.is_bound and form.is_valid():
        try:
            count = release_enrolments(
                cohort=cohort, enrolments=form.cleaned_data["enrolments"], actor=request.user, at=at
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext(
                "%(count)s certificate was released; the cluster office can issue it now.",
                "%(count)s certificates were released; the cluster office can issue them now.",
                count,
            )
            messages.success(request, words % {"count": count} if count else _("These were released already."))
            return redirect("chamber_cohort", code=row.code, cohort=cohort.code)
    rows = rows_of(cohort, at)
    signed = desk.signed_in(cohort, row)
    releases = may_release(request.user, cohort)
    lines = lines_of(rows)
    nameless = _for_chamber(place_nameless(cohort, lines), signed)
    lines = [line | {"entries": _for_chamber(line["entries"], signed)} for line in lines]
    if not releases:
        # Who only verifies sees what was issued, not how far the others are.
        lines = [line for line in lines if line["entries"]]
    context = {
        "chamber": row,
        "cohort": cohort,
        "lines": lines,
        "nameless": nameless,
        "form": form,
        "releases": releases,
        "releasable": sum(one.can_be_released for one in rows),
        "signable": _signable(rows, signed),
        "countersigned": sum(
            bool(each["countersigned_on"]) for each in chain(nameless, *(line["entries"] for line in lines))
        ),
    }
    return render(request, "certificates/verification/desk/chamber_cohort.html", context)


@login_required
@require_POST
def countersign(request, code, cohort):
    """Countersign the certificates of a cohort that the page had shown, in one go."""
    row, at = get_object_or_404(chambers_of(request.user), code=code), timezone.now()
    cohort = get_object_or_404(cohorts_of_chamber(row), code=cohort)
    form = CountersignForm(request.POST, known=cohort.certificates.all())
    back = redirect("chamber_cohort", code=row.code, cohort=cohort.code)
    if not form.is_valid():
        messages.warning(request, _("Nothing was countersigned: the list has changed. Look at it once more."))
        return back
    try:
        count = countersign_certificates(
            cohort=cohort, certificates=form.cleaned_data["numbers"], actor=request.user, at=at
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return back
    words = ngettext("%(count)s certificate is countersigned.", "%(count)s certificates are countersigned.", count) % {
        "count": count
    }
    messages.success(request, words if count else _("These were countersigned already."))
    return back
