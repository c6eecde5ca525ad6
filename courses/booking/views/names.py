"""Names from a list: choose a file, look at what becomes of each row, then name the people in one act."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from courses.booking.actions import name_people
from courses.booking.company_seats import OVER
from courses.booking.forms import ListForm
from courses.booking.lists.blank import KINDS, blank_list
from courses.booking.lists.fates import fates_of, unnamed_seats
from courses.booking.lists.lines import unpacked
from courses.booking.lists.reading import MOST_BYTES, read_list
from courses.booking.permissions import bookings_changed_by
from courses.booking.refusals import ListUnreadable
from courses.booking.views.doors import answer, attempt, home_of
from lms.lib.uploads import uploads_in_memory


@uploads_in_memory(MOST_BYTES)
@login_required
def import_names(request, code, cohort):
    """
    Name several people of a company in a cohort. A file is only looked at; the rows come back with the second step.

    They travel in the page, not in a store of ours, and are judged again when they come back.
    """
    at = timezone.now()
    bookings = bookings_changed_by(request.user).filter(company__code=code, cohort__code=cohort)
    booking = get_object_or_404(
        bookings.select_related("company", "cohort__edition__programme__office").order_by("-pk")[:1]
    )
    company, cohort = booking.company, booking.cohort
    if cohort.status in OVER:
        raise Http404
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    facts = {"cohort": cohort, "company": company, "actor": request.user, "at": at}
    lines, refusal, named, turned_down = None, None, [], {}
    if request.method == "POST" and form.is_valid():
        lines, seen = _lines(form)
        if lines and "seen" in request.POST:
            refusal, named, turned_down = _name(form, lines, seen, facts)
    fates = fates_of(lines, **facts, passed=turned_down) if lines else []
    if named:
        # The page has the clerk's data in it: what could not be done stays in sight until it is all done.
        messages.success(request, _said(named))
        if all(fate.kind in ("there", "empty") for fate in fates):
            return redirect(home_of(request, company, cohort))
    counts = {kind: sum(fate.kind == kind for fate in fates) for kind in ("seat", "there", "no", "full")}
    context = {
        "company": company,
        "cohort": cohort,
        "form": form,
        "fates": fates,
        "counts": counts,
        "left": counts["no"] + counts["full"],
        "packed": json.dumps([line.packed() for line in lines]) if lines else "",
        "shown": json.dumps(_shown(fates)),
        "unnamed": unnamed_seats(cohort, company).count(),
        "back": home_of(request, company, cohort),
    }
    return answer(request, "courses/booking/import_names.html", context, refusal)


@login_required
@require_safe
def blank(request, kind):
    """Hand out the blank list."""
    if kind not in KINDS:
        raise Http404
    name = _("names")
    response = HttpResponse(blank_list(kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _lines(form):
    """Return (the lines of the file or of the page, what the page had shown); faults go into the form."""
    upload = form.cleaned_data["file"]
    try:
        if upload:
            return read_list(upload), None
        return unpacked(form.cleaned_data["rows"]), form.cleaned_data["seen"]
    except ListUnreadable as refusal:
        form.add_error("file", str(refusal))
    except ValueError:
        form.add_error("file", _("The rows did not arrive whole. Choose the file once more."))
    return None, None


def _name(form, lines, seen, facts):
    """
    Name the people as the page had shown it: (refusal, enrolments, {line: Fate} of rows that only now are turned down).

    If it would come out otherwise, nobody is named.
    """
    fates = fates_of(lines, **facts)
    if not _shown(fates):
        return None, [], {}
    if _shown(fates) != seen:
        form.add_error(None, _("Something has changed since you looked. Nobody was named yet; look at the list again."))
        return None, [], {}
    chosen = [fate for fate in fates if fate.kind == "seat"]
    told = {fate.line: fate for fate in fates_of([fate.line for fate in chosen], **facts, telling=True)}
    turned_down = {line: fate for line, fate in told.items() if fate.kind != "seat"}
    seatings = [(fate.seat.pk, fate.attendee) for fate in chosen if fate.line not in turned_down]
    if not seatings:
        return None, [], turned_down
    seating = {name: facts[name] for name in ("cohort", "actor", "at")}
    done, result = attempt(form, name_people, seatings=seatings, **seating)
    return (None, result, turned_down) if done else (result, [], {})


def _shown(fates):
    """Who was to get which chair, as plain values."""
    return [[fate.line.number, fate.seat.pk] for fate in fates if fate.kind == "seat"]


def _said(named):
    return ngettext("%(count)d person is named and invited.", "%(count)d people are named and invited.", len(named)) % {
        "count": len(named)
    }
