"""Every key that ever signed, for everybody to see: light, nothing is parsed that need not be."""

import base64
import hashlib
import re
from dataclasses import dataclass

from certificates.credential.did import key_id, multikey
from certificates.credential.validity import earliest
from certificates.keys.models import SigningKey

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\n(.+?)-----END CERTIFICATE-----\n", re.DOTALL)


@dataclass(frozen=True)
class Certificate:
    """One X.509 certificate: its PEM text, and its SHA-256 in hex as browsers and PDF readers show it."""

    pem: str
    sha256: str


def every_key():
    """Return all SigningKeys, oldest first within their purpose: one query."""
    return list(SigningKey.objects.all())


def certificates_in(pem):
    """Return the Certificates of a PEM text in its order; none for the other kinds of keys."""
    return [
        Certificate(found.group(), hashlib.sha256(base64.b64decode(found[1])).hexdigest())
        for found in _CERTIFICATE.finditer(pem)
    ]


def roots_of(keys):
    """Return the Certificates at the end of the seals' chains, each once. A seal alone is its own root."""
    chains = [certificates_in(row.public) for row in keys if row.purpose == SigningKey.Purpose.SEAL]
    return list({chain[-1].sha256: chain[-1] for chain in chains if chain}.values())


def state_of(row):
    """Return "signs", "retired" (what it signed stays valid) or "compromised" (trusted no longer)."""
    if row.compromised_at:
        return "compromised"
    return "retired" if row.retired_at else "signs"


def described(row):
    """Return a key as plain JSON types, moments as ISO 8601: valid from the earliest date that it could write."""
    seal = row.purpose == SigningKey.Purpose.SEAL
    about = {
        "purpose": row.purpose,
        "name": row.name,
        "state": state_of(row),
        "from": (row.made_at if seal else earliest(row.made_at)).isoformat(timespec="seconds"),
        "until": row.retired_at.isoformat(timespec="seconds") if row.retired_at else None,
        "compromised": row.compromised_at.isoformat(timespec="seconds") if row.compromised_at else None,
    }
    if seal:
        chain = certificates_in(row.public)
        return {**about, "certificates": [{"sha256": one.sha256, "pem": one.pem} for one in chain]}
    return {**about, "id": key_id(row), "publicKeyMultibase": multikey(row.public)}
