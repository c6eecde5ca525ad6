"""What invoicing keeps no longer than it is needed: statements that were read and never booked name strangers."""

import datetime as dt

from courses.invoicing.models import BankFile, BankLine
from lms.messages.sweepers import register_sweeper

# An export of the same days can be read again; what was booked of it is known by its rows' hashes.
KEPT = dt.timedelta(days=30)


@register_sweeper("statements never booked")
def forget_statements(at):
    """
    Delete the rows of statements that nobody has booked within KEPT of reading them; return how many statements.

    Of rows set aside so long ago only day, amount and reason stay: who paid what for is nobody's business any more.
    """
    BankLine.objects.aside().filter(aside_at__lte=at - KEPT).exclude(payer="", purpose="").update(payer="", purpose="")
    left = BankFile.objects.filter(booked_at=None, read_at__lte=at - KEPT, lines__aside_at=None).distinct()
    count = left.count()
    throw_away(BankFile.objects.filter(booked_at=None, read_at__lte=at - KEPT))
    return count


def throw_away(files):
    """Delete these statements (a queryset of unbooked ones); rows of them that were set aside stay known."""
    BankLine.objects.filter(file__in=files, aside_at=None).delete()
    files.filter(lines=None).delete()
