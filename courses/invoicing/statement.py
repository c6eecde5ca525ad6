"""Reads an account statement as German banks export it, or Excel after them: decimal comma, semicolons or tabs."""

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

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
    """A row of the statement that brought money in."""

    on: dt.date
    cents: int
    payer: str
    purpose: str
    digest: str
    currency: str = EURO


def read_statement(data):
    """
    Return (the Rows that brought money in, how many others there were). Raises FileUnreadable, naming the place.

    `cents` are hundredths of the row's own currency. `digest` tells a row again in another export; equal rows of one
    day are told apart by which of them it is.
    """
    if len(data) > MOST_BYTES:
        raise FileUnreadable(_("This file is too large for a statement. Export a shorter period."))
    table, head, columns = _table_of(data)
    rows, others, seen = [], 0, Counter()
    for number, cells in enumerate(table[head + 1 :], head + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise FileUnreadable(_("More than %(most)d rows. Export a shorter period.") % {"most": MOST_ROWS})
        fields = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        if not fields["amount"] and not fields["on"]:
            others += 1  # a closing line, such as the balance
            continue
        on, cents = _day(fields["on"], number), _cents(fields, number)
        if cents <= 0:
            others += 1
            continue
        currency = _currency(fields)
        facts = (on.isoformat(), str(cents), fields.get("payer", ""), fields["purpose"], fields.get("account", ""))
        facts += () if currency == EURO else (currency,)
        seen[facts] += 1
        digest = hashlib.sha256("\x1f".join((*facts, str(seen[facts]))).encode()).hexdigest()
        rows.append(Row(on, cents, fields.get("payer", "")[:140], fields["purpose"][:500], digest, currency))
    return rows, others


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


def _day(text, number):
    for form in ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise FileUnreadable(_("Row %(row)d: “%(text)s” is no day.") % {"row": number, "text": text[:30]})


def _cents(fields, number):
    typed = "".join(fields["amount"].replace("€", "").replace("EUR", "").replace("\u2212", "-").split())
    if not _AMOUNT.fullmatch(typed):
        raise FileUnreadable(_("Row %(row)d: “%(text)s” is no amount.") % {"row": number, "text": typed[:30]})
    negative = "-" in typed or fields.get("sign", "").upper().startswith("S")
    bare = typed.strip("+-")
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    euros, _point, rest = bare.partition(".")
    cents = int(euros) * 100 + int((rest + "00")[:2])
    if cents > 10**12:
        raise FileUnreadable(_("Row %(row)d: “%(text)s” is no amount.") % {"row": number, "text": typed[:30]})
    return -cents if negative else cents
