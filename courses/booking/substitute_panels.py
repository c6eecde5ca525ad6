"""What substitutes hang up: requests for the office to answer, a stand-in's own days, stand-ins of a session."""

import datetime as dt

from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.booking.actions.stand_in import has_begun
from courses.booking.models import Enrolment, StandIn, TakeoverRequest
from courses.cohorts.permissions import cohorts_run_by, may_run
from courses.cohorts.sections import hang_on_session
from lms.home.decisions import DECIDE, URGENT, Decision, decides
from lms.home.panels import Panel, hang_up

# A request that nobody has answered for so many days is urgent.
WAITS_LONG = dt.timedelta(days=3)
MOST = 8


@decides
def takeovers_to_answer(request, at):
    """What companies ask: agreed or declined with one click, or with a word on the request's own page."""
    asked = TakeoverRequest.objects.filter(
        state=TakeoverRequest.State.ASKED, seat__cohort__in=cohorts_run_by(request.user)
    ).select_related("seat__cohort", "seat__booking__company", "seat__booking__private_payer", "enrolment__person")
    for one in asked:
        facts = {
            "cohort": one.seat.cohort.code,
            "seat": one.seat.number,
            "successor": one.successor,
            "person": one.enrolment.person,
            "payer": one.seat.booking.payer,
            "day": date_format(timezone.localtime(one.asked_at), "DATE_FORMAT"),
        }
        text = _("Asked by %(payer)s on %(day)s. Attendance is not inherited.") % facts
        yield Decision(
            title=_("%(cohort)s, seat %(seat)s: %(successor)s for %(person)s?") % facts,
            text=f"{text} {one.reason}".strip(),
            url=reverse("answer_takeover", args=[one.pk, "agree"]),
            url_label=_("Agree"),
            urgency=URGENT if at - one.asked_at >= WAITS_LONG else DECIDE,
            icon="swap",
            on=timezone.localdate(one.asked_at),
            more=(
                (reverse("answer_takeover", args=[one.pk, "decline"]), _("Decline"), True),
                (reverse("takeover", args=[one.pk]), _("Answer with a note")),
            ),
            post=True,
        )


@hang_up
def my_days_as_stand_in(request, at):
    """Where somebody goes in another's place, and what they attended so; it counts for nobody's certificate."""
    if request.user.person_id is None:
        return None
    rows = list(
        StandIn.objects.coming()
        .filter(person=request.user.person_id)
        .select_related("session__seminar", "session__cohort", "session__host__company", "enrolment__person")
        .annotate(first_day=Min("session__days__date"), last_day=Max("session__days__date"))
        .order_by("-first_day", "pk")[:MOST]
    )
    if not rows:
        return None
    today = timezone.localdate(at)
    ahead = [row for row in reversed(rows) if row.last_day and row.last_day >= today]
    over = [row for row in rows if row not in ahead]
    return Panel("courses/booking/panel_stand_in.html", {"ahead": ahead, "over": over}, order=11)


@hang_on_session
def stand_ins(request, session, at):
    """Who comes for whom, with the ways to send somebody and to call it off, for the office."""
    if not may_run(request.user, session.cohort):
        return None
    days = sorted(day.date for day in session.days.all())
    if not days or session.status != session.Status.PLANNED:
        return None
    coming = {one.enrolment_id: one for one in session.stand_ins.coming().select_related("person")}
    rows = [
        {"enrolment": one, "stand_in": coming.get(one.pk)}
        for one in Enrolment.objects.filter(cohort=session.cohort_id, starts_on__lte=days[-1]).select_related("person")
        if one.ends_on is None or one.ends_on > days[0]
    ]
    context = {"session": session, "rows": rows, "coming": len(coming), "open": not has_begun(session, at)}
    return Panel("courses/booking/section_stand_ins.html", context, order=30)
