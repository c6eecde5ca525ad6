"""What the look at a file found. Knows neither Django nor pyHanko: both processes share it."""

import hashlib
import re
from dataclasses import dataclass

# A seal of ours over a file that nobody changed, but for time stamps and proofs appended for the archive.
SEALED = "sealed"
# A seal of ours, right as far as it reaches, in a file that was changed afterwards.
CHANGED = "changed"
# Sealed by somebody else, or by a key of ours that is trusted no longer.
FOREIGN = "foreign"
# A seal of ours that does not hold for what stands in the file.
SPOILT = "spoilt"
# Protected by a password, or encrypted without one: its seal cannot be checked, and ours are not.
ENCRYPTED = "encrypted"
# What cannot be read to its end.
BROKEN = "broken"
PLAIN = "plain"
STATES = (SEALED, CHANGED, FOREIGN, SPOILT, ENCRYPTED, BROKEN, PLAIN)
# A certificate of ours has 150 kB; an archive copy some 30 more.
MOST_BYTES = 2 * 1024 * 1024
# A file of ours has one seal and few time stamps; each costs one reading of the file.
MOST_RANGES = 8
_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,99}(\d{1,8})\s{1,99}(\d{1,8})\s{1,99}(\d{1,8})\s{0,99}\]")


@dataclass(frozen=True)
class Finding:
    """
    One of STATES; of a seal of ours (SEALED, CHANGED) hashes in hex (SHA-256).

    `signed_sha256` is of what the seal covers, `revision_sha256` of that and the seal itself: the file as it was handed
    out, whatever was appended since. `sealed_with` is of the certificate.
    """

    state: str
    signed_sha256: str = ""
    revision_sha256: str = ""
    sealed_with: str = ""


def claimed_hashes(pdf):
    """
    Return the SHA-256, in hex, of each stretch that the bytes of a file claim to be sealed, broken as it may be.

    Proves nothing: it only tells a file of ours that was spoilt from one that never was ours.
    """
    found = {}
    for _count, match in zip(range(MOST_RANGES), _RANGE.finditer(pdf), strict=False):
        length, again, rest = map(int, match.groups())
        if length <= again and again + rest <= len(pdf):
            found[hashlib.sha256(pdf[:length] + pdf[again : again + rest]).hexdigest()] = None
    return list(found)
