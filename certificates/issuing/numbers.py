"""Numbers without gaps: counted up under the lock of their series, inside the transaction that issues."""

from certificates.issuing.models import Series
from certificates.issuing.rules import number_text


def take_numbers(office, year, count):
    """
    Return the next `count` (sequence, number) pairs of `office` in `year`.

    Must run inside the issuing transaction: if that fails, the numbers were never taken. Others wait at the series.
    """
    series = _locked(office, year)
    first = series.last + 1
    Series.objects.filter(pk=series.pk).update(last=series.last + count)
    return [
        (sequence, number_text(office.certificate_prefix, year, sequence)) for sequence in range(first, first + count)
    ]


def keep_clear_of(office, year, sequence):
    """Let the series go on after `sequence`, a number known from elsewhere."""
    series = _locked(office, year)
    if series.last < sequence:
        Series.objects.filter(pk=series.pk).update(last=sequence)


def _locked(office, year):
    Series.objects.get_or_create(office=office, year=year)
    return Series.objects.select_for_update().get(office=office, year=year)
