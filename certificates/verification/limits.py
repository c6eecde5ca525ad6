"""
How often somebody may ask in vain: counted per hour in the cache. Nothing is logged.

Codes are too long to be guessed: in vain they are asked per address. Numbers can be guessed: also over all addresses.
"""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

CODES, NUMBERS = "codes", "numbers"
HOUR = 3600


def spent(what, request, at):
    """Whether this address, or for numbers all addresses together, have used up their questions of this hour."""
    mine, *everybody = _keys(what, request, at)
    counts = cache.get_many([mine, *everybody])
    allowed = _allowed(what)
    return counts.get(mine, 0) >= allowed or any(
        counts.get(key, 0) >= allowed * settings.VERIFY_ALL_TIMES for key in everybody
    )


def count(what, request, at):
    """Count one question."""
    for key in _keys(what, request, at):
        cache.add(key, 0, HOUR)
        cache.incr(key)


def _allowed(what):
    return {CODES: settings.VERIFY_FAILED_CODES_PER_HOUR, NUMBERS: settings.VERIFY_NUMBERS_PER_HOUR}[what]


def _keys(what, request, at):
    hour = int(at.timestamp()) // HOUR
    # Keyed, so that the cache holds no address; the key changes with the hour, so it cannot follow anybody.
    mine = salted_hmac("verification", f"{hour} {_address(request)}", algorithm="sha256").hexdigest()[:32]
    everybody = [f"verify:{what}:{hour}:all"] if what == NUMBERS else []
    return [f"verify:{what}:{hour}:{mine}", *everybody]


def _address(request):
    """Return who asks: behind trusted proxies the address that the outermost of them saw; of IPv6 the network."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    text = chain[-proxies] if proxies and len(chain) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
