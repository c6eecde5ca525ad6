"""Excel files, read row by row behind limits: what is packed small may be huge, and nothing in it is trusted."""

import datetime as dt
import io
import zipfile
from itertools import zip_longest

from django.utils.translation import gettext as _

from courses.booking.refusals import ListUnreadable

# A list of 500 people takes some 200 kB unpacked.
MOST_UNPACKED = 12 * 1024 * 1024
MOST_PARTS = 300
MOST_COLUMNS = 40
# The last row of a sheet in Excel; a file may claim more.
LAST_ROW = 1_048_576
# One for all empty rows: a sheet may have a million.
NOTHING: list[str] = []
# What a cell shows when its formula failed.
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}


def rows_of_workbook(content, formulas=False):
    """
    Return the rows of the first sheet as texts: of formulas what they came to, of days the ISO form.

    What came to nothing is empty; with `formulas` it is the formula or its error, so that nobody misses the row.

    Raises ListUnreadable for whatever is no such file, and for one that unpacks to too much.
    """
    _weigh(content)
    try:
        rows = _rows(content)
        return _with_formulas(rows, _rows(content, values=False)) if formulas else rows
    # The file is a stranger's and its reader raises whatever it trips over: KeyError, ValueError, ParseError, ...
    except Exception as fault:
        if isinstance(fault, ListUnreadable):
            raise
        raise _unreadable() from fault


def _weigh(content):
    """Look at what the parts say they unpack to; the unpacker stops at that, so a lie gains nothing."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise _unreadable() from fault
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ListUnreadable(_("This Excel file unpacks to far too much. Copy the names into a new file of their own."))


def _with_formulas(rows, formulas):
    return [
        [text or formula for text, formula in zip_longest(row, other, fillvalue="")]
        for row, other in zip_longest(rows, formulas, fillvalue=NOTHING)
    ]


def _rows(content, values=True):
    from openpyxl import load_workbook  # heavy, and only needed here

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    try:
        sheet = book.worksheets[0]
        # What the file says of its own extent may be wrong, or a million rows.
        sheet.reset_dimensions()
        rows = []
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            if number > LAST_ROW:
                raise _unreadable()
            read = _text if values else _formula
            rows.append([read(value) for value in row] if any(value is not None for value in row) else NOTHING)
        return rows
    finally:
        book.close()


def _text(value):
    if value is None or value in ERRORS:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _formula(value):
    """The formula or the error that a cell holds, else nothing."""
    written = getattr(value, "text", value)
    return written if isinstance(written, str) and (written.startswith("=") or written in ERRORS) else ""


def _unreadable():
    return ListUnreadable(
        _("This Excel file cannot be read. Save it again as .xlsx without a password, or as .csv, and load that.")
    )
