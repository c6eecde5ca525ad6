"""How evidence writes moments, accounts and choices."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst


def moment(at):
    """Return a moment as people read it, to the minute, in our time zone; nothing for None."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


def day(date):
    """Return a day in ISO form: spreadsheets and machines read it, and people too."""
    return date.isoformat() if date else ""


def account(user):
    """Return who did it, by name or address."""
    return str(user) if user else ""


def word(text):
    """Return the word of a choice with a capital."""
    return str(capfirst(text))
