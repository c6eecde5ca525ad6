"""The links of letters to the waiting list: whoever got the letter answers without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "courses.booking.offer"


def link_to(entry):
    """Return the word by which the letter's reader answers the offer made to this entry."""
    return signing.Signer(salt=SALT).sign(entry.pk).replace(":", "~")


def entry_behind(link):
    """Return the primary key of the entry that `link` stands for, or None if it was not made here."""
    try:
        return int(signing.Signer(salt=SALT).unsign(link.replace("~", ":")))
    except (signing.BadSignature, ValueError):
        return None


def opens(link, entry):
    """Whether `link` is the one that was sent for this entry."""
    return bool(link) and entry_behind(link) == entry.pk


def offer_url(entry):
    """Return the address, for letters, at which the offer is answered."""
    return settings.PUBLIC_URL + reverse("offer", args=[link_to(entry)])
