"""Reads an account statement as German banks export it, or Excel after them: decimal comma, semicolons or tabs."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.invoicing.refusals import FileUnreadable
from lms.lib.tables import NoTable, parted, text_of

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
# Banks name the same column differently; compared without blanks, signs and accents, by beginning. First named first.
COLUMNS = {
    "on": ("buchungstag", "buchungsdatum", "buchung", "valuta", "wertstellung", "datum"),
    "amount": ("betrag", "umsatz"),
    "purpose": ("verwendungszweck", "vorgangverwendungszweck", "buchungsdetails", "zahlungsgrund"),
    "payer": (
        "beguenstigterzahlungspflichtiger",
        "namezahlungsbeteiligter",
        "auftraggeber",
        "zahlungspflichtige",
        "zahlungsbeteiligter",
        "name",
    ),
    "account": ("kontonummeriban", "ibanzahlungsbeteiligter", "iban", "kontonummer"),
    "sign": ("sollhaben",),
    "currency": ("waehrung",),
}
EURO = "EUR"
NEEDED = {"on": "Buchungstag", "amount": "Betrag", "purpose": "Verwendungszweck"}
_AMOUNT = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?-?|[+-]?\d+\.\d{2}")


@dataclass(frozen=True)
class Row:
    """
    A row of the statement that brought money in, or may have: without a day or an amount it has to be read by somebody.

    `number` is its place in the file; what stood in a cell that cannot be read is in `day_text` and `amount_text`.
    """

    on: dt.date | None
    cents: int | None
    payer: str
    purpose: str
    digest: str
    currency: str = EURO
    day_text: str = ""
    amount_text: str = ""
    number: int = field(default=0, compare=False)


def read_statement(data):
    """
    Return (the Rows that brought money in or cannot be read, how many others there were).

    `cents` are hundredths of the row's own currency. `digest` tells a row again in another export; equal rows of one
    day are told apart by which of them it is. Raises FileUnreadable if no day and no amount can be read.
    """
    if len(data) > MOST_BYTES:
        raise FileUnreadable(_("This file is too large for a statement. Export a shorter period."))
    table, head, columns = _table_of(data)
    rows, others, read, seen = [], 0, 0, Counter()
    for number, cells in enumerate(table[head + 1 :], head + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise FileUnreadable(_("More than %(most)d rows. Export a shorter period.") % {"most": MOST_ROWS})
        fields = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        if not fields["amount"] and not fields["on"]:
            others += 1  # a closing line, such as the balance
            continue
        on, cents = _day(fields["on"]), _cents(fields)
        read += on is not None or cents is not None
        row = _row(fields, on, cents, number, seen)
        if row is None:
            others += 1
        else:
            rows.append(row)
    if rows and not read:
        raise FileUnreadable(" ".join(why_unread(rows[0])))
    return rows, others


def why_unread(row):
    """Say what of a row (or of what was kept of it) cannot be read, one sentence for each cell; [] if it was read."""
    place, said = {"row": row.number}, []
    if row.on is None:
        said.append(_("Row %(row)d: “%(text)s” is no day.") % {**place, "text": row.day_text})
    if row.cents is None:
        said.append(_("Row %(row)d: “%(text)s” is no amount.") % {**place, "text": row.amount_text})
    return said


def _row(fields, on, cents, number, seen):
    """Return the Row of these cells; None for money that went out, however badly that is written."""
    if _went_out(fields) or (cents is not None and cents <= 0):
        return None
    day_text, amount_text = "" if on else fields["on"], "" if cents else fields["amount"]
    facts = (on.isoformat() if on else day_text, str(cents or amount_text))
    facts += (fields.get("payer", ""), fields["purpose"], fields.get("account", ""))
    currency = _currency(fields)
    facts += () if currency == EURO else (currency,)
    seen[facts] += 1
    return Row(
        on=on,
        cents=cents,
        payer=fields.get("payer", "")[:140],
        purpose=fields["purpose"][:500],
        digest=hashlib.sha256("\x1f".join((*facts, str(seen[facts]))).encode()).hexdigest(),
        currency=currency,
        day_text=day_text[:30],
        amount_text=amount_text[:30],
        number=number,
    )


def _table_of(data):
    """Return (the rows, index of the one with the headings, {name: index of the column}); banks put lines above."""
    try:
        tables = [parted(text_of(data), sign) for sign in ";\t"]
    except NoTable as fault:
        raise FileUnreadable(_("This is no text file. Export the statement as CSV.")) from fault
    best: set[str] = set()
    for table in tables:
        for index, cells in enumerate(table[:40]):
            names = [_plain(cell) for cell in cells]
            columns = {name: at for name, wanted in COLUMNS.items() if (at := _column(names, wanted)) is not None}
            if NEEDED.keys() <= columns.keys():
                return table, index, columns
            best = max(best, NEEDED.keys() & columns.keys(), key=len)
    missing = ", ".join(word for name, word in NEEDED.items() if name not in best)
    raise FileUnreadable(
        _("No line with headings was found; missing: %(columns)s. Export the statement as CSV with semicolons.")
        % {"columns": missing}
    )


def _column(names, wanted):
    for word in wanted:
        for at, name in enumerate(names):
            if name.startswith(word):
                return at
    return None


def _plain(text):
    text = text.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if letter.isascii() and letter.isalnum())


def _currency(fields):
    written = fields.get("currency", "").upper()[:10]
    return EURO if written in ("", "€") else written


def _day(text):
    for form in ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _bare_amount(fields):
    return "".join(fields["amount"].replace("€", "").replace("EUR", "").replace("\u2212", "-").split())


def _went_out(fields):
    bare = _bare_amount(fields)
    return bare.startswith("-") or bare.endswith("-") or fields.get("sign", "").upper().startswith("S")


def _cents(fields):
    """Return what came in, in cents (an amount without its sign), or None if it cannot be read."""
    typed = _bare_amount(fields)
    if not _AMOUNT.fullmatch(typed):
        return None
    bare = typed.strip("+-")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    euros, _point, rest = bare.partition(".")
    cents = int(euros) * 100 + int((rest + "00")[:2])
    return cents if cents <= 10**12 else None
