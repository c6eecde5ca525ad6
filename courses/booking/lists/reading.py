"""From a file that somebody sent to rows of names. Judged by what is in it, not by what it is called; kept nowhere."""

import csv
import io

from django.utils.translation import gettext as _

from courses.booking.lists.lines import HEAD_WITHIN, head_of, lines_of
from courses.booking.lists.sheets import rows_of_workbook
from courses.booking.refusals import ListUnreadable

MOST_BYTES = 1024 * 1024
ZIP = b"PK\x03\x04"
# What Excel wrote until 2007, and what it still writes when a file has a password.
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_list(upload):
    """
    Return the Lines of an uploaded .xlsx or .csv file.

    Raises ListUnreadable, with what to do, for whatever is no list of names or too large.
    """
    if upload.size > MOST_BYTES:
        raise ListUnreadable(_("This file is larger than 1 MB. A list of names is smaller: send only that sheet."))
    content = upload.read()
    if not content.strip():
        raise ListUnreadable(_("This file is empty. Enter the people and load it again."))
    return lines_of(rows_of(content, head_of))


def rows_of(content, head_of, formulas=False):
    """
    Return the rows of texts in the bytes of an .xlsx or .csv file; `head_of(row)` is true for the head of its table.

    With `formulas` those that came to nothing stand in their cells.

    Raises ListUnreadable.
    """
    if content.startswith(ZIP):
        return rows_of_workbook(content, formulas)
    if content.startswith(OLD_EXCEL):
        raise ListUnreadable(
            _("This is an old or protected Excel file. Save it as .xlsx without a password, and load it again.")
        )
    return _rows_of_text(_decoded(content), head_of)


def _decoded(content):
    """The text of a CSV file: UTF-8, UTF-16 where a mark says so, else what Excel writes in the West (cp1252)."""
    marked = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListUnreadable(_("This is no list that we can read. Save it as .xlsx or as .csv, and load it again."))


def _rows_of_text(text, head_of):
    """The rows, parted by whichever sign makes a head of one of the first rows."""
    for sign in ";,\t":
        rows = _parted(text, sign)
        if any(head_of(row) for row in rows[:HEAD_WITHIN]):
            return rows
    return _parted(text, ";")


def _parted(text, sign):
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as fault:
        raise ListUnreadable(
            _("This is no list that we can read. Save it as .xlsx or as .csv, and load it again.")
        ) from fault
