"""The register in words: the stage of each person of a cohort, the status of a number, as sign and word."""

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.issuing.models import Copy
from certificates.issuing.rules import NAME_ERASED, REPLACED, REVOKED, VALID
from courses.completion.rules import CONFIRMATION, SEMINAR_LIST


def status_chip(status):
    """Return kind, icon and word of a Status for components/chip.html."""
    return {
        VALID: {"kind": "done", "word": pgettext("status of a certificate", "valid")},
        NAME_ERASED: {"kind": "done", "word": _("valid, name erased")},
        REPLACED: {"kind": "", "icon_name": "swap", "word": pgettext("status of a certificate", "replaced")},
        REVOKED: {"kind": "stop", "word": pgettext("status of a certificate", "revoked")},
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


def stage_chip(row):
    """Return kind, icon and word for where somebody stands on the way to a paper; None once something was issued."""
    if row.erased:
        return {"kind": "", "icon_name": "info", "word": _("issued once, name erased")}
    if row.can_be_issued:
        return {"kind": "next", "word": _("can be issued")}
    if row.can_be_released:
        return {"kind": "wait", "word": _("waits for the chamber's release")}
    if row.can_be_confirmed:
        return {"kind": "next", "word": _("attendance confirmation can be issued")}
    if row.entries:
        return None
    if row.lacks_only_data:
        return {
            "kind": "wait",
            "word": _("earned, %(missing)s missing") % {"missing": get_text_list(row.unknown, _("and"))},
        }
    if row.standing.earned == SEMINAR_LIST:
        return {"kind": "stop", "word": _("list of attended seminars only")}
    if row.standing.earned == CONFIRMATION:
        return {"kind": "done", "word": _("attendance confirmation")}
    return {"kind": "open", "word": _("not settled yet")}


def missing_items(row):
    """Return in words what stands between this person and the certificate, for the office."""
    return (
        []
        if row.entries
        else [{"kind": item.kind, "what": item.what, "why": item.why} for item in row.standing.missing]
    )


def lines_of(rows):
    """Return what a table of a cohort shows, one dict per person."""
    return [
        {
            "row": row,
            "person": row.enrolment.person,
            "stage": stage_chip(row),
            "missing": missing_items(row),
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
