"""Days written as short as a narrow cell needs, moments as a sentence says them, in the reader's language."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# Within so many days a day and its month say enough; further away the year matters more than the day.
NEAR = 300


def short_day(day, today):
    """Write a day as "21.1." (English "21 Jan"), or, far from `today`, its month as "1/28" ("Jan 28")."""
    if abs((day - today).days) < NEAR:
        # Translators: a format of Django's date filter: day and month, as short as can be.
        return date_format(day, _("j M"))
    # Translators: a format of Django's date filter: month and year, as short as can be.
    return date_format(day, _("M y"))


def moment(at):
    """Write day and time of a moment as a sentence says them."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
