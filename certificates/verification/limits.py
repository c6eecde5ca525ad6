"""
How often somebody may ask: counted per hour in the cache. Nothing is logged.

Codes are too long to be guessed: in vain they are asked per address. Numbers can be guessed, and files cost work: these
also over all addresses.
"""

from django.conf import settings
from django.core.cache import cache

from lms.lib import counting

CODES, NUMBERS, FILES = "codes", "numbers", "files"
HOUR = 3600


def spent(what, request, at):
    """Whether this address, or for numbers and files all together, have used up their questions of this hour."""
    mine, *everybody = _keys(what, request, at)
    counts = cache.get_many([mine, *everybody])
    allowed = _allowed(what)
    return counts.get(mine, 0) >= allowed or any(
        counts.get(key, 0) >= allowed * settings.VERIFY_ALL_TIMES for key in everybody
    )


def count(what, request, at):
    """Count one question."""
    for key in _keys(what, request, at):
        counting.count(key, HOUR)


def _allowed(what):
    return {
        CODES: settings.VERIFY_FAILED_CODES_PER_HOUR,
        NUMBERS: settings.VERIFY_NUMBERS_PER_HOUR,
        FILES: settings.VERIFY_FILES_PER_HOUR,
    }[what]


def _keys(what, request, at):
    hour, _left = counting.window(at, HOUR)
    # Keyed, so that the cache holds no address; the key changes with the hour, so it cannot follow anybody.
    mine = counting.nameless(counting.address_of(request), "verification", hour)
    everybody = [f"verify:{what}:{hour}:all"] if what != CODES else []
    return [f"verify:{what}:{hour}:{mine}", *everybody]


def take_rows(user, number, at):
    """
    Count `number` rows of a list for an account, and return whether it may still ask for them in this hour.

    Rows asked for in vain count too: whoever asks too much has to wait, not to try.
    """
    hour, _left = counting.window(at, HOUR)
    return counting.count(f"verify:rows:{hour}:{user.pk}", HOUR, by=number) <= settings.VERIFY_ROWS_PER_HOUR
