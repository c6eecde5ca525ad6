"""The public status lists: one bit per copy, hidden in a crowd of others (W3C Bitstring Status List 1.0)."""

import base64
import gzip

from certificates.credential.contexts import CREDENTIALS
from certificates.credential.did import did_of
from certificates.credential.lists import SIZE, list_url
from certificates.credential.proof import moment, signed_text
from certificates.credential.validity import earliest

# How long a verifier may keep a list, in milliseconds: one hour.
TTL = 3_600_000


def status_list(number, purpose, places, key, at):
    """
    Return the signed list as text: the bits at `places` are set. The same places, key and day give the same text.

    It is dated at the start of its day, so that every process signs the same bytes. It does not expire: after us it
    must go on to be read.
    """
    day = earliest(at)
    document = {
        "@context": [CREDENTIALS],
        "id": list_url(number, purpose),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(),
        "validFrom": moment(day),
        "credentialSubject": {
            "id": f"{list_url(number, purpose)}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(places),
            "ttl": TTL,
        },
    }
    return signed_text(document, key, day)


def encoded(places):
    """Return a list with the bits at `places` set: the first place is the highest bit of the first byte."""
    bits = bytearray(SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
