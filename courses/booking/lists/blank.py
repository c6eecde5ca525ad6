"""The blank list to download, in the reader's language: only its head."""

import csv
import io

from django.utils.translation import gettext as _

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def blank_list(kind):
    """Return the bytes of a blank list of this kind (a key of KINDS)."""
    rows = [[_("Given name"), _("Family name"), _("E-mail"), _("Language"), _("Date of birth")]]
    return _sheet(rows) if kind == "xlsx" else _text(rows)


def _text(rows):
    """With a mark for UTF-8 and parted by semicolons: so a German Excel opens it by double click."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _sheet(rows):
    from openpyxl import Workbook  # heavy, and only needed here

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for letter, width in zip("ABCDE", (18, 22, 34, 10, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    # Days stay days, whatever the reader's Excel is set to.
    for cells in sheet.iter_rows(min_row=2, max_row=501, min_col=5, max_col=5):
        cells[0].number_format = "DD.MM.YYYY"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
