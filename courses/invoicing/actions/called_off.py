"""Crediting a whole cohort that was called off."""

from django.utils.translation import gettext as _

from courses.booking.models import Booking
from courses.invoicing.actions.credit import settle_given_seats
from courses.invoicing.actions.issue import Issued
from courses.invoicing.crediting import called_off
from courses.invoicing.models import SeatsGiven
from courses.invoicing.permissions import may_invoice
from courses.invoicing.refusals import AlreadySettled
from lms.lib.refusals import NotAllowed, Refusal


def credit_called_off(*, cohort, actor, at):
    """
    Credit what was invoiced in a cohort that was called off and return what was Issued; `refused` are (booking, why).

    Each booking is an act of its own: what is turned down does not hold up the others. What has to be judged, because
    sessions were held, is left. Raises NotAllowed.
    """
    if not may_invoice(actor, cohort):
        raise NotAllowed(_("You do not run this cohort. Ask its office."))
    issued = Issued()
    for given in called_off(Booking.objects.filter(cohort=cohort)).select_related("booking"):
        try:
            issued.invoices += settle_given_seats(given=given, outcome=SeatsGiven.Outcome.CREDITED, actor=actor, at=at)
        except AlreadySettled:
            continue  # somebody else was faster
        except Refusal as refusal:
            issued.refused.append((given.booking, str(refusal)))
    return issued
