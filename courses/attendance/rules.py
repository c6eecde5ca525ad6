"""What a punch card says, as arithmetic on plain values: which units, late or gone early, what counts in the end."""

import zlib
from dataclasses import dataclass

OPEN, PRESENT, LATE, LEFT_EARLY = "open", "present", "late", "left_early"
ONLINE, EXCUSED, UNEXCUSED, REFUSED_ENTRY = "online", "excused", "unexcused", "refused_entry"

# Those who were away have no units, whatever the card says.
AWAY = frozenset({EXCUSED, UNEXCUSED, REFUSED_ENTRY})
# What a person chooses; the other statuses follow from the card.
CHOSEN = frozenset({ONLINE, EXCUSED, UNEXCUSED, REFUSED_ENTRY})


class CardUnreadable(ValueError):
    """A punch card that means nothing; `code` says why: "beyond_plan", "contradiction", "online_without_units"."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Value:
    """What stands, or shall stand, on one line of the sheet: a status, the punched units as bits, a note."""

    status: str = OPEN
    punched: int = 0
    note: str = ""

    @property
    def units(self):
        """The teaching units that this counts."""
        return units_of(self.punched)

    @property
    def token(self):
        """A short text that differs when the value differs; a form carries it to say what it has shown."""
        return f"{self.status}.{self.punched}.{zlib.crc32(self.note.encode()):x}"


def units_of(punched):
    """Return how many teaching units are punched."""
    return punched.bit_count()


def whole_card(units):
    """Return the card of somebody who was there for all `units` of the day."""
    return (1 << units) - 1


def card_of(numbers, units):
    """
    Return the card with these teaching units (counted from 1) punched.

    Raises CardUnreadable if one of them is not among the `units` of the day.
    """
    numbers = set(numbers)
    if any(not 1 <= number <= units for number in numbers):
        raise CardUnreadable("beyond_plan")
    return sum(1 << (number - 1) for number in numbers)


def numbers_of(punched):
    """Return the punched teaching units, counted from 1, in order."""
    return [number for number in range(1, punched.bit_length() + 1) if punched >> (number - 1) & 1]


def card_from(first, units):
    """Return the card of somebody who came late, for unit `first` (counted from 1). Raises CardUnreadable."""
    if not 1 <= first <= units:
        raise CardUnreadable("beyond_plan")
    return whole_card(units) & ~whole_card(first - 1)


def card_until(last, units):
    """Return the card of somebody who left after unit `last` (counted from 1). Raises CardUnreadable."""
    if not 1 <= last <= units:
        raise CardUnreadable("beyond_plan")
    return whole_card(last)


def status_of(punched, units):
    """
    Return the status that a card speaks for itself: nothing punched is not signed and counts nothing.

    Who missed the first units came late, who missed the last left early (who did both came late); a gap in
    the middle leaves them present, with fewer units.
    """
    if not punched:
        return OPEN
    if not punched & 1:
        return LATE
    return PRESENT if punched >> (units - 1) & 1 else LEFT_EARLY


def read_line(*, chosen, punched, note, before, units):
    """
    Return the Value that a filled-in line means.

    `chosen` is one of CHOSEN, or "" for what the card says; `before` is the Value that the form had shown; `units`
    are those of the day. The newer of choice and card wins: choosing "excused" strikes out the fields that were
    ticked before, and ticking fields of somebody excused means that they came after all. Raises CardUnreadable if
    both were changed against each other, if more is punched than the day has, or if nobody knows which units were
    joined online.
    """
    if punched >> units:
        raise CardUnreadable("beyond_plan")
    if not chosen and punched == before.punched and before.status not in CHOSEN:
        # Nobody touched it: what was once entered stays, also where today's card would be called otherwise.
        return Value(before.status, punched, note)
    if chosen == ONLINE:
        if not punched:
            raise CardUnreadable("online_without_units")
        return Value(ONLINE, punched, note)
    if chosen in AWAY:
        if not punched or (chosen != before.status and punched == before.punched):
            return Value(chosen, 0, note)
        if chosen != before.status:
            raise CardUnreadable("contradiction")
    return Value(status_of(punched, units), punched, note)


def credited(planned, attended, made_up=0):
    """Return the teaching units that count of a seminar: attended and made up, never beyond what was planned."""
    return min(planned, attended + made_up)


def missing(planned, attended, made_up=0):
    """Return the teaching units of a seminar that are lost unless they are made up."""
    return planned - credited(planned, attended, made_up)


def is_closed(sheet):
    """Whether this attendance sheet (None: there is none yet) is closed; before, what rests on it is provisional."""
    return sheet is not None and sheet.closed_at is not None


def sheet_is_closed(session):
    """Whether the attendance sheet of this session (None: not planned) is closed."""
    return is_closed(getattr(session, "sheet", None))


def heads(enrolled, unnamed, guests):
    """Return how many visitors a host receives; lecturers are not counted. Source: domain rule R5."""
    return enrolled + unnamed + guests


def room_left(expected, max_visitors, parallel_groups):
    """Return how many more visitors the host admits (below 0: too many are coming); None if it names no limit."""
    return None if max_visitors is None else max_visitors * parallel_groups - expected
