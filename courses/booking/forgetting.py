"""What booking keeps no longer than it is needed: whom companies had named and who was never seated by it."""

import datetime as dt

from django.conf import settings

from courses.booking.models import TakeoverRequest
from lms.messages.sweepers import register_sweeper


@register_sweeper("names in answered requests")
def forget_successors(at):
    """
    Empty name, address and words of takeover requests answered settings.REQUEST_NAMES_KEPT_DAYS ago; return how many.

    That a request was made, by whom and how it ended, stays. Who took the seat over has an enrolment of their own.
    """
    old = at - dt.timedelta(days=settings.REQUEST_NAMES_KEPT_DAYS)
    return (
        TakeoverRequest.objects.filter(closed_at__lte=old)
        .exclude(email="")
        .update(given_name="", family_name="", email="", reason="", answer="")
    )
