"""Who signs, as machines name it: a did:web of our public address, and the public keys that it stands for. Light."""

import base64
from urllib.parse import quote, urlsplit

import base58
from django.conf import settings

from certificates.keys.models import SigningKey

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
# What stands before the 32 bytes of an Ed25519 key: in DER (RFC 8410), and as multicodec.
DER = bytes.fromhex("302a300506032b6570032100")
MULTICODEC = b"\xed\x01"
# Names are given once per purpose; both purposes share one document.
PREFIXES = {SigningKey.Purpose.CREDENTIAL: "", SigningKey.Purpose.STATUS: "status-"}


def did_of(url=None):
    """
    Return the did:web of a public address (default: ours): host, a port in percent code, path segments after colons.

    It ties every credential to this host name for good. Source: did:web method specification, section 3.1.
    """
    parts = urlsplit(url or settings.PUBLIC_URL)
    port = f"%3A{parts.port}" if parts.port else ""
    segments = [quote(segment, safe="") for segment in parts.path.split("/") if segment]
    return ":".join([f"did:web:{parts.hostname}{port}", *segments])


def key_id(row):
    """Return the name under which a SigningKey stands in the DID document and in what it signs."""
    return f"{did_of()}#{PREFIXES[row.purpose]}{row.name}"


def multikey(public):
    """Return a PEM Ed25519 public key as publicKeyMultibase."""
    der = base64.b64decode("".join(line for line in public.splitlines() if "-----" not in line))
    if not der.startswith(DER) or len(der) != len(DER) + 32:
        raise ValueError("not an Ed25519 public key")
    return "z" + base58.b58encode(MULTICODEC + der[len(DER) :]).decode()


def did_document(keys):
    """
    Return the DID document of these SigningKeys (others than Ed25519 are passed over).

    Retired keys stay in assertionMethod, or verifiers would refuse all that they signed; compromised ones are left out.
    """
    trusted = [row for row in keys if row.purpose in PREFIXES and not row.compromised_at]
    methods = [
        {"id": key_id(row), "type": "Multikey", "controller": did_of(), "publicKeyMultibase": multikey(row.public)}
        for row in trusted
    ]
    return {
        "@context": CONTEXTS,
        "id": did_of(),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
