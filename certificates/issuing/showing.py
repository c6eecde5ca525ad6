"""The register in words: the stage of each person of a cohort, the status of a number, as sign and word."""

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.issuing.earlier_names import is_printed_otherwise
from certificates.issuing.models import Certificate, Copy
from certificates.issuing.rules import NAME_ERASED, REPLACED, REVOKED, SUSPENDED, VALID
from courses.completion.rules import CONFIRMATION, SEMINAR_LIST
from courses.curriculum.models import Requirement
from lms.lib.figures import teaching_units


def status_chip(status):
    """Return kind, icon and word of a Status for components/chip.html."""
    return {
        VALID: {"kind": "done", "word": pgettext("status of a certificate", "valid")},
        NAME_ERASED: {"kind": "done", "word": _("valid, name erased")},
        REPLACED: {"kind": "", "icon_name": "swap", "word": pgettext("status of a certificate", "replaced")},
        REVOKED: {"kind": "stop", "word": pgettext("status of a certificate", "revoked")},
        SUSPENDED: {"kind": "wait", "word": pgettext("status of a certificate", "suspended")},
    }[status.word]


def making_chip(copy):
    """Return kind, icon and word for how far the PDF of a copy is."""
    return {
        Copy.State.WAITING: {"kind": "", "icon_name": "clock", "word": _("PDF waits")},
        Copy.State.RUNNING: {"kind": "open", "word": _("PDF is being made")},
        Copy.State.DONE: {"kind": "done", "word": _("PDF is ready")},
        Copy.State.FAILED: {"kind": "stop", "word": _("PDF failed")},
        Copy.State.PAPER: {"kind": "", "icon_name": "doc", "word": _("on paper only")},
    }[Copy.State(copy.state)]


def file_chip(copy, status):
    """Return kind, icon and word for the PDF of a copy of this Status: what does not count is not handed out."""
    if copy.state == Copy.State.PAPER or status.word == VALID:
        return making_chip(copy)
    if getattr(copy, "content", None) is None:
        return {"kind": "", "icon_name": "info", "word": _("PDF is deleted")}
    return {"kind": "", "icon_name": "info", "word": _("PDF is not handed out")}


def stage_chip(row):
    """Return kind, icon and word for where somebody stands on the way to a paper; None once something was issued."""
    if row.erased:
        return {"kind": "", "icon_name": "info", "word": _("issued once, name erased")}
    if row.can_be_issued:
        return {"kind": "next", "word": _("can be issued")}
    if row.can_be_released and row.is_withheld:
        return {"kind": "stop", "word": _("withheld by the chamber")}
    if row.can_be_released:
        return {"kind": "wait", "word": _("waits for the chamber's release")}
    if row.can_be_confirmed:
        return {"kind": "next", "word": _("attendance confirmation can be issued")}
    if any(entry.certificate.kind != Certificate.Kind.TRANSCRIPT for entry in row.entries):
        return None
    if row.lacks_only_data:
        return {
            "kind": "wait",
            "word": _("earned, %(missing)s missing") % {"missing": get_text_list(row.unknown, _("and"))},
        }
    if row.earned == SEMINAR_LIST:
        return {"kind": "stop", "word": _("list of attended seminars only")}
    if row.earned == CONFIRMATION:
        return {"kind": "done", "word": _("attendance confirmation")}
    return {"kind": "open", "word": _("not settled yet")}


def missing_items(row, remedies=None):
    """Return in words what stands between this person and the certificate, for the office with its remedies."""
    if row.erased or row.has(Certificate.Kind.CERTIFICATE):
        return []
    return [
        {
            "kind": item.kind,
            "what": item.what,
            "why": item.why,
            "remedies": list(remedies.of(item, row)) if remedies else [],
        }
        for item in row.missing
    ]


def missing_words(missing):
    """Return in words what an exception made up for, from its data."""
    words = dict(Requirement.Kind.choices) | {"attendance": _("attendance"), "knowledge_checks": _("knowledge checks")}
    return [_with_figures(str(words.get(one["kind"], one["kind"])), one) for one in missing]


def _with_figures(word, one):
    if "units_attended" not in one:
        return word
    return _("%(what)s (%(attended)s of %(total)s)") % {
        "what": word,
        "attended": one["units_attended"],
        "total": teaching_units(one["units_total"]),
    }


def exception_lines(row):
    """Return the exceptions of a Row as the office, the chamber and the register show them."""
    return [
        {
            "missing": get_text_list(missing_words(one.missing), _("and")),
            "reason": one.reason,
            "by": str(one.granted_by),
            "at": one.granted_at,
        }
        for one in row.exceptions
    ]


def lines_of(rows, remedies=None):
    """Return what a table of a cohort shows, one dict per person; with `remedies` what the office can do."""
    return [
        {
            "row": row,
            "person": row.enrolment.person,
            "stage": stage_chip(row),
            "missing": missing_items(row, remedies),
            "exceptions": exception_lines(row),
            "withheld": row.withholding if row.can_be_released and row.is_withheld else None,
            "exception_url": remedies.exception(row) if remedies else None,
            "entries": [line_of(entry) for entry in row.entries],
        }
        for row in rows
    ]


def line_of(entry):
    """Return what a table of certificates shows for one number."""
    done = entry.copy.state == Copy.State.DONE
    return {
        "entry": entry,
        "certificate": entry.certificate,
        "kind": capfirst(entry.certificate.get_kind_display()),
        "status": status_chip(entry.status),
        "making": None if done or not entry.status.holds else making_chip(entry.copy),
        "can_open": done and entry.status.word == VALID,
        "printed_otherwise": is_printed_otherwise(entry),
        "copy": entry.copy,
    }


def printed_name(entry):
    """Return the holder as the paper names them, only while the number is valid: others must not lead to each other."""
    if entry.status.word != VALID:
        return ""
    content = getattr(entry.copy, "content", None)
    if content is not None:
        return f"{content.snapshot['given_name']} {content.snapshot['family_name']}".strip()
    holding = getattr(entry.certificate, "holding", None)
    return holding.enrolment.person.full_name if holding else ""
