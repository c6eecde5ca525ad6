"""The letters about declarations of withdrawal: received (§ 356a BGB), closed by the office, told to the office."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from courses.booking.prices import term_of
from lms.messages.actions import post_letter
from lms.messages.texts import compose
from lms.organisations.models import ClusterOffice

FOLDER = "courses/booking/letters"


def confirm_receipt(declaration):
    """
    Confirm at once, to the address given, what was declared and when: the receipt, not that it is effective.

    Of bookings it says only what the sender has said: whoever typed something learns nothing by it.
    """
    booking, day = declaration.booking, timezone.localdate(declaration.received_at)
    term_ends = booking and term_of(booking)
    _write(
        "declaration_received",
        declaration.email,
        declaration.language,
        declaration,
        office=_office_of(booking),
        in_time=term_ends and day <= term_ends,
        term_ends=term_ends,
        at=declaration.received_at,
    )


def tell_closed(declaration, *, at):
    """Tell who declared that no seat is given up by it, in the office's words."""
    office = _office_of(declaration.booking)
    _write("declaration_closed", declaration.email, declaration.language, declaration, office=office, at=at)


def tell_office(declaration, *, at):
    """Tell the office that a private payer has withdrawn, and the seat is free again."""
    booking = declaration.booking
    office = _office_of(booking)
    more = {"booking": booking, "cohort": booking.cohort, "url": settings.PUBLIC_URL + _cohort_page(booking)}
    _write("declaration_told", office.email, settings.LANGUAGE_CODE, declaration, office=office, at=at, **more)


def _office_of(booking):
    """The office whose contract it is; without a booking the one that runs the site, None where there is none."""
    return booking.cohort.edition.programme.office if booking else ClusterOffice.objects.order_by("pk").first()


def _cohort_page(booking):
    return reverse("cohort", args=[booking.cohort.code])


def _write(name, to, language, declaration, *, at, **context):
    """Compose and post; a declaration gets one letter of each kind. What was forgotten has no address."""
    if not to:
        return
    subject, body = compose(f"{FOLDER}/{name}.txt", language, declaration=declaration, **context)
    post_letter(
        to=to, subject=subject, body=body, kind=f"booking.{name}", key=f"booking.{name}:{declaration.pk}", at=at
    )
