"""How often something was asked for within a stretch of time: counted in the cache, never in the database."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac


def window(at, seconds):
    """Return (the number of the stretch of `seconds` that the moment `at` lies in, seconds until it ends)."""
    number, passed = divmod(int(at.timestamp()), seconds)
    return number, seconds - passed


def count(key, seconds, by=1):
    """Count `by` more under `key`, which is forgotten after `seconds`, and return how many there are now."""
    if cache.add(key, by, seconds):
        return by
    try:
        return cache.incr(key, by)
    except ValueError:
        # Forgotten between the two.
        cache.set(key, by, seconds)
        return by


def nameless(text, salt, number):
    """Return a key for `text` in the stretch of time `number`: nobody reads it out of the cache, or follows it on."""
    return salted_hmac(salt, f"{number} {text}", algorithm="sha256").hexdigest()[:32]


def address_of(request):
    """Return who asks: behind trusted proxies the address that the outermost of them saw; of IPv6 the network."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    text = chain[-proxies] if proxies and len(chain) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
