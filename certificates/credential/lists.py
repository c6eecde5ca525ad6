"""Places in the public status lists, and the addresses that stand in every credential. Light."""

from django.conf import settings

# Places of one list: the least that the standard allows.
SIZE = 131_072
REVOCATION, SUSPENSION = "revocation", "suspension"
ADDRESSES = {REVOCATION: "/credentials/status/{}", SUSPENSION: "/credentials/suspension/{}"}


def list_url(number, purpose):
    """Return the public address of a list; it stands in every credential of this list."""
    return settings.PUBLIC_URL + ADDRESSES[purpose].format(number)


def status_entries(number, index):
    """Return what a credential says of its place: one entry per purpose."""
    return [
        {
            "id": f"{list_url(number, purpose)}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(index),
            "statusListCredential": list_url(number, purpose),
        }
        for purpose in ADDRESSES
    ]
