"""Master data in the browser: lists with a search, and one page per record."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts.staffing import staffings_of
from lms.lib.refusals import Refusal
from lms.lib.shortened import first_of
from lms.messages.models import Letter
from lms.messages.permissions import may_resend
from lms.organisations.actions import keep_record
from lms.organisations.models import Site
from lms.organisations.office import KINDS
from lms.organisations.permissions import may_keep_records
from lms.organisations.sections import sections_of_record

# Of a company, beside its form.
SITES_SHOWN = 50


def for_keepers(view):
    """Open the view to those who keep master data; for others it does not exist."""

    @wraps(view)
    def asked(request, kind=None, **kwargs):
        found = KINDS.get(kind)
        if not may_keep_records(request.user) or (kind is not None and found is None):
            raise Http404
        return view(request, found, **kwargs) if kind else view(request, **kwargs)

    return login_required(asked)


@for_keepers
def master_data(request):
    """List the kinds."""
    counts = [{"kind": kind, "count": kind.rows().count()} for kind in KINDS.values()]
    letters = Letter.objects.not_sent().count() if may_resend(request.user) else None
    return render(request, "organisations/master_data.html", {"kinds": counts, "letters": letters})


@for_keepers
def records(request, kind):
    """List the records of a kind, 50 to a page."""
    words = request.GET.get("q", "").replace("\0", "")[:100]
    page = Paginator(kind.found(words), 50).get_page(request.GET.get("page"))
    rows = [{"row": row, "cells": [read(row) for _heading, read in kind.columns]} for row in page]
    context = {"kind": kind, "page": page, "rows": rows, "words": words}
    return render(request, "organisations/records.html", context)


@for_keepers
def new_record(request, kind):
    """Enter a record."""
    initial = {name: request.GET[name] for name in ("company",) if request.GET.get(name, "").isdecimal()}
    return _form_page(request, kind, None, initial)


@for_keepers
def record_page(request, kind, pk):
    """Show and change a record, with who acts for it."""
    return _form_page(request, kind, get_object_or_404(kind.rows(), pk=pk), {})


def _form_page(request, kind, row, initial):
    form = kind.form(request.POST or None, instance=row, initial=initial)
    parts = kind.parts(request.POST or None, instance=form.instance, prefix="parts") if kind.parts else None
    # Both are asked, so that every fault is shown at once.
    fine = [each.is_valid() for each in (form, parts) if each is not None] if request.method == "POST" else [False]
    if all(fine):
        try:
            saved = _keep(form, parts, request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(row)s is saved.") % {"row": saved})
            return redirect("record", kind=kind.key, pk=saved.pk)
    # The name as it stands in the database: the form has put what was typed into its instance.
    title = str(kind.rows().get(pk=row.pk)) if row else kind.new
    context = {"kind": kind, "row": row, "title": title, "form": form, "parts": parts}
    if row is not None:
        context["staffings"] = staffings_of(row)
        context["sections"] = sections_of_record(request, kind.rows().get(pk=row.pk))
        if kind.key == "companies":
            sites = Site.objects.filter(company=row.pk).order_by("name")
            context["sites"], context["more"] = first_of(sites, SITES_SHOWN)
    return render(request, "organisations/record.html", context)


def _keep(form, parts, actor):
    changed = parts.save(commit=False) if parts else ()
    removed = parts.deleted_objects if parts else ()
    fields = [*form.changed_data, *(["parts"] if changed or removed else [])]
    row = form.save(commit=False)
    return keep_record(row=row, changed=changed, removed=removed, fields=fields, actor=actor, at=timezone.now())
