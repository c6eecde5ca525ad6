"""Tables of text that people send: their letters and their parting sign, whatever program wrote them."""

import csv
import io

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class NoTable(ValueError):
    """These bytes are no text, or no table."""


def text_of(content):
    """Return the text: UTF-8, UTF-16 where a mark says so, else what Excel writes in the West. Raises NoTable."""
    marked = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NoTable


def parted(text, sign):
    """Return the rows of a text as lists of cells, parted by `sign`. Raises NoTable."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as fault:
        raise NoTable from fault
