"""What was invoiced for a cohort and paid, said before it is called off."""

from django.utils.translation import gettext as _

from courses.cohorts.closing import Stake, says_what_is_at_stake
from courses.invoicing.models import Invoice


@says_what_is_at_stake
def money_invoiced(cohort):
    """What customers would have to get back, or need no longer pay."""
    invoices = Invoice.objects.with_balance().invoices().filter(booking__cohort=cohort)
    rows = list(invoices.values_list("gross_cents", "credited", "paid"))
    return [
        Stake("invoiced", _("Invoiced, less what was credited"), sum(row[0] - row[1] for row in rows), is_money=True),
        Stake("paid", _("Paid of it"), sum(row[2] for row in rows), is_money=True),
    ]
