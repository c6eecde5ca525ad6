"""Logos, signatures and seals of papers: kept once under their hash, so that a frozen record can name them for ever."""

import base64
import functools
import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages

# Pictures, as addresses by hash, of a process that was handed them with its work.
given: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A PNG in the private storage, by the SHA-256 (hex) of its bytes; `alt` says in words what it shows."""

    sha256: str
    alt: str


def keep(png, alt):
    """Keep the bytes of a PNG and return its Picture. Keeping the same bytes again keeps nothing more."""
    picture = Picture(sha256=hashlib.sha256(png).hexdigest(), alt=alt)
    storage = storages["private"]
    if not storage.exists(_name(picture)):
        storage.save(_name(picture), ContentFile(png))
    return picture


def data_url(picture):
    """Return the picture as an address that holds it whole; printing reads no other kind."""
    return given.get(picture.sha256) or _read(_name(picture))


@functools.lru_cache(maxsize=32)
def _read(name):
    # The same few for every paper of a cohort, and the storage may be far away.
    with storages["private"].open(name) as file:
        return "data:image/png;base64," + base64.b64encode(file.read()).decode()


def _name(picture):
    return f"paper-pictures/{picture.sha256}.png"
