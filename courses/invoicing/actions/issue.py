"""Issuing what is due: one invoice per booking and instalment, however often and by however many it is asked for."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.booking.locks import in_one_go, lock_cohort
from courses.booking.models import Booking
from courses.curriculum.models import PriceLine
from courses.invoicing.due import due_instalments
from courses.invoicing.permissions import bookings_invoiced_by, may_invoice
from courses.invoicing.refusals import NothingDue
from courses.invoicing.writing import invoice_over
from lms.lib.refusals import NotAllowed, Refusal

# So many files are made at once; the jobs that are due, or whoever opens one, make the rest.
PRINTED_AT_ONCE = 10


@dataclass
class Issued:
    """What issuing came to: the invoices, and pairs of (Due, sentence) of what was turned down."""

    invoices: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@in_one_go
def issue_invoice(*, booking, position, actor, at, printing=True, announced=True):
    """
    Issue the invoice over one instalment of a booking that is due, and return it.

    It stands over the seats that the booking has now; the cohort's lock holds them until it is written. Raises
    NotAllowed, NothingDue, DataMissing or Busy; nothing is written then, and no number is taken.
    """
    cohort = lock_cohort(booking.cohort_id)
    if not may_invoice(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    found = due_instalments(Booking.objects.filter(pk=booking.pk), at)
    due = next((one for one in found if one.position == position), None)
    if due is None:
        raise NothingDue(_("This instalment is not due, or somebody has invoiced it in the meantime."))

    def words():
        facts = {"programme": cohort.edition.programme, "cohort": cohort.code}
        return _("%(programme)s, cohort %(cohort)s") % facts, _instalment_in_words(due)

    return invoice_over(
        due.booking,
        PriceLine.Purpose.PRICE,
        due.cents_each,
        due.seats,
        words,
        instalment=position,
        version=due.version,
        announced=announced,
        printing=printing,
        actor=actor,
        at=at,
    )


def issue_due_invoices(*, cohorts=None, actor, at):
    """
    Issue every invoice that is due of `cohorts` (None: of all that `actor` invoices) and return what was Issued.

    Each is an act of its own: what is turned down does not hold up the others, and is told with its reason.
    """
    bookings = bookings_invoiced_by(actor)
    if cohorts is not None:
        bookings = bookings.filter(cohort__in=cohorts)
    issued = Issued()
    for due in due_instalments(bookings, at):
        try:
            invoice = issue_invoice(
                booking=due.booking,
                position=due.position,
                actor=actor,
                at=at,
                printing=len(issued.invoices) < PRINTED_AT_ONCE,
            )
        except NothingDue:
            continue  # somebody else was faster
        except Refusal as refusal:
            issued.refused.append((due, str(refusal)))
        else:
            issued.invoices.append(invoice)
    return issued


def _instalment_in_words(due):
    if due.count == 1:
        return _("whole price")
    return _("instalment %(position)s of %(count)s") % {"position": due.position, "count": due.count}
