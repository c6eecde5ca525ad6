"""CSV for people who open it in Excel: a mark for UTF-8, semicolons, and no cell that a spreadsheet would compute."""

import csv
import io

# A cell that begins so is a formula to some spreadsheet, and a name can be one: "=HYPERLINK(...)".
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def defused(value):
    """Return the value as a cell that is read and never computed; numbers stay numbers."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    if isinstance(value, str) and text.lstrip(" \u00a0").startswith(DANGEROUS):
        return "'" + text
    return text


def csv_bytes(rows):
    """Return rows of values as the bytes of a CSV file that a German Excel opens by double click."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([defused(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
