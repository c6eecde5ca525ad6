"""What a stand-in attended, changed after the sheet was closed: the act on a line of the sheet, for whoever came."""

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from courses.attendance import rules
from courses.attendance.models import Sheet, StandInCorrection
from courses.attendance.permissions import may_keep_sheet
from courses.attendance.refusals import LineUnreadable, NothingToCorrect, SheetChanged, SheetOpen
from courses.booking.models import StandIn
from lms.audit.log import record
from lms.lib.refusals import NotAllowed


@transaction.atomic
def correct_stand_in(*, stand_in, units, reason, actor, at, seen=None):
    """
    Change what a stand-in attended of a session whose sheet is closed; keep both values, author, time and reason.

    `units` are teaching units of the whole session, 0 for who did not come; `seen` is what the writer had before them
    ("" for nothing entered; None: it counts whatever stands there). Nobody's certificate changes: the absent person
    keeps 0 units. Return the StandInCorrection. Raises NotAllowed, SheetOpen (then it is simply entered anew),
    NothingToCorrect (no reason, called off, or nothing changes), LineUnreadable (more than was taught), SheetChanged.
    """
    session = stand_in.session
    if not may_keep_sheet(actor, session):
        raise NotAllowed(_("Only the lecturers of this session and the office keep its attendance sheet."))
    sheet = Sheet.objects.select_for_update().filter(session=session).first()
    if not rules.is_closed(sheet):
        raise SheetOpen(_("The sheet is still open: enter it there, no correction is needed."))
    stand_in = StandIn.objects.get(pk=stand_in.pk)
    reason = reason.strip()
    if not reason:
        raise NothingToCorrect(_("A correction needs its reason."))
    if stand_in.called_off_at is not None:
        raise NothingToCorrect(_("This stand-in was called off; nobody came."))
    if seen is not None and seen != token_of(stand_in):
        raise SheetChanged({})
    if units == stand_in.units:
        raise NothingToCorrect(_("This is what stands already; there is nothing to correct."))
    if not 0 <= units <= taught_in(session):
        raise LineUnreadable({})
    before, stand_in.units = stand_in.units, units
    stand_in.save(update_fields=["units"])
    correction = StandInCorrection.objects.create(
        stand_in=stand_in, units_before=before, units_after=units, reason=reason, author=actor, at=at
    )
    facts = {"session": session.pk, "correction": correction.pk, "units": [before, units]}
    record("stand_in.corrected", actor=actor, subject=stand_in, at=at, **facts)
    return correction


def taught_in(session):
    """The teaching units of all days of a session whose sheet is closed: its last day has come."""
    return session.days.aggregate(sum=Sum("units"))["sum"] or 0


def token_of(stand_in):
    """What stands there, as a word for forms."""
    return "" if stand_in.units is None else str(stand_in.units)
