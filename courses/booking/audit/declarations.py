"""Declarations of withdrawal against the chairs that they gave up."""

import datetime as dt

from courses.booking.actions.declare import declarations_left, is_due_by_itself
from courses.booking.audit.findings import Finding, checks
from courses.booking.models import Declaration

# The sweeper runs every minute; what is left after a day is left for good.
LEFT_AFTER = dt.timedelta(days=1)


@checks
def whoever_withdrew_has_no_chair(scope):
    """A contract that was withdrawn from keeps no chair."""
    rows = Declaration.objects.filter(state=Declaration.State.CARRIED_OUT, booking__seats__isnull=False).distinct()
    for pk, code, booking in scope.of(rows.order_by("pk"), "booking__cohort").values_list(
        "pk", "booking__cohort__code", "booking"
    ):
        yield Finding("withdrawn_and_seated", code, f"booking {booking}", f"declaration {pk} is carried out")


@checks
def withdrawals_are_carried_out(scope):
    """What was declared for certain and in time gives its seat up within minutes."""
    rows = declarations_left().filter(received_at__lte=scope.at - LEFT_AFTER)
    for row in scope.of(rows, "booking__cohort"):
        if is_due_by_itself(row):
            text = f"declaration {row.pk} came in time, and its seat is not given up"
            yield Finding("withdrawal_left", row.booking.cohort.code, f"booking {row.booking_id}", text, warning=True)
