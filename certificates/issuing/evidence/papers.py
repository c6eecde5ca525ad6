"""What was excepted, released and issued. A number that ended names nobody: it would tell of its successor."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from certificates.issuing.earlier_names import is_printed_otherwise
from certificates.issuing.evidence.tables import Table
from certificates.issuing.evidence.wording import account, day, moment, word
from certificates.issuing.models import Certificate, Proof, Release, StatusChange
from certificates.issuing.register import entries_of
from certificates.issuing.rules import status_of
from certificates.issuing.showing import missing_words, status_chip


def exceptions_table(people):
    """For whom something was disregarded: what, why, who answers for it."""
    columns = [
        ("person", _("Person no.")),
        ("name", _("Name")),
        ("missing", _("What was missing")),
        ("reason", _("Reason")),
        ("granted_by", _("Granted by")),
        ("granted_at", _("At")),
    ]
    rows = [
        people.of(row.enrolment.pk)
        | {
            "missing": get_text_list(missing_words(one.missing), _("and")),
            "reason": one.reason,
            "granted_by": account(one.granted_by),
            "granted_at": moment(one.granted_at),
        }
        for row in people.rows
        for one in row.exceptions
    ]
    return Table("exceptions", _("Exceptions"), columns, rows)


def releases_table(cohort, people):
    """Whom the chamber released, and when."""
    columns = [
        ("person", _("Person no.")),
        ("name", _("Name")),
        ("chamber", _("Chamber")),
        ("released_by", _("Released by")),
        ("released_at", _("At")),
    ]
    found = Release.objects.filter(enrolment__in=people.numbers).select_related("chamber", "released_by")
    rows = [
        people.of(one.enrolment_id)
        | {
            "chamber": one.chamber.name,
            "released_by": account(one.released_by),
            "released_at": moment(one.released_at),
        }
        for one in found.order_by("released_at", "pk")
    ]
    return Table("releases", _("Lists released by the chamber"), columns, rows)


def certificates_table(cohort, people):
    """Every copy of every number with what it is known by."""
    columns = [
        ("number", _("Number")),
        ("kind", _("Document")),
        ("name", _("Name")),
        ("issued_on", _("Issued")),
        ("copy", _("Copy no.")),
        ("made_out_on", _("Made out on")),
        ("status", _("Status")),
        ("since", _("Since")),
        ("sha256", _("SHA-256 of the file")),
        ("signed_sha256", _("SHA-256 of what was sealed")),
        ("sealed_with", _("SHA-256 of the seal's certificate")),
    ]
    entries = entries_of(Certificate.objects.filter(cohort=cohort).order_by("year", "sequence"))
    changes = {}
    for change in StatusChange.objects.filter(certificate__cohort=cohort).order_by("at", "pk"):
        changes.setdefault(change.certificate_id, []).append(change)
    proofs = {one.copy_id: one for one in Proof.objects.filter(copy__certificate__cohort=cohort)}
    rows = [
        _copy_row(entry, copy, changes.get(entry.certificate.pk, ()), proofs.get(copy.pk), people)
        for entry in entries
        for copy in entry.copies
    ]
    note = _(
        "A number that is no longer valid, or that was printed with another name than the person's today, names "
        "nobody here."
    )
    return Table("certificates", _("Certificates"), columns, rows, note)


def _copy_row(entry, copy, changes, proof, people):
    status = status_of(changes, copy.pk)
    holding = getattr(entry.certificate, "holding", None)
    named = entry.status.holds and holding is not None and not is_printed_otherwise(entry)
    return {
        "number": entry.certificate.number,
        "kind": word(entry.certificate.get_kind_display()),
        "name": people.names.get(holding.enrolment_id, "") if named else "",
        "issued_on": day(entry.certificate.issued_on),
        "copy": copy.ordinal,
        "made_out_on": day(copy.issued_on),
        "status": word(status_chip(status)["word"]),
        "since": day(None if status.holds else status.on),
        "sha256": copy.sha256,
        "signed_sha256": proof.signed_sha256 if proof else "",
        "sealed_with": proof.sealed_with if proof else "",
    }
