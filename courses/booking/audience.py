"""Participants and whoever pays for them: who sees a session, and who is told when it changes."""

from django.db.models import F, Q
from django.utils import timezone

from courses.booking.cohort_readers import readers_of_booking
from courses.booking.models import Booking, Enrolment, StandIn
from courses.booking.prices import free_until
from courses.cohorts.audience import Reader, tells_of_sessions
from courses.cohorts.models import SessionDay
from courses.cohorts.sections import lets_see_sessions


@lets_see_sessions
def taken_part_in(user):
    """The sessions of somebody's cohorts that lie within the time they take part, and those they are a stand-in for."""
    person = getattr(user, "person_id", None)
    if person is None or not user.is_active:
        return Q(pk__in=[])
    stays = "session__cohort__enrolments__"
    days = SessionDay.objects.filter(
        Q(**{f"{stays}ends_on__isnull": True}) | Q(**{f"{stays}ends_on__gt": F("date")}),
        **{f"{stays}person": person, f"{stays}starts_on__lte": F("date")},
    )
    return Q(pk__in=days.values("session")) | Q(pk__in=StandIn.objects.coming().filter(person=person).values("session"))


@tells_of_sessions
def participants_and_payers(session, at):
    """
    Who takes part or stands in, the companies that booked (see `readers_of_booking`), and people who pay themselves.

    Whoever pays for a seat and takes part hears of both in one letter.
    """
    today = timezone.localdate(at)
    # Who left before the start has an end in the future, on the day of the start: they never took part.
    stays = Q(ends_on__isnull=True) | Q(ends_on__gt=today, starts_on__lt=F("ends_on"))
    taking_part = Enrolment.objects.filter(stays, cohort=session.cohort_id).select_related("person").order_by("pk")
    active = Booking.objects.filter(cohort=session.cohort_id, status=Booking.Status.ACTIVE)
    # The latest first: of several bookings the earliest stays, and with it what was booked before the change.
    active = active.order_by("-booked_at", "-pk")
    private = active.filter(private_payer__isnull=False).select_related("private_payer")
    paying = {one.private_payer.email.lower(): one for one in private}
    readers = [
        Reader.of_person(one.person, "paying_participant" if one.person.email.lower() in paying else "participant")
        for one in taking_part
    ]
    # After the participants, whose letter says both: each address is written to once.
    last = None if today > session.cohort.starts_on else free_until(session.cohort)
    readers += [Reader.of_person(one.private_payer, "payer", one.booked_at < at, last) for one in paying.values()]
    coming = StandIn.objects.coming().filter(session=session).select_related("person").order_by("pk")
    readers += [Reader.of_person(stand_in.person, "stand_in") for stand_in in coming]
    bookings = active.filter(company__isnull=False).select_related("company", "booked_by")
    for booking in {(one.company_id, one.booked_by_id): one for one in bookings}.values():
        readers += [
            Reader(address, language, "company", booking.company.name, booking.booked_at < at, last)
            for address, language in readers_of_booking(booking)
        ]
    return readers
