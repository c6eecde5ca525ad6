"""Dates of a file move together by whole weeks, so that what was a Thursday stays a Thursday."""

import datetime as dt


def shift_to(anchor, today):
    """
    Return the timedelta of whole weeks that brings `anchor` to `today` or at most six days before it.

    Without an anchor or without a `today` nothing moves. Rounded down, so that nothing held becomes the future.
    """
    if anchor is None or today is None:
        return dt.timedelta(0)
    return dt.timedelta(weeks=(today - anchor).days // 7)
