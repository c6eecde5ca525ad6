"""Who writes invoices: whoever runs the programme. Who reads them: also the company that booked, the private payer."""

from django.db.models import Q

from courses.booking.models import Booking
from courses.booking.permissions import may_book_for
from courses.cohorts.permissions import may_run
from courses.curriculum.permissions import programmes_managed_by
from courses.invoicing.models import Invoice
from lms.organisations.models import ClusterOffice
from lms.organisations.permissions import companies_of


def may_invoice(actor, cohort):
    """Whether `actor` invoices, credits and books payments for this cohort."""
    return may_run(actor, cohort)


def bookings_invoiced_by(actor):
    """The bookings that `actor` invoices."""
    return Booking.objects.filter(cohort__edition__programme__in=programmes_managed_by(actor))


def invoices_kept_by(actor):
    """The invoices that `actor` keeps: opens with payments, credits."""
    return Invoice.objects.filter(booking__cohort__edition__programme__in=programmes_managed_by(actor))


def offices_of(actor):
    """The offices for whose programmes `actor` keeps invoices."""
    return ClusterOffice.objects.filter(programmes__in=programmes_managed_by(actor)).distinct()


def may_read(actor, invoice):
    """Whether `actor` opens this invoice: its keeper, who books for the company that it is for, the private payer."""
    if not (actor and actor.is_authenticated and actor.is_active):
        return False
    booking = invoice.booking
    if booking.private_payer_id is not None and booking.private_payer_id == actor.person_id:
        return True
    return may_book_for(actor, booking.company) or may_invoice(actor, booking.cohort)


def invoices_readable_by(actor):
    """The same rule as one query."""
    if not (actor and actor.is_authenticated and actor.is_active):
        return Invoice.objects.none()
    own = Q(booking__private_payer=actor.person_id) if actor.person_id else Q(pk__in=[])
    return Invoice.objects.filter(
        own
        | Q(booking__company__in=companies_of(actor))
        | Q(booking__cohort__edition__programme__in=programmes_managed_by(actor))
    )
