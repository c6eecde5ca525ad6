"""The list as it was filled in: plain fields in, entries out; what was typed stays when something is wrong."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.attendance import rules
from courses.attendance.actions import Entry
from courses.attendance.roster import Line

NOTE_LENGTH = 300


def card_fault(code):
    """Say what is wrong with a punch card (see CardUnreadable)."""
    return {
        "beyond_plan": _("This day does not have that many teaching units."),
        "contradiction": _("Absent and present at the same time: untick the fields, or take back the choice."),
        "online_without_units": _("Tick the teaching units that were joined online."),
    }[code]


def clean_text(text):
    """Return the text without blanks around it and without characters that a database cannot keep."""
    return text.replace("\x00", "").strip()


@dataclass
class Row:
    """One line of the form: what it shows (`value`, as typed), what it had been shown, and what is wrong with it."""

    line: Line
    value: rules.Value
    chosen: str
    seen: str
    fault: str = ""
    clash: bool = False

    @property
    def key(self):
        return "{}-{}".format(*self.line.key)

    @property
    def now(self):
        """What stands in the list now, when somebody else entered something in the meantime."""
        return self.line.value


@dataclass
class FilledSheet:
    """
    A sheet as a form. Without `data` it shows what stands; with it, what was typed.

    `faults` are sentences about the whole list; `rows` carry their own. `entries()` is what call_roll wants.
    """

    lines: list[Line]
    data: dict | None = None
    faults: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.act = self.data.get("act", "save") if self.data is not None else ""
        sent = set(self.data.getlist("line")) if self.data is not None else set()
        known = {"{}-{}".format(*line.key) for line in self.lines}
        self.rows = [self._row(line, sent) for line in self.lines]
        self._sent = sent & known
        if self.data is None:
            return
        if not sent and any(line.stand_in is None for line in self.lines):
            self.faults.append(_("The list arrived incomplete. Nothing was saved; please save again."))
        elif sent - known:
            self.faults.append(_("The list names somebody who is not on it. Nothing was saved."))
        if self.act == "bulk":
            self._enter_many()
        elif self.act.startswith("present-"):
            self._enter_present(self.act.removeprefix("present-"))

    @property
    def is_valid(self):
        return not self.faults and not any(row.fault for row in self.rows)

    @property
    def checked(self):
        """Whether the writer says that they have checked the list."""
        return self.data is not None and self.data.get("checked") == "yes"

    @property
    def confirmed(self):
        """The keys of the lines without signature that the writer was told of."""
        told = set(self.data.getlist("unsigned")) if self.data is not None else set()
        return {row.line.key for row in self.rows if row.key in told}

    def renew(self, lines):
        """Take over what stands in the list now, and keep what was typed; saving again then overrides knowingly."""
        now = {line.key: line for line in lines}
        for row in self.rows:
            row.line = now.get(row.line.key, row.line)
            if row.clash:
                row.seen = row.line.value.token

    def called(self, day):
        """Whether anything is entered for this day yet; before that nobody is missing."""
        return any(row.line.value.status != rules.OPEN for row in self.rows if row.line.day.pk == day)

    def stand_ins(self):
        """Return what was entered for stand-ins: {primary key: teaching units of the session, or None}."""
        found = {}
        for line in self.lines:
            typed = self.data.get(f"stand-{line.stand_in.pk}") if line.stand_in and self.data is not None else None
            if typed is not None:
                found[line.stand_in.pk] = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else None
        if self.act.startswith("present-"):
            days = {str(line.day.pk): line.day for line in self.lines}
            until = days.get(self.act.removeprefix("present-"))
            taught = sum(day.units for day in days.values() if until and day.date <= until.date)
            found |= {pk: taught for pk, units in found.items() if units is None}
        return found

    def entries(self):
        """Return an Entry for each line that was sent."""
        return [Entry(*row.line.key, row.value, row.seen) for row in self.rows if row.key in self._sent]

    def _row(self, line, sent):
        now = line.value
        if "{}-{}".format(*line.key) not in sent:
            return Row(line, now, now.status if now.status in rules.CHOSEN else "", now.token)
        return self._read(line)

    def _read(self, line):
        key, units = "{}-{}".format(*line.key), line.day.units
        note = clean_text(self.data.get(f"note-{key}", ""))
        chosen, seen = self.data.get(f"status-{key}", ""), self.data.get(f"seen-{key}", "")
        row = Row(line, line.value, chosen, seen)
        try:
            before = _value_of_token(seen)
            punched = rules.card_of((int(number) for number in self.data.getlist(f"ue-{key}")), units)
        except rules.CardUnreadable as unreadable:
            row.fault = card_fault(unreadable.code)
            return row
        except ValueError:
            row.fault = _("This line arrived incomplete. Please enter it again.")
            row.seen, row.chosen = line.value.token, ""
            return row
        row.value = rules.Value(chosen if chosen in rules.CHOSEN else line.value.status, punched, note)
        if chosen and chosen not in rules.CHOSEN:
            row.fault = _("Choose one of the answers offered.")
        elif len(note) > NOTE_LENGTH:
            row.fault = _("Note: at most %(length)s characters.") % {"length": NOTE_LENGTH}
        else:
            try:
                row.value = rules.read_line(chosen=chosen, punched=punched, note=note, before=before, units=units)
            except rules.CardUnreadable as unreadable:
                row.fault = card_fault(unreadable.code)
        return row

    def _enter_present(self, day):
        """Everybody of that day without an entry was there all day."""
        for row in self.rows:
            if str(row.line.day.pk) == day and row.value.status == rules.OPEN:
                row.value = rules.Value(rules.PRESENT, rules.whole_card(row.line.day.units), row.value.note)

    def _enter_many(self):
        """Several people came late or left early for the same reason: one entry for all of them."""
        chosen = set(self.data.getlist("bulk-who"))
        day, _dash, rest = self.data.get("bulk-when", "").partition("-")
        word, _dash, number = rest.partition("-")
        rows = [row for row in self.rows if str(row.line.day.pk) == day and str(row.line.enrolment.pk) in chosen]
        note = clean_text(self.data.get("bulk-note", ""))
        if not chosen:
            self.faults.append(_("Several at once: tick who it is."))
        elif word not in ("from", "until") or not number.isdecimal() or len(rows) != len(chosen):
            self.faults.append(_("Several at once: choose from or until which teaching unit."))
        elif len(note) > NOTE_LENGTH:
            self.faults.append(_("Note: at most %(length)s characters.") % {"length": NOTE_LENGTH})
        else:
            card = rules.card_from if word == "from" else rules.card_until
            for row in rows:
                try:
                    punched = card(int(number), row.line.day.units)
                except rules.CardUnreadable as unreadable:
                    self.faults.append(card_fault(unreadable.code))
                    return
                row.value = rules.Value(rules.status_of(punched, row.line.day.units), punched, note)
                row.chosen, row.fault = "", ""


def _value_of_token(token):
    """Return the status and card that a token names. Raises ValueError for anything else."""
    status, punched, _note = token.split(".")
    return rules.Value(status, int(punched))
