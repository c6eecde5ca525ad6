"""The links of letters: whoever got the letter answers an offer, or withdraws from a contract, without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

OFFER, WITHDRAWAL = "courses.booking.offer", "courses.booking.withdrawal"


def link_to(entry):
    """Return the word by which the letter's reader answers the offer made to this entry."""
    return _signed(entry, OFFER)


def entry_behind(link):
    """Return the primary key of the entry that `link` stands for, or None if it was not made here."""
    return _behind(link, OFFER)


def opens(link, entry):
    """Whether `link` is the one that was sent for this entry."""
    return bool(link) and entry_behind(link) == entry.pk


def offer_url(entry):
    """Return the address, for letters, at which the offer is answered."""
    return settings.PUBLIC_URL + reverse("offer", args=[link_to(entry)])


def link_to_withdraw(booking):
    """Return the word by which a private payer withdraws from this booking."""
    return _signed(booking, WITHDRAWAL)


def booking_behind(link):
    """Return the primary key of the booking that `link` stands for, or None if it was not made here."""
    return _behind(link, WITHDRAWAL)


def opens_withdrawal(link, booking):
    """Whether `link` is the one that was sent with the confirmation of this booking."""
    return bool(link) and booking_behind(link) == booking.pk


def withdrawal_url(booking=None):
    """Return the address, for letters, at which a consumer withdraws: from this booking, or from any."""
    page = reverse("withdraw_by_link", args=[link_to_withdraw(booking)]) if booking else reverse("withdraw_contract")
    return settings.PUBLIC_URL + page


def _signed(row, salt):
    return signing.Signer(salt=salt).sign(row.pk).replace(":", "~")


def _behind(link, salt):
    try:
        return int(signing.Signer(salt=salt).unsign(link.replace("~", ":")))
    except (signing.BadSignature, ValueError):
        return None
