"""Guests who make up a seminar elsewhere are counted and told of changes; open sheets hold back a cohort's end."""

from django.db.models import Count, IntegerField, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from courses.attendance.models import MakeUp
from courses.attendance.overview import open_sheets
from courses.attendance.roster import heads_at
from courses.cohorts.audience import Reader, tells_of_sessions
from courses.cohorts.closing import holds_back_completion
from courses.cohorts.heads import adds_heads, counts_people
from courses.cohorts.models import SeminarSession


@tells_of_sessions
def guests(session, at):
    """Those who come as guests."""
    rows = MakeUp.objects.filter(guest_of=session).select_related("enrolment__person").order_by("pk")
    return [Reader.of_person(made.enrolment.person, "participant") for made in rows]


@adds_heads
def guests_of(session):
    """How many come as guests."""
    made = MakeUp.objects.filter(guest_of=session).order_by().values("guest_of").annotate(number=Count("pk"))
    return Coalesce(Subquery(made.values("number"), output_field=IntegerField()), 0)


@holds_back_completion
def sheets_not_closed(cohort, at):
    """Name the sessions whose sheet is open."""
    sessions = [
        session.spoken
        for session in SeminarSession.objects.filter(cohort=cohort, status=SeminarSession.Status.HELD)
        .exclude(sheet__closed_at__isnull=False)
        .select_related("cohort", "seminar")
    ]
    sessions += [sheet.session.spoken for sheet in open_sheets(cohort.sessions.all(), at)]
    if not sessions:
        return []
    return [_("The sheet is open: %(sessions)s.") % {"sessions": ", ".join(dict.fromkeys(sessions))}]


@counts_people
def everybody_who_comes(sessions, at):
    """Those with a seat, named or not, and the guests: what the host lays places for."""
    return {pk: heads.people for pk, heads in heads_at(sessions, at).items()}
