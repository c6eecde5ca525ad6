"""The office's page of a number: its state, its copies, what happened to it, and what can be done to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.document.codes import in_groups
from certificates.issuing.acts import ACTS, acts_for
from certificates.issuing.earlier_names import valid_under_earlier_name
from certificates.issuing.history import history_of
from certificates.issuing.models import Certificate
from certificates.issuing.permissions import may_issue
from certificates.issuing.register import Row, entries_of, status_of_number
from certificates.issuing.rules import status_of
from certificates.issuing.showing import exception_lines, file_chip, line_of, status_chip
from lms.lib.refusals import Refusal
from lms.organisations.permissions import may_keep_records


def _number(request, number):
    row = get_object_or_404(
        Certificate.objects.select_related(
            "cohort__edition__programme__office",
            "cohort__edition__chamber",
            "holding__enrolment__person",
            "issued_by",
            "replaces",
            "replaced_by",
        ),
        number=number,
    )
    if not may_issue(request.user, row.cohort):
        raise Http404
    return row


@login_required
@require_safe
def certificate(request, number):
    """Show the office one number with its copies and history, and what can be done to it."""
    row = _number(request, number)
    [entry] = entries_of(Certificate.objects.filter(pk=row.pk))
    changes = list(row.status_changes.select_related("copy", "actor"))
    events, person = history_of(row, changes), _person(row)
    others, offices = valid_under_earlier_name(person, request.user, beside=row) if person else ([], [])
    context = {
        "line": line_of(entry),
        "cohort": row.cohort,
        "certificate": row,
        "person": person,
        "others": others,
        "other_offices": offices,
        "record_url": _record_url(request, person),
        "exceptions": _exceptions_of(row),
        "copies": [_copy(copy, status_of(changes, copy.pk)) for copy in entry.copies],
        "events": events,
        "facts": [event for event in events if event.fact],
        "replaces": row.replaces,
        "replaced_by": getattr(row, "replaced_by", None),
        "acts": acts_for(entry.status, named=person is not None),
    }
    return render(request, "certificates/issuing/certificate.html", context)


def _copy(copy, status):
    return {
        "copy": copy,
        "code": in_groups(copy.code),
        "status": status_chip(status),
        "making": file_chip(copy, status),
    }


def _person(row):
    """Whose number it is; None once the name was erased."""
    return row.holding.enrolment.person if hasattr(row, "holding") else None


def _record_url(request, person):
    """Where the data of the person are corrected, for whoever may."""
    return reverse("record", args=["people", person.pk]) if person and may_keep_records(request.user) else ""


def _exceptions_of(row):
    """A list or confirmation rests on no exception."""
    if not hasattr(row, "holding") or row.kind != Certificate.Kind.CERTIFICATE:
        return []
    granted = row.holding.enrolment.exceptions.select_related("granted_by").filter(granted_at__lte=row.issued_at)
    return exception_lines(Row(standing=None, exceptions=list(granted)))


@login_required
def change_certificate(request, number, act):
    """Ask once more, with what follows from it, then do it."""
    row, chosen = _number(request, number), ACTS.get(act)
    if chosen is None:
        raise Http404
    person, back = _person(row), reverse("certificate", args=[row.number])
    if chosen.key == "erase" and person is None:
        raise Http404
    others, offices = valid_under_earlier_name(person, request.user, beside=row) if chosen.prints else ([], [])
    form = _form(request, row, chosen, others)
    if form.is_bound and form.is_valid():
        try:
            return _done(request, row, chosen, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    elif not form.is_bound and chosen not in acts_for(status_of_number(row), named=person is not None):
        return redirect(back)
    context = {
        "title": chosen.title % {"number": row.number},
        "text": chosen.text,
        "facts": _facts(request, row, person, chosen),
        "form": form,
        "warnings": [_asks_elsewhere(office) for office in offices],
        "button": chosen.button,
        "danger": chosen.danger,
        "back_url": back,
    }
    return render(request, "components/confirm_page.html", context)


def _form(request, row, chosen, others):
    more = {}
    if chosen.prints:
        more["others"] = others
    if chosen.key == "copy":
        more["initial"] = {"earlier": row.copies.last().ordinal}
    return chosen.form(request.POST if request.method == "POST" else None, **more)


def _asks_elsewhere(office):
    return _("A paper of this person that was printed with another name is %(office)s's. Ask there.") % {
        "office": office
    }


def _done(request, row, chosen, given):
    """Do what was asked for, say so, and go to the number to be shown next."""
    asked = {name: given[name] for name in ("reason", "earlier") if name in given}
    new = chosen.do(certificate=row, actor=request.user, at=timezone.now(), **asked)
    shown = new if isinstance(new, Certificate) else row
    messages.success(request, chosen.said % {"number": row.number, "new": shown.number})
    for other in given.get("also", ()):
        _do_too(request, other, chosen, given["reason"])
    return redirect("certificate", number=shown.number)


def _do_too(request, other, chosen, reason):
    """The same act on another paper, in a transaction of its own: what one is refused keeps no other."""
    try:
        new = chosen.do(certificate=other, actor=request.user, at=timezone.now(), reason=reason)
    except Refusal as refusal:
        messages.warning(
            request,
            _("%(number)s was not issued anew. %(why)s") % {"number": other.number, "why": refusal},
        )
    else:
        messages.success(request, _("%(new)s was issued in place of %(number)s.") % {"number": other, "new": new})


def _facts(request, row, person, chosen):
    """Whose paper it is, and for a new one what it would say of the person, with the way to correct that first."""
    facts = [(_("Document"), f"{row.get_kind_display()}, {row.cohort}")]
    if person is None:
        return facts
    facts.append((_("Name"), person.full_name))
    if chosen.prints:
        born = person.date_of_birth and date_format(person.date_of_birth, "DATE_FORMAT")
        facts.append((_("Born"), ", ".join(filter(None, [born, person.place_of_birth])) or "–"))
        if url := _record_url(request, person):
            link = format_html('<a href="{}">{}</a>', url, _("Correct the data of the person first"))
            facts.append((_("Not right?"), link))
    return facts
