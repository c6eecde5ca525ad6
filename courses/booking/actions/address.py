"""Where the coming invoices of a booking go."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.booking.models import Booking
from courses.booking.permissions import may_change
from lms.audit.log import record
from lms.lib.refusals import NotAllowed

FIELDS = ("invoice_name", "invoice_street", "invoice_postal_code", "invoice_town", "invoice_email")


@transaction.atomic
def send_invoices_to(*, booking, invoice_to, actor, at):
    """
    Give a booking an invoice address of its own (or, with nothing in it, none) and return the booking.

    `invoice_to` are some of FIELDS; what is not named is empty then. Invoices issued before keep theirs. Raises
    NotAllowed.
    """
    booking = (
        Booking.objects.select_for_update(of=("self",)).select_related("cohort__edition__programme").get(pk=booking.pk)
    )
    if not may_change(actor, booking):
        raise NotAllowed(_("This booking belongs to another company."))
    for name in FIELDS:
        setattr(booking, name, invoice_to.get(name, ""))
    booking.save(update_fields=FIELDS)
    record("booking.readdressed", actor=actor, subject=booking, at=at)
    return booking
