"""Takeovers that were asked for, and whoever comes for a day, against who sits there."""

from django.db.models import F, Q

from courses.booking.audit.findings import Finding, checks
from courses.booking.models import TakeoverRequest


@checks
def who_is_to_be_replaced_sits_there(scope):
    """An open request speaks of whoever sits on that chair: whatever moves them ends it."""
    rows = scope.of(TakeoverRequest.objects.filter(state=TakeoverRequest.State.ASKED), "seat__cohort").filter(
        ~Q(seat__enrolment=F("enrolment")) | Q(seat__enrolment__isnull=True)
    )
    for pk, code, number in rows.order_by("pk").values_list("pk", "seat__cohort__code", "seat__number"):
        yield Finding(
            "request_for_who_is_gone", code, f"seat {number}", f"request {pk} is open; its person sits elsewhere"
        )
