"""The letters of planning: a session has moved or has another host; a session or a cohort does not take place."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from courses.cohorts.audience import Reader, readers_of
from lms.messages.actions import post_letter
from lms.messages.texts import compose

FOLDER = "courses/cohorts/letters"
SALT = "courses.cohorts.session_calendar"


def calendar_key(session):
    """Return the word by which anybody who got a letter fetches the calendar entry of this session alone."""
    return signing.Signer(salt=SALT).sign(session.pk).replace(":", "~")


def session_by_key(key):
    """Return the primary key of the session that `key` stands for, or None if it was not made here."""
    try:
        return int(signing.Signer(salt=SALT).unsign(key.replace("~", ":")))
    except (signing.BadSignature, ValueError):
        return None


def tell_of_change(session, *, before, was=None, lecturers, sites, free_until=None, at):
    """
    Tell everybody that a session has other days, times or another host. `before` are the days as they were.

    `was`: the cohort's own Dates, if they moved along. Until `free_until` whoever had booked may withdraw for nothing.
    """
    context = {"before": before, "was": was, "free_until": free_until}
    _tell("session_changed", session, lecturers=lecturers, sites=sites, at=at, **context)


def tell_of_dates(session, *, was, free_until, at):
    """
    Tell whoever takes part or pays that a session that is new has moved the cohort's own dates, which `was` holds.

    Lecturers and hosts are not told: nothing of theirs moves. `free_until` as in `tell_of_change`.
    """
    _tell("dates_moved", session, lecturers=[], sites=[], at=at, was=was, free_until=free_until)


def tell_lecturers(session, *, came, lecturers, at):
    """Tell lecturers that they teach a session now (`came`) or, those of `lecturers` who do not, no longer."""
    for person in lecturers:
        _write(
            "lecturer_changed",
            session,
            Reader.of_person(person, "lecturer"),
            at=at,
            teaches=person in came,
            # The sequence does not count up: the same lecturer may come and go and come.
            token=f"{at:%Y%m%d%H%M%S}",
        )


def tell_of_cancellation(session, *, reason, told=frozenset(), at):
    """
    Tell everybody that a session does not take place, as its cohort was called off for this `reason`.

    `told` are addresses (lower case) that know it of the whole cohort; lecturers and hosts are told of each session.
    """
    lecturers, sites = session.lecturers.all(), [session.host]
    _tell("session_cancelled", session, lecturers=lecturers, sites=sites, told=told, at=at, reason=reason)


def _tell(name, session, *, lecturers, sites, told=frozenset(), at, **context):
    for reader in readers_of(session, lecturers=lecturers, sites=sites, at=at):
        if reader.role in ("participant", "company", "payer", "paying_participant") and reader.email.lower() in told:
            continue
        _write(name, session, reader, at=at, token=session.sequence, **context)


def _write(name, session, reader, *, at, token, **context):
    if not reader.email:
        return
    # After a move whoever booked may give back for some days; by their terms it may be longer.
    if context.get("free_until") and reader.free_until:
        context["free_until"] = max(context["free_until"], reader.free_until)
    subject, body = compose(
        f"{FOLDER}/{name}.txt",
        reader.language,
        reader=reader,
        session=session,
        cohort=session.cohort,
        days=list(session.days.order_by("date")),
        host=session.host,
        office=session.cohort.edition.programme.office,
        calendar_url=settings.PUBLIC_URL + reverse("session_calendar_by_key", args=[calendar_key(session)]),
        session_url=settings.PUBLIC_URL + reverse("session", args=[session.pk]),
        **context,
    )
    # Whoever has a very long address gets the letter all the same; the key then tells it apart by its end.
    key = f"cohorts.{name}:{session.pk}:{token}:{reader.email.lower()[-120:]}"
    post_letter(to=reader.email, subject=subject, body=body, kind=f"cohorts.{name}", key=key, at=at)
