"""
How often somebody may declare a withdrawal without a link: counted in the cache, nothing is logged.

There is no limit over all: nobody may shut the function for everybody else. And no letter more than so many in a day
goes to one address, whoever types it: what is declared beyond is received all the same.
"""

from django.conf import settings
from django.core.cache import cache

from lms.lib import counting

HOUR, DAY = 3600, 86_400
SALT = "withdrawal"


def spent(request, at):
    """Whether whoever asks has declared as often as one address may in this hour."""
    return cache.get(_sender(request, at), 0) >= settings.WITHDRAWALS_PER_HOUR


def count(request, at):
    """Count one declaration."""
    counting.count(_sender(request, at), HOUR)


def take_letter(email, at):
    """Count one confirmation to this address, and return whether it may still go out today."""
    day, _left = counting.window(at, DAY)
    key = f"withdrawal:to:{day}:{counting.nameless(email.strip().lower(), SALT, day)}"
    return counting.count(key, DAY) <= settings.WITHDRAWAL_LETTERS_PER_DAY


def _sender(request, at):
    hour, _left = counting.window(at, HOUR)
    return f"withdrawal:by:{hour}:{counting.nameless(counting.address_of(request), SALT, hour)}"
