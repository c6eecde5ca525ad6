"""What happens to a sheet: opened, filled in for the whole class at once, closed, corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.attendance import rules
from courses.attendance.models import AbsenceReason, Correction, MakeUp, Mark, Sheet
from courses.attendance.permissions import may_keep_sheet, may_read_reason
from courses.attendance.refusals import (
    LineUnreadable,
    NothingToCorrect,
    SessionCancelled,
    SheetChanged,
    SheetClosed,
    SheetNotDue,
    SheetOpen,
    UnknownLine,
    UnsignedLeft,
)
from courses.attendance.roster import Line, lines_of, stand_ins_at, value_of
from courses.attendance.stand_ins import note_units, represents
from courses.cohorts.models import SeminarSession
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

# What stands for somebody in whose place another came.
AWAY = rules.Value(rules.EXCUSED)
WRITTEN = ["status", "punched", "units", "note", "marked_at", "marked_by"]


@dataclass(frozen=True)
class Entry:
    """
    What shall stand on one line. `seen` is the token of the value that the writer had before them.

    Without `seen` the entry counts whatever stands there; with it nobody's work is overwritten unseen.
    """

    day: int
    enrolment: int
    value: rules.Value
    seen: str | None = None

    @property
    def key(self):
        return self.day, self.enrolment


def _ask(actor, session):
    if not may_keep_sheet(actor, session):
        raise NotAllowed(_("Only the lecturers of this session and the office keep its attendance sheet."))


def _locked_sheet(session, at):
    """
    Lock the open sheet, made the first time; everything that changes it queues here.

    Raises SessionCancelled, SheetNotDue before the first day of a session without sheet, or SheetClosed.
    """
    sheets = Sheet.objects.select_for_update(of=("self",)).select_related("session")
    sheet = sheets.filter(session=session).first()
    if sheet is None:
        _refuse_unless_due(session, at)
        Sheet.objects.get_or_create(session=session)
        sheet = sheets.get(session=session)
    if sheet.session.status == SeminarSession.Status.CANCELLED:
        raise SessionCancelled(_("This session was cancelled; there is no attendance to record."))
    if rules.is_closed(sheet):
        raise SheetClosed(
            _("This sheet was closed on %(date)s. What is wrong is put right by a correction with its reason.")
            % {"date": date_format(timezone.localtime(sheet.closed_at), "SHORT_DATETIME_FORMAT")}
        )
    return sheet


def _refuse_unless_due(session, at):
    if session.status == SeminarSession.Status.CANCELLED:
        raise SessionCancelled(_("This session was cancelled; there is no attendance to record."))
    first = session.days.order_by("date").first()
    if first is None:
        raise SheetNotDue(_("No day is set for this session yet."))
    if first.date > timezone.localdate(at):
        raise SheetNotDue(
            _("The roll is called from %(date)s on, the first day of this session.")
            % {"date": date_format(first.date, "DATE_FORMAT")}
        )


@transaction.atomic
def open_sheet(*, session, actor, at):
    """
    Make the Sheet of a session with an open Mark for everybody on it, and return it. May run again: late comers join.

    On the sheet is who has a seat on one of its days, and who makes the seminar up here as a guest. `at` is an aware
    datetime. Raises NotAllowed, SessionCancelled, SheetNotDue (before the first day) or SheetClosed.
    """
    _ask(actor, session)
    sheet = _locked_sheet(session, at)
    made = _add_missing(lines_of(session))
    if made:
        record("sheet.opened", actor=actor, subject=sheet, at=at, session=session.pk, lines=len(made))
    return sheet


def _add_missing(lines):
    missing = [Mark(day=line.day, enrolment=line.enrolment) for line in lines if line.mark is None]
    return Mark.objects.bulk_create(missing)


@transaction.atomic
def call_roll(*, session, marks: Iterable[Entry], stand_ins=None, actor, at: datetime):
    """
    Write the entries of a whole class in one act, and return of how many people something changed.

    All or nothing. A line that its writer left as it was shown is left as it is now. Few queries, not one per line.
    Whoever has a stand-in is excused, whatever else is entered: no teaching units for who was away. `stand_ins` maps a
    StandIn's primary key to the teaching units of the session that it was there for, or None.
    Raises NotAllowed, SessionCancelled, SheetNotDue (the session or the punched day is still to come), SheetClosed,
    UnknownLine, LineUnreadable (more units than the day has, units of somebody who was away), or SheetChanged, which
    carries the lines that somebody else changed meanwhile; nothing is written then.
    """
    entries = {entry.key: entry for entry in marks}
    _ask(actor, session)
    sheet = _locked_sheet(session, at)
    made = (
        Mark.objects.filter(day__session=session)
        .select_related("day", "enrolment__person")
        .annotate(represented=Exists(represents(session)))
    )
    known = {(mark.day_id, mark.enrolment_id): Line(mark.day, mark.enrolment, mark, guest=False) for mark in made}
    represented = {mark.enrolment_id for mark in made if mark.represented}
    if not known or entries.keys() - known.keys():
        known = {line.key: line for line in lines_of(session)}
        represented = {key[1] for key, line in known.items() if line.stand_in}
    if entries.keys() - known.keys():
        raise UnknownLine(_("The list names somebody who is not on it. Nothing was saved; please load the page anew."))
    entries = {key: entry for key, entry in entries.items() if key[1] not in represented}
    _refuse_unreadable(entries, known, timezone.localdate(at))
    changed = _changes(entries, known)
    changed |= {key: AWAY for key, line in known.items() if key[1] in represented and line.value != AWAY}
    _write(changed, known, actor, at)
    noted = note_units(session, stand_ins or {}, sum(day.units for day in _days_come(known, at)))
    if noted:
        record("stand_ins.noted", actor=actor, subject=sheet, at=at, session=session.pk, units=stand_ins)
    if changed:
        record(
            "roll.called",
            actor=actor,
            subject=sheet,
            at=at,
            session=session.pk,
            lines=[[*key, value.status, value.punched] for key, value in changed.items()],
        )
    return len({enrolment for _day, enrolment in changed} | noted)


def _days_come(known, at):
    return {line.day.pk: line.day for line in known.values() if line.day.date <= timezone.localdate(at)}.values()


def _refuse_unreadable(entries, known, today):
    faults = {}
    for key, entry in entries.items():
        value, day = entry.value, known[key].day
        if value.punched >> day.units or value.punched < 0:
            faults[key] = _("This day has %(units)s teaching units.") % {"units": day.units}
        elif value.status in rules.AWAY | {rules.OPEN} and value.punched:
            faults[key] = _("Who was away has no teaching units.")
        elif value.punched and day.date > today:
            faults[key] = _("This day has not come yet.")
        elif value.status in (rules.EXCUSED, rules.UNEXCUSED) and value.note and value != known[key].value:
            faults[key] = _("No reason of absence on the list, please: the office keeps it apart.")
        elif value.status not in Mark.Status.values or (not value.punched and value.status in _PRESENT):
            faults[key] = _("Tick the teaching units that were attended.")
    if faults:
        raise LineUnreadable(faults)


_PRESENT = {rules.PRESENT, rules.LATE, rules.LEFT_EARLY, rules.ONLINE}


def _changes(entries, known):
    """Return the values to write by key. Raises SheetChanged where two people want different things."""
    changed, clashes = {}, {}
    for key, entry in entries.items():
        now = known[key].value
        untouched = entry.seen == entry.value.token
        if untouched or entry.value == now:
            continue
        if entry.seen is not None and entry.seen != now.token:
            clashes[key] = known[key].mark
        else:
            changed[key] = entry.value
    if clashes:
        raise SheetChanged(clashes)
    return changed


def _write(changed, known, actor, at):
    """Write values: lines that exist in one statement, lines that do not in another."""
    fresh, standing = [], []
    for key, line in known.items():
        value = changed.get(key)
        mark = line.mark or Mark(day=line.day, enrolment=line.enrolment)
        if value is not None:
            mark.status, mark.punched, mark.units = value.status, value.punched, value.units
            mark.note, mark.marked_at, mark.marked_by = value.note, at, actor
        if line.mark is None:
            fresh.append(mark)
        elif value is not None:
            standing.append(mark)
    if fresh:
        Mark.objects.bulk_create(fresh)
    if standing:
        Mark.objects.bulk_update(standing, WRITTEN)


@transaction.atomic
def close_sheet(*, session, actor, at, confirmed=()):
    """
    Close the sheet, so that its figures are final, and mark the session as held; return the Sheet.

    `confirmed` are the (day, enrolment) keys of lines without signature of which the actor knows that they count 0.
    Guests are credited at home with what they attended here. Raises NotAllowed, SessionCancelled, SheetNotDue
    (before the last day has begun), SheetClosed, or UnsignedLeft with the lines that nobody has confirmed.
    """
    _ask(actor, session)
    _refuse_unless_due(session, at)
    last = session.days.order_by("date").last()
    begins = timezone.make_aware(datetime.combine(last.date, last.starts_at))
    if at < begins:
        raise SheetNotDue(
            _("The sheet can be closed once the last day has begun: %(date)s.")
            % {"date": date_format(begins, "SHORT_DATETIME_FORMAT")}
        )
    sheet = _locked_sheet(session, at)
    lines = lines_of(session)
    if away := {line.key: AWAY for line in lines if line.stand_in and line.value != AWAY}:
        _write(away, {line.key: line for line in lines}, actor, at)
        lines = lines_of(session)
    unsigned = [line for line in lines if line.value.status == rules.OPEN]
    unconfirmed = [line for line in unsigned if line.key not in set(confirmed)]
    if unconfirmed:
        raise UnsignedLeft(unconfirmed)
    _add_missing(lines)
    sheet.closed_at, sheet.closed_by = at, actor
    sheet.save(update_fields=["closed_at", "closed_by"])
    SeminarSession.objects.filter(pk=session.pk).update(status=SeminarSession.Status.HELD)
    for enrolment in {line.enrolment.pk for line in lines if line.guest}:
        _credit_guest(session, enrolment)
    record("sheet.closed", actor=actor, subject=sheet, at=at, session=session.pk, unsigned=len(unsigned))
    return sheet


def _credit_guest(session, enrolment):
    """Credit a guest at home with the units attended here, never beyond the seminar's plan."""
    for made in MakeUp.objects.filter(guest_of=session, enrolment=enrolment).select_related("seminar"):
        there = sum(Mark.objects.filter(day__session=session, enrolment=enrolment).values_list("units", flat=True))
        MakeUp.objects.filter(pk=made.pk).update(units=min(there, made.seminar.units_presence))


@transaction.atomic
def correct_mark(*, mark, value, reason, actor, at, seen=None):
    """
    Change one line of a closed sheet, keep old and new value, author, time and reason; return the Correction.

    Raises NotAllowed, SheetOpen (then it is simply entered anew), NothingToCorrect (no reason, or nothing changes),
    LineUnreadable, or SheetChanged if the line no longer is what `seen` (a token) says.
    """
    session = mark.day.session
    _ask(actor, session)
    sheet = Sheet.objects.select_for_update().filter(session=session).first()
    if not rules.is_closed(sheet):
        raise SheetOpen(_("The sheet is still open: enter it there, no correction is needed."))
    mark = Mark.objects.select_related("day", "enrolment").get(pk=mark.pk)
    before = value_of(mark)
    reason = reason.strip()
    if not reason:
        raise NothingToCorrect(_("A correction needs its reason."))
    if seen is not None and seen != before.token:
        raise SheetChanged({(mark.day_id, mark.enrolment_id): mark})
    if value.punched and mark.enrolment_id in stand_ins_at(session):
        raise NothingToCorrect(_("Somebody else came in this person's place; who was away has no teaching units."))
    if (value.status, value.punched) == (before.status, before.punched):
        raise NothingToCorrect(_("This is what stands already; there is nothing to correct."))
    key = (mark.day_id, mark.enrolment_id)
    line = Line(mark.day, mark.enrolment, mark, guest=False)
    note = "" if value.status in (rules.EXCUSED, rules.UNEXCUSED) else before.note
    value = rules.Value(value.status, value.punched, note)
    _refuse_unreadable({key: Entry(*key, value)}, {key: line}, timezone.localdate(at))
    _write({key: value}, {key: line}, actor, at)
    correction = Correction.objects.create(
        mark=mark,
        status_before=before.status,
        units_before=before.units,
        status_after=value.status,
        units_after=value.units,
        reason=reason,
        author=actor,
        at=at,
    )
    _credit_guest(session, mark.enrolment_id)
    record(
        "mark.corrected",
        actor=actor,
        subject=mark,
        at=at,
        correction=correction.pk,
        punched=[before.punched, value.punched],
        units=[before.units, value.units],
    )
    return correction


@transaction.atomic
def note_reason(*, mark, text, actor, at):
    """
    Keep why somebody was away, apart from the sheet and for the office alone; an empty text removes it.

    Raises NotAllowed, or UnknownLine if the person was not away.
    """
    if not may_read_reason(actor, mark):
        raise NotAllowed(_("Reasons of absence are kept by the office alone."))
    if mark.status not in (rules.EXCUSED, rules.UNEXCUSED):
        raise UnknownLine(_("A reason is kept only for somebody who was absent."))
    text = text.strip()
    if text:
        AbsenceReason.objects.update_or_create(mark=mark, defaults={"text": text})
    else:
        AbsenceReason.objects.filter(mark=mark).delete()
    record("absence_reason.noted" if text else "absence_reason.removed", actor=actor, subject=mark, at=at)
