"""The letter that an invoice is there, with a link that opens it without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from lms.messages.actions import post_letter
from lms.messages.texts import compose

FOLDER = "courses/invoicing/letters"
SALT = "courses.invoicing.letters"
# Bookkeeping opens an invoice when it is paid; after this time it needs somebody who may sign in.
OPENS_FOR = 180 * 86_400


def key_of(invoice):
    """The key in the letter's link; it opens this one PDF."""
    return signing.TimestampSigner(salt=SALT).sign(invoice.pk).replace(":", "~")


def invoice_by_key(key):
    """Return the primary key of the invoice that `key` opens, or None if it was not made here or is too old."""
    try:
        return int(signing.TimestampSigner(salt=SALT).unsign(key.replace("~", ":"), max_age=OPENS_FOR))
    except (signing.BadSignature, ValueError):
        return None


def announce(invoice, *, at):
    """Tell whoever pays that the invoice or credit note is there. Without an address nobody is told."""
    to, language = invoice.buyer["email"], invoice.language
    if not to:
        return
    with translation.override(language):
        programme = str(invoice.booking.cohort.edition.programme)
    subject, body = compose(
        f"{FOLDER}/{invoice.kind}.txt",
        language,
        invoice=invoice,
        programme=programme,
        cohort=invoice.booking.cohort,
        office=invoice.booking.cohort.edition.programme.office,
        url=settings.PUBLIC_URL + reverse("invoice_by_letter", args=[key_of(invoice)]),
    )
    post_letter(
        to=to, subject=subject, body=body, kind=f"invoicing.{invoice.kind}", key=f"invoicing.ready:{invoice.pk}", at=at
    )
