"""Sessions as calendar files: one for the signed-in, one by the link of a letter, and everybody's own feed."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from courses.cohorts import calendar, letters
from courses.cohorts.models import SeminarSession
from courses.cohorts.permissions import own_sessions, sessions_seen_by
from lms.accounts.models import CalendarFeed


def _whole(sessions):
    return sessions.select_related("seminar", "host__company", "cohort").prefetch_related("days")


@login_required
def session_calendar(request, pk):
    """Give a session as a calendar file to those who see its page."""
    session = get_object_or_404(_whole(sessions_seen_by(request.user)), pk=pk)
    return calendar.response([session], name=f"{session}".replace("/", "-"), at=timezone.now())


def session_by_key(request, key):
    """Give a session as a calendar file to whoever holds the link of a letter; it names nobody."""
    session = get_object_or_404(_whole(SeminarSession.objects), pk=letters.session_by_key(key))
    return calendar.response([session], name=f"{session}".replace("/", "-"), at=timezone.now())


def feed(request, token):
    """Give the sessions of whoever the secret address belongs to, as participant, guest or lecturer."""
    found = CalendarFeed.objects.select_related("user").filter(token=token, user__is_active=True).first()
    if found is None:
        raise Http404
    sessions = _whole(own_sessions(found.user)).order_by("pk")
    answer = calendar.response(sessions, name="lehrgang", at=timezone.now(), subscribed=True)
    # A calendar program asks again; nobody between us keeps a copy.
    answer["Cache-Control"] = "private, no-store"
    return answer
