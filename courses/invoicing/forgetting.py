"""What invoicing keeps no longer than it is needed: statements that were read and never booked name strangers."""

import datetime as dt

from courses.invoicing.models import BankFile
from lms.messages.sweepers import register_sweeper

# An export of the same days can be read again; what was booked of it is known by its rows' hashes.
KEPT = dt.timedelta(days=30)


@register_sweeper("statements never booked")
def forget_statements(at):
    """Delete statements that nobody has booked within KEPT of reading them, with their rows; return how many."""
    left = BankFile.objects.filter(booked_at=None, read_at__lte=at - KEPT)
    count = left.count()
    left.delete()
    return count
