"""Sessions as calendar entries (RFC 5545): stable ids, a sequence that counts changes, no other participant's name."""

import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone


def response(sessions, *, name, at, subscribed=False):
    """Return the sessions as one .ics file; `at` is when it was made. `subscribed` is read again and again."""
    made = HttpResponse(as_ics(sessions, at=at, subscribed=subscribed), content_type="text/calendar; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return made


def as_ics(sessions, *, at, subscribed=False):
    """Return bytes of an iCalendar with one entry per day of each session; times in UTC."""
    from icalendar import Calendar  # heavy: few requests ask for a calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Lehrgang//de")
    calendar.add("version", "2.0")
    if subscribed:
        calendar.add("x-wr-calname", "Lehrgang")
        # RFC 7986, and the older word of Outlook and Apple for the same.
        calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
    for session in sessions:
        for index, day in enumerate(session.days.all(), start=1):
            calendar.add_component(_event(session, day, index, at))
    return calendar.to_ical()


def _event(session, day, index, at):
    from icalendar import Event, vDatetime, vText  # heavy, see above

    event = Event()
    # The number of the day, not its date: a moved session replaces the old entry.
    event["uid"] = vText(f"session-{session.pk}-{index}@{settings.PUBLIC_URL.partition('://')[2]}")
    event["dtstamp"] = vDatetime(at.astimezone(dt.UTC))
    for name, time in (("dtstart", day.starts_at), ("dtend", day.ends_at)):
        moment = timezone.make_aware(dt.datetime.combine(day.date, time))
        event[name] = vDatetime(moment.astimezone(dt.UTC))
    event.add("sequence", session.sequence)
    event.add("summary", f"{session.cohort.code}: {session.seminar.title}")
    if session.host:
        place = session.host.company.name if session.host.company else session.host.name
        event.add("location", f"{place}, {session.host.address}")
    event.add("status", "CANCELLED" if session.status == session.Status.CANCELLED else "CONFIRMED")
    return event
