"""Which bits of the status lists are set."""

from certificates.credential.lists import REVOCATION, SUSPENSION

ENDED = ("replaced", "revoked")
SUSPENDED, RESUMED = "suspended", "resumed"


def set_bits(rows):
    """
    Return {purpose: set of places} for rows of (place, copy_id, the change's copy or None, status), oldest first.

    What ended a number or a copy of it sets the bit for good. Suspended is whoever was not resumed after that.
    """
    bits = {REVOCATION: set(), SUSPENSION: set()}
    for place, copy_id, about, status in rows:
        if about not in (None, copy_id):
            continue
        if status in ENDED:
            bits[REVOCATION].add(place)
        elif status == SUSPENDED:
            bits[SUSPENSION].add(place)
        elif status == RESUMED:
            bits[SUSPENSION].discard(place)
    return bits
