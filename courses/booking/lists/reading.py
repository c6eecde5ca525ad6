"""From a file that somebody sent to rows of names. Judged by what is in it, not by what it is called; kept nowhere."""

from django.utils.translation import gettext as _

from courses.booking.lists.lines import HEAD_WITHIN, head_of, lines_of
from courses.booking.lists.sheets import rows_of_workbook
from courses.booking.refusals import ListUnreadable
from lms.lib.tables import NoTable, parted, text_of

MOST_BYTES = 1024 * 1024
ZIP = b"PK\x03\x04"
# What Excel wrote until 2007, and what it still writes when a file has a password.
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


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
    try:
        return _rows_of_text(text_of(content), head_of)
    except NoTable as fault:
        raise ListUnreadable(
            _("This is no list that we can read. Save it as .xlsx or as .csv, and load it again.")
        ) from fault


def _rows_of_text(text, head_of):
    """The rows, parted by whichever sign makes a head of one of the first rows."""
    for sign in ";,\t":
        rows = parted(text, sign)
        if any(head_of(row) for row in rows[:HEAD_WITHIN]):
            return rows
    return parted(text, ";")
