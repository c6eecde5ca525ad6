"""What private payers find of their bookings on their start page: price, parts, cancelling, withdrawing."""

from django.utils import timezone

from courses.booking.consumer import parts_of
from courses.booking.links import link_to_withdraw
from courses.booking.models import Booking
from courses.booking.permissions import contracts_of
from courses.booking.prices import fee_for, free_until, steps_of, term_of
from courses.cohorts.models import Cohort
from lms.home.panels import Panel, hang_up

FOLDER = "courses/booking"


@hang_up
def my_right_to_withdraw(request, at):
    """A private payer's bookings from which they may still withdraw, each with the way to do it."""
    day = timezone.localdate(at)
    rows = [(one, term_of(one), link_to_withdraw(one)) for one in _contracts(request) if day <= term_of(one)]
    return Panel(f"{FOLDER}/panel_withdraw.html", {"rows": rows}, order=12) if rows else None


@hang_up
def my_contracts(request, at):
    """A private payer's bookings of cohorts that are not over: what they cost, when, and what cancelling costs."""
    rows = [_row(one, at) for one in _contracts(request) if one.cohort.status != Cohort.Status.COMPLETED]
    return Panel(f"{FOLDER}/panel_contracts.html", {"rows": rows}, order=25) if rows else None


def _row(booking, at):
    cohort, day = booking.cohort, timezone.localdate(at)
    begun, last, ends = day > cohort.starts_on, free_until(cohort), term_of(booking)
    return {
        "booking": booking,
        "cohort": cohort,
        "office": cohort.edition.programme.office,
        "parts": parts_of(cohort, booking.price_per_seat),
        "begun": begun,
        "fee": None if begun else fee_for(booking, at),
        "free_until": last if last and last >= day else None,
        "steps": steps_of(cohort.edition) and list(cohort.edition.cancellation_steps.all()),
        "term_ends": ends if ends >= day else None,
    }


def _contracts(request):
    """The reader's own bookings that stand, with all that is asked of them; read once per request."""
    if not hasattr(request, "_own_contracts"):
        rows = contracts_of(request.user).filter(status=Booking.Status.ACTIVE, seats__isnull=False)
        rows = rows.select_related("cohort__edition__programme__office").order_by("booked_at", "pk").distinct()
        request._own_contracts = list(rows.prefetch_related("cohort__edition__cancellation_steps"))
    return request._own_contracts
