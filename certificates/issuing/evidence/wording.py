"""How evidence writes moments, accounts and choices."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def moment(at):
    """Return a moment as people read it, to the minute, in our time zone; nothing for None."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


def day(date):
    """Return a day in ISO form, which spreadsheets and machines read; `printed` writes it for people."""
    return date.isoformat() if date else ""


def printed(text):
    """Return the text of a cell as people read it: a day as the language at hand writes it, all else as it is."""
    return date_format(dt.date.fromisoformat(text), "SHORT_DATE_FORMAT") if _DAY.fullmatch(text) else text


def account(user):
    """Return who did it, by name or address."""
    return str(user) if user else ""


def word(text):
    """Return the word of a choice with a capital."""
    return str(capfirst(text))
