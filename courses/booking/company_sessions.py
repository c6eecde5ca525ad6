"""The sessions that a company's people go to: when, where, by which rules, who goes, and who stands in."""

from dataclasses import dataclass, field

from django.db.models import Min
from django.utils import timezone

from courses.booking.actions.stand_in import has_begun
from courses.booking.models import Booking, Enrolment, StandIn
from courses.booking.permissions import people_seen_by
from courses.cohorts.models import SeminarSession
from lms.lib.alphabet import in_alphabet


@dataclass
class Goer:
    """One seat of the company at a session; `known` is false for whom it may no longer see."""

    enrolment: Enrolment
    known: bool
    stand_in: StandIn | None

    @property
    def person(self):
        """Who goes, if the company may know."""
        if self.stand_in:
            return self.stand_in.person
        return self.enrolment.person if self.known else None


@dataclass
class Ahead:
    """A session to come with the company's people; `open`: it has not begun, so somebody else may still be sent."""

    session: SeminarSession
    days: list
    open: bool
    goers: list = field(default_factory=list)
    unnamed: int = 0


def sessions_of_company(company, at):
    """The sessions to come of cohorts in which the company holds seats, soonest first, as a query."""
    return (
        SeminarSession.objects.filter(
            cohort__in=Booking.objects.filter(company=company, seats__isnull=False).values("cohort"),
            days__date__gte=timezone.localdate(at),
        )
        .exclude(status=SeminarSession.Status.CANCELLED)
        .annotate(first_day=Min("days__date"))
        .select_related("seminar", "cohort__edition__programme", "host__company")
        .prefetch_related("days")
        .order_by("first_day", "pk")
    )


def sessions_ahead_of(company, sessions, at):
    """Return an Ahead for each of these sessions; five queries for any number of sessions and people."""
    day = timezone.localdate(at)
    sessions = list(sessions)
    cohorts = {session.cohort_id for session in sessions}
    employed = set(people_seen_by(company, day).values_list("person", flat=True))
    stays = {}
    rows = Enrolment.objects.filter(booking__company=company, cohort__in=cohorts).select_related("person", "seat")
    for row in rows.order_by(*in_alphabet("person__family_name", "person__given_name"), "pk"):
        stays.setdefault(row.cohort_id, []).append(row)
    stand_ins = {
        (one.session_id, one.enrolment_id): one
        for one in StandIn.objects.coming().filter(session__in=sessions).select_related("person")
    }
    unnamed = {}
    for booking in Booking.objects.filter(company=company, cohort__in=cohorts).prefetch_related("seats"):
        nameless = sum(seat.enrolment_id is None for seat in booking.seats.all())
        unnamed[booking.cohort_id] = unnamed.get(booking.cohort_id, 0) + nameless
    found = []
    for session in sessions:
        days = sorted(session.days.all(), key=lambda one: one.date)
        ahead = Ahead(session, days, not has_begun(session, at), unnamed=unnamed.get(session.cohort_id, 0))
        ahead.goers = [
            Goer(row, row.person_id in employed, stand_ins.get((session.pk, row.pk)))
            for row in stays.get(session.cohort_id, [])
            if row.starts_on <= days[-1].date and (row.ends_on is None or row.ends_on > days[0].date)
        ]
        found.append(ahead)
    return found
