"""The answered list to take home, as Excel or CSV, in the reader's language."""

import csv
import io

from django.utils.translation import gettext as _

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDTHS = (8, 22, 24, 16, 20, 48)
# A cell that starts so is a formula for Excel, whoever wrote it into the list.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def answered_list(kind, answered):
    """Return the bytes of the list with its answers; `kind` is a key of KINDS."""
    head = [_("Row"), _("Number"), _("Surname"), _("Date of birth"), _("Status"), _("Answer")]
    rows = [head] + [
        [each.line.row, each.line.number, each.line.family_name, each.line.date_of_birth, *_said(each)]
        for each in answered
    ]
    return _sheet(rows) if kind == "xlsx" else _text(rows)


def _said(each):
    return (_("not checked"), each.word) if each.kind == "bad" else (each.word, each.more)


def _text(rows):
    """With a mark for UTF-8 and parted by semicolons: so a German Excel opens it by double click."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell


def _sheet(rows):
    from openpyxl import Workbook  # heavy, and only needed here
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
