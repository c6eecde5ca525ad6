"""Loading a file: read all of it, check all of it, then write all of it in one transaction, or nothing."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.issuing.tasks import make_pdf
from certificates.loading.consistency import check_consistency
from certificates.loading.dates import shift_to
from certificates.loading.ledger import Ledger
from certificates.loading.reading import read_tree
from certificates.loading.references import Index, check_references
from certificates.loading.refusals import BadFile, Fault
from certificates.loading.schema import FILE
from certificates.loading.shape import BAD, Day, Reading
from certificates.loading.writers.attendance import write_attendance
from certificates.loading.writers.booking import write_bookings
from certificates.loading.writers.cohorts import write_cohorts
from certificates.loading.writers.completion import write_outcomes
from certificates.loading.writers.curriculum import write_curriculum
from certificates.loading.writers.organisations import write_organisations
from certificates.loading.writers.people import write_people
from certificates.loading.writers.register import write_register
from courses.curriculum.permissions import MANAGE
from lms.accounts.grants import holds
from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.messages.after_commit import hand_over

WRITERS = (
    write_organisations,
    write_people,
    write_curriculum,
    write_cohorts,
    write_bookings,
    write_attendance,
    write_outcomes,
    write_register,
)


@dataclass(frozen=True)
class Loaded:
    """What a load did: rows made by table, where the file differs from rows that were there, copies to be printed."""

    made: dict = field(default_factory=dict)
    differences: list = field(default_factory=list)
    to_print: list = field(default_factory=list)

    @property
    def count(self):
        return sum(self.made.values())


def load(data, *, at, today=None, actor=None, printing=True):
    """
    Load the file `data` (bytes or text) and return what was Loaded.

    With `today` all dates but those of birth move by the whole weeks that bring the file's anchor date to that day.
    Rows that are there stay as they are, so a second time changes nothing. A file that brings something new and
    contradicts what is there is refused as a whole. `actor` None is whoever runs commands on the machine. The PDFs of
    loaded certificates are printed after the commit; printing=False leaves that to the jobs that are due.

    Raises BadFile with every fault and its place, or NotAllowed; nothing is written then.
    """
    if actor is not None and not holds(actor, MANAGE):
        raise NotAllowed(_("Only the office may load programmes."))
    checked, clock = check(data, at=at, today=today)
    with transaction.atomic():
        loaded = write(checked, at=at, clock=clock, actor=actor)
        for copy in loaded.to_print if printing else ():
            hand_over(make_pdf, copy, long=True)
    return loaded


def check(data, *, at, today=None):
    """Return (the Index of the file, the day on which it takes place). Raises BadFile; reads no database."""
    root = read_tree(data)
    anchor = anchor_of(root)
    shift = shift_to(anchor, today)
    reading = Reading(shift)
    values = FILE.read(root, reading)
    if values is BAD:
        raise BadFile(reading.faults)
    index = Index(values, reading)
    check_references(index)
    check_consistency(index)
    if reading.faults:
        raise BadFile(reading.faults)
    return index, anchor + shift if anchor else today or timezone.localdate(at)


def anchor_of(root):
    """The file's anchor date, or None if it has none (or a wrong one, which the reading will say)."""
    meta = root.keys.get("meta")
    node = meta.keys.get("anchor_date") if meta else None
    found = Day(moves=False).read(node, Reading()) if node and node.kind != "null" else None
    return None if found is BAD else found


def write(index, *, at, clock, actor):
    """Write a checked file; belongs inside a transaction, which a BadFile must roll back."""
    ledger = Ledger(index.data, index, at=at, clock=clock, actor=actor)
    for writer in WRITERS:
        writer(ledger)
        if ledger.faults:
            raise BadFile(ledger.faults)
    made = {name: count for name, count in ledger.made.items() if count}
    if made and ledger.differences:
        message = _("the file contradicts what is there, so nothing new of it was loaded")
        raise BadFile([Fault(0, "", message), *ledger.differences])
    if made:
        for programme in ledger.programmes.values():
            record("programme.loaded", actor=actor, subject=programme, at=at, rows=made)
    return Loaded(made=made, differences=sorted(ledger.differences), to_print=ledger.to_print)
