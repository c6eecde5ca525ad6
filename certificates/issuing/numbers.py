"""Numbers without gaps: counted up under the lock of their series, inside the transaction that issues."""

from certificates.issuing.models import Series
from certificates.issuing.rules import number_text
from lms.lib import numbering


def take_numbers(office, year, count):
    """
    Return the next `count` (sequence, number) pairs of `office` in `year`.

    Must run inside the issuing transaction: if that fails, the numbers were never taken. Others wait at the series.
    """
    return [
        (sequence, number_text(office.certificate_prefix, year, sequence))
        for sequence in numbering.take(Series, count, office=office, year=year)
    ]


def keep_clear_of(office, year, sequence):
    """Let the series go on after `sequence`, a number known from elsewhere."""
    series = numbering.locked(Series, office=office, year=year)
    if series.last < sequence:
        Series.objects.filter(pk=series.pk).update(last=sequence)
