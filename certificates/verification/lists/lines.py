"""The rows of a list of numbers: which columns it has, what stands in them, what of it cannot be asked."""

import datetime as dt
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from certificates.issuing.rules import read_number
from certificates.verification.many import MOST, Asked
from certificates.verification.rules import tidy_number
from courses.booking.lists.heads import columns_of
from courses.booking.lists.reading import rows_of
from courses.booking.refusals import ListUnreadable
from lms.lib.nul import is_whole

MOST_BYTES = 1024 * 1024
# Titles and notes may stand above the head of the table, but not more than this.
HEAD_WITHIN = 20
# What people call the columns, in letters only.
COLUMNS = {
    "number": ("nummer", "number", "zertifikatsnummer", "zertifikat", "certificate", "certificatenumber", "nr", "no"),
    "family_name": ("nachname", "familyname", "lastname", "surname", "familienname", "name", "zuname"),
    "date_of_birth": ("geburtsdatum", "dateofbirth", "birthdate", "birthday", "geburtstag", "geborenam", "gebdatum"),
}
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
LONGEST = 200


@dataclass(frozen=True)
class Line:
    """One row of the file as texts; `row` counts as a spreadsheet does."""

    row: int
    number: str = ""
    family_name: str = ""
    date_of_birth: str = ""

    @property
    def is_empty(self):
        return not (self.number or self.family_name or self.date_of_birth)

    def packed(self):
        """The row as plain values, for a form that carries it on."""
        return list(astuple(self))


def read_lines(upload):
    """Return the Lines of an uploaded .xlsx or .csv file, without empty rows. Raises ListUnreadable."""
    if upload.size > MOST_BYTES:
        raise ListUnreadable(_("This file is larger than 1 MB. A list of numbers is smaller: send only that sheet."))
    content = upload.read()
    if not content.strip():
        raise ListUnreadable(_("This file is empty."))
    return lines_of(rows_of(content, head_of, formulas=True))


def lines_of(rows):
    """Return the Lines below the head of a table of texts, or of a table without any head that starts with numbers."""
    rows = list(rows)
    first, head = _head(rows)
    lines = [
        Line(number, **{name: " ".join(row[at].split())[:LONGEST] for name, at in head.items() if at < len(row)})
        for number, row in enumerate(rows[first:], first + 1)
    ]
    lines = [line for line in lines if not line.is_empty]
    if not lines:
        raise ListUnreadable(_("The list has a head but no row below it. Enter the numbers there and load it again."))
    if len(lines) > MOST:
        raise ListUnreadable(
            _("This list has %(count)d rows; at most %(most)d are checked at once. Split it, and load part after part.")
            % {"count": len(lines), "most": MOST}
        )
    return lines


def head_of(row):
    """Return {column: index} if this row names the column of numbers, else None."""
    return columns_of(row, COLUMNS, ("number",))


def asked_of(line):
    """Return the Asked that a line makes, or the sentence that says why it makes none."""
    if not line.number:
        return _("The number is missing.")
    if read_number(tidy_number(line.number)) is None:
        return _("This is no number such as PNF-2026-0000.")
    born = _day(line.date_of_birth)
    if line.date_of_birth and born is None:
        return _("The date of birth is no date such as 05.04.1990.")
    return Asked(number=line.number, family_name=line.family_name, date_of_birth=born)


def unpacked(rows):
    """Return the Lines of what `Line.packed` made; raises ValueError for anything else."""
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
        raise ValueError
    for row in rows:
        if not isinstance(row, list) or len(row) != 4 or type(row[0]) is not int or not 0 < row[0] < 10_000_000:
            raise ValueError
        if not all(isinstance(text, str) and len(text) <= LONGEST and is_whole(text) for text in row[1:]):
            raise ValueError
    return [Line(*row) for row in rows]


def _head(rows):
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        if head := head_of(row):
            return number + 1, head
    if rows and rows[0] and read_number(tidy_number(str(rows[0][0]))):
        return 0, {"number": 0}
    raise ListUnreadable(
        _("The list needs a head with Number (in German: Nummer); Surname and Date of birth may stand beside it.")
    )


def _day(text):
    for form in DATES:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None
