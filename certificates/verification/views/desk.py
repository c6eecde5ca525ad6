"""The chamber's desk: its programmes and cohorts, lists to release, every certificate with its status."""

from itertools import chain

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from certificates.document.record import CERTIFICATE
from certificates.issuing.nameless import place_nameless
from certificates.issuing.permissions import cohorts_of_chamber, may_release
from certificates.issuing.register import rows_of
from certificates.issuing.register_totals import finished_without_paper, totals_of_cohorts
from certificates.issuing.showing import lines_of
from certificates.verification import desk
from certificates.verification.lists.answered import status_word
from certificates.verification.views.countersigning import signable
from certificates.verification.views.deciding import decided
from lms.lib.nul import typed
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
@cache_control(no_store=True)
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
    return render(request, "certificates/verification/desk/chamber.html", context)


def _with_words(cohorts):
    for cohort in cohorts:
        cohort.ended_in_words = ", ".join(
            f"{count} {status_word(word)}" for word, count in sorted(cohort.ended.items())
        )
    return cohorts


def _stands_apart(line):
    """Whether a number names nobody: beside a name of today, or the number that is valid now, it would tell of them."""
    return not line["entry"].status.holds or line["printed_otherwise"]


def _for_chamber(entries, signed):
    """The numbers that may stand beside their holder."""
    return [
        each | {"countersigned_on": signed.get(each["certificate"].pk)} for each in entries if not _stands_apart(each)
    ]


def _apart(entries):
    """The others, in the order of their numbers, which leads to nobody."""
    found = [each for each in entries if _stands_apart(each)]
    return sorted(found, key=lambda each: (each["certificate"].year, each["certificate"].sequence))


def _corrections(entries):
    """Pairs of an earlier and a later certificate among these; the chamber that certifies stands for both."""
    known = {each["certificate"].pk: each["certificate"] for each in entries}
    later = sorted(known.values(), key=lambda one: (one.year, one.sequence))
    return [(known[one.replaces_id], one) for one in later if one.kind == CERTIFICATE and one.replaces_id in known]


@login_required
@cache_control(no_store=True)
def chamber_cohort(request, code, cohort):
    """Show the chamber a cohort's list; where it certifies, a POST decides on those who were ticked."""
    row, at = get_object_or_404(chambers_of(request.user), code=code), timezone.now()
    cohort = get_object_or_404(
        cohorts_of_chamber(row).select_related("edition__programme__office", "edition__chamber"), code=cohort
    )
    form = None
    if request.method == "POST":
        response, form = decided(request, row, cohort, at)
        if response is not None:
            return response
    rows = rows_of(cohort, at)
    signed = desk.signed_in(cohort, row)
    releases = may_release(request.user, cohort)
    lines = lines_of(rows)
    nameless = place_nameless(cohort, lines)
    every = [*chain.from_iterable(line["entries"] for line in lines), *nameless]
    ended = _apart(every)
    nameless = _for_chamber(nameless, signed)
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
        "can_release": any(one.can_be_released or one.needs_release_anew for one in rows),
        "ended": ended,
        "corrections": _corrections(every) if releases else [],
        "signable": signable(rows, signed),
        "countersigned": sum(
            bool(each["countersigned_on"]) for each in chain(nameless, *(line["entries"] for line in lines))
        ),
    }
    return render(request, "certificates/verification/desk/chamber_cohort.html", context)
