"""Numbers of the register as they were given, with their copies, holders and what ended them."""

from django.utils.translation import gettext as _

from certificates.document.codes import new_code
from certificates.issuing.models import Certificate, Copy, Holding, NameErasure, StatusChange
from certificates.issuing.numbers import keep_clear_of
from certificates.issuing.papers import own_language
from certificates.issuing.rules import read_number
from certificates.loading.writers.papers import freeze_papers

Status = StatusChange.Status


def write_register(ledger):
    """Make the numbers that are missing and note which to print; a number that is there keeps its copies and codes."""
    records = sorted(ledger.data["certificates"], key=lambda one: one["number"])
    written = {}
    while records:
        # A successor names a row, so its predecessor must be there first.
        ready = [one for one in records if one["replaces"] is None or one["replaces"] in written]
        if not ready:
            for one in records:
                ledger.fault(one.place("replaces"), _("certificates replace each other in a circle"))
            return
        rows = [(one.node, certificate_of(one, written, ledger)) for one in ready]
        settled = ledger.settle(Certificate, rows, ("number",), skip=("issued_by", "issued_at"))
        written.update({certificate.number: certificate for certificate in settled})
        records = [one for one in records if one["number"] not in written]
    continue_series(ledger, written.values())
    fresh = [one for one in ledger.data["certificates"] if ledger.is_new(written[one["number"]])]
    ledger.add(holding_of(one, written, ledger) for one in fresh if not one["name_erased"])
    copies = {one["number"]: copies_of(one, written, ledger) for one in fresh}
    ledger.add(copy for group in copies.values() for copy in group)
    ledger.add(change for one in fresh for change in changes_of(one, written, copies[one["number"]], ledger))
    erased = {one["participant"]: one for one in fresh if one["name_erased"]}
    erasures = [(one.node, NameErasure(enrolment=ledger.enrolments[person])) for person, one in erased.items()]
    ledger.settle(NameErasure, erasures, ("enrolment_id",))
    ledger.to_print = freeze_papers(ledger, fresh, written, copies)


def certificate_of(record, written, ledger):
    """The row of one number. The year in the number does not move with the dates."""
    _prefix, year, sequence = read_number(record["number"])
    return Certificate(
        number=record["number"],
        office=ledger.office,
        year=year,
        sequence=sequence,
        cohort=ledger.cohorts[record["cohort"]],
        issued_on=record["issued"],
        replaces=written.get(record["replaces"]),
        issued_by=ledger.actor,
        issued_at=ledger.at,
    )


def continue_series(ledger, certificates):
    """Let each year's series go on after the highest number that was loaded."""
    highest = {}
    for certificate in certificates:
        highest[certificate.year] = max(certificate.sequence, highest.get(certificate.year, 0))
    for year, last in highest.items():
        keep_clear_of(ledger.office, year, last)


def holding_of(record, written, ledger):
    return Holding(certificate=written[record["number"]], enrolment=ledger.enrolments[record["participant"]])


def copies_of(record, written, ledger):
    """The original and its replacement copies, each with a code of its own."""
    certificate = written[record["number"]]
    edition = ledger.cohorts[record["cohort"]].edition
    language = own_language(ledger.people[record["participant"]], edition)
    common = {"certificate": certificate, "language": language, "state": Copy.State.PAPER}
    copies = [Copy(ordinal=1, code=new_code(), issued_on=record["issued"], **common)]
    for ordinal, one in enumerate(record["duplicates"], 2):
        mark = one["mark"].within(language)
        copies.append(Copy(ordinal=ordinal, code=new_code(), issued_on=one["issued"], mark=mark, **common))
    return copies


def changes_of(record, written, copies, ledger):
    """What ended the number or one of its copies. Reasons are for the office only."""
    common = {"certificate": written[record["number"]], "actor": ledger.actor, "at": ledger.at}
    for copy, one in zip(copies, record["duplicates"], strict=False):
        yield StatusChange(copy=copy, status=Status.REPLACED, on=one["issued"], internal_reason=one["reason"], **common)
    if record["status"] == "replaced":
        [successor] = ledger.index.successors[record["number"]]
        yield StatusChange(
            status=Status.REPLACED, on=successor["issued"], internal_reason=successor["reason"], **common
        )
    if record["status"] == "revoked":
        reason = record["revocation_reason_internal"]
        yield StatusChange(status=Status.REVOKED, on=record["revoked_on"], internal_reason=reason, **common)
    if record["name_erased"]:
        yield StatusChange(status=Status.NAME_ERASED, on=ledger.clock, **common)
