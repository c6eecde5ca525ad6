"""What booking keeps no longer than it is needed: whom companies had named, who waited, and was never seated by it."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from courses.booking.models import Declaration, TakeoverRequest, WaitEntry
from lms.accounts.models import Person
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


@register_sweeper("declarations of withdrawal")
def forget_declarations(at):
    """
    Empty name, contract, address and answer of declarations decided long ago; return how many.

    settings.WITHDRAWALS_KEPT_DAYS after the decision where a booking is named, as long as somebody may dispute what was
    declared when; settings.REQUEST_NAMES_KEPT_DAYS where none is. What came when, and what became of it, stays.
    """
    kept = {False: settings.WITHDRAWALS_KEPT_DAYS, True: settings.REQUEST_NAMES_KEPT_DAYS}
    old = Q()
    for without_booking, days in kept.items():
        old |= Q(booking__isnull=without_booking, decided_at__lte=at - dt.timedelta(days=days))
    return Declaration.objects.filter(old).exclude(email="").update(name="", contract="", email="", answer="")


@register_sweeper("who waited privately")
def forget_who_waited(at):
    """
    Empty the names of those who waited privately, got no seat, and are known for nothing else; return how many.

    settings.REQUEST_NAMES_KEPT_DAYS after the last of their entries ended. The entry stays, and says that somebody
    waited. Whoever has an account, a booking, a seat, a job, or teaches, is known for something else.
    """
    old = at - dt.timedelta(days=settings.REQUEST_NAMES_KEPT_DAYS)
    waited = WaitEntry.objects.filter(private_payer=OuterRef("pk"))
    kept = waited.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=old))
    rows = Person.objects.filter(Exists(waited), ~Exists(kept), erased_at__isnull=True, reference__isnull=True)
    for relation in Person._meta.related_objects:
        if relation.related_model is not WaitEntry:
            rows = rows.filter(**{f"{relation.name}__isnull": True})
    # By key: an UPDATE takes no joins.
    return Person.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        given_name="", family_name="", academic_title="", date_of_birth=None, place_of_birth="", email="", profile={},
        erased_at=at,
    )  # fmt: skip
