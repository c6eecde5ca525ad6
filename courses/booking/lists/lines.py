"""The rows of a list of names, whatever kind of file they come from: which columns it has, what stands in them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.booking.lists.heads import columns_of
from courses.booking.refusals import ListUnreadable
from lms.lib.nul import is_whole

MOST_ROWS = 500
# Titles and notes may stand above the head of the table, but not more than this.
HEAD_WITHIN = 20
# What people call the columns, in letters only; the first two of each are those of our own blank lists.
COLUMNS = {
    "given_name": ("vorname", "givenname", "firstname", "forename", "rufname", "vornamen"),
    "family_name": ("nachname", "familyname", "lastname", "surname", "familienname", "name", "zuname"),
    "email": ("email", "emailatwork", "mail", "emailadresse", "emailaddress", "dienstlicheemail", "mailadresse"),
    "language": ("sprache", "language", "briefein", "lettersin"),
    "date_of_birth": ("geburtsdatum", "dateofbirth", "birthdate", "birthday", "geburtstag", "geborenam", "gebdatum"),
}
NEEDED = ("given_name", "family_name", "email")


@dataclass(frozen=True)
class Line:
    """One row of the file; `number` and `last` count as a spreadsheet does (a run of empty rows is one Line)."""

    number: int
    last: int
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    language: str = ""
    date_of_birth: str = ""

    @property
    def is_empty(self):
        """Whether nothing stands in any column that we know."""
        return not any(getattr(self, name) for name in COLUMNS)

    @property
    def name(self):
        """Given and family name as typed."""
        return f"{self.given_name} {self.family_name}".strip()

    def packed(self):
        """The row as plain values, for a form that carries it on."""
        return list(asdict(self).values())


def unpacked(rows):
    """Return the Lines of what `Line.packed` made; raises ValueError for anything else."""
    if not isinstance(rows, list) or len(rows) > 2 * MOST_ROWS:
        raise ValueError
    for row in rows:
        if not isinstance(row, list) or len(row) != len(fields(Line)) or [type(one) for one in row[:2]] != [int, int]:
            raise ValueError
        if not all(isinstance(text, str) and len(text) <= 1000 and is_whole(text) for text in row[2:]):
            raise ValueError
    return [Line(*row) for row in rows]


def lines_of(rows: Iterable[Sequence[str]]) -> list[Line]:
    """
    Return the Lines below the head of a table of texts; empty rows in between are kept, those at the end are not.

    Raises ListUnreadable without a head that names the needed columns, and beyond MOST_ROWS rows of people.
    """
    head, people = None, 0
    lines: list[Line] = []
    above: list[Sequence[str]] = []
    for number, row in enumerate(rows, 1):
        if head is None:
            head = head_of(row)
            above.append(row)
            if head is None and number >= HEAD_WITHIN:
                break
            continue
        line = (
            Line(number, number, **{name: _tidy(row[at]) for name, at in head.items() if at < len(row)})
            if row
            else None
        )
        if line is None or line.is_empty:
            first = lines.pop().number if lines and lines[-1].is_empty else number
            lines.append(Line(first, number))
            continue
        people += 1
        lines.append(line)
        if people > MOST_ROWS:
            raise ListUnreadable(
                _("This list has more than %(most)d people. Split it, and load one part after the other.")
                % {"most": MOST_ROWS}
            )
    if head is None:
        raise ListUnreadable(_no_head(above))
    while lines and lines[-1].is_empty:
        lines.pop()
    if not people:
        raise ListUnreadable(_("The list has a head but no row below it. Enter the people there and load it again."))
    return lines


def head_of(row):
    """Return {column: index} if this row names the needed columns, else None."""
    return columns_of(row, COLUMNS, NEEDED)


def _tidy(cell):
    return " ".join(cell.split())[:1000]


def _no_head(rows):
    words = [cell.strip()[:40] for row in rows for cell in row if cell.strip()][:8]
    wanted = _("The list needs a row with the heads Given name, Family name and E-mail (in German: Vorname, Nachname, "
               "E-Mail); Language and Date of birth may follow. The blank list has them.")  # fmt: skip
    if not words:
        return wanted
    found = ngettext("Found instead: %(words)s.", "Found instead: %(words)s.", len(words)) % {"words": ", ".join(words)}
    return f"{wanted} {found}"
