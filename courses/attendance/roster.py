"""Who is on a sheet: everybody enrolled on the days of the session, and the guests who make it up here."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from courses.attendance import rules
from courses.attendance.models import MakeUp, Mark
from courses.attendance.rules import Value
from courses.booking.models import Enrolment, Seat, StandIn
from courses.cohorts.models import SessionDay
from lms.lib.alphabet import sort_key


def value_of(mark):
    """Return the Value of a Mark; None is a line that nobody has touched."""
    return Value(mark.status, mark.punched, mark.note) if mark else Value()


@dataclass(frozen=True)
class Line:
    """
    One person on one day. `mark` is None until somebody opens the sheet; a guest is credited at home.

    With `stand_in` somebody else comes: the line is for them to sign and counts nothing for the person.
    """

    day: SessionDay
    enrolment: Enrolment
    mark: Mark | None
    guest: bool
    stand_in: StandIn | None = None

    @property
    def key(self):
        """What identifies the line on this sheet: (day, enrolment)."""
        return self.day.pk, self.enrolment.pk

    @property
    def value(self):
        """What stands on it."""
        return value_of(self.mark)

    @property
    def name(self):
        """Who signs this line."""
        return (self.stand_in or self.enrolment).person.full_name

    @property
    def absent(self):
        """In whose place they come; "" if in their own."""
        return self.enrolment.person.full_name if self.stand_in else ""


def enrolled_during(session, days):
    """Return the query for those who had a seat in the session's own cohort while it took place."""
    if not days:
        return Q(pk__in=[])
    first, last = days[0].date, days[-1].date
    return Q(cohort=session.cohort_id, starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gt=first))


def people_of(session, days):
    """Return the enrolments on the sheet, own people by name, then guests. One query."""
    signed = Mark.objects.filter(day__session=session).exclude(status=Mark.Status.OPEN)
    people = (
        Enrolment.objects.filter(
            enrolled_during(session, days)
            | Q(pk__in=MakeUp.objects.filter(guest_of=session).values("enrolment"))
            | Q(pk__in=signed.values("enrolment"))
        )
        .select_related("person", "cohort")
        .order_by("pk")
    )
    return sorted(people, key=lambda enrolment: (enrolment.cohort_id != session.cohort_id, _by_name(enrolment.person)))


def _by_name(person):
    return sort_key(person.family_name), sort_key(person.given_name)


def stand_ins_at(session):
    """Return {enrolment: the StandIn who comes in its place}. One query."""
    coming = StandIn.objects.coming().filter(session=session).select_related("person")
    return {stand_in.enrolment_id: stand_in for stand_in in coming}


def lines_of(session, days=None):
    """Return every Line of the session, day by day. Four queries, however many people there are."""
    days = list(session.days.order_by("date")) if days is None else days
    people = people_of(session, days)
    marks = {(mark.day_id, mark.enrolment_id): mark for mark in Mark.objects.filter(day__session=session)}
    stand_ins = stand_ins_at(session)
    return [
        Line(
            day,
            enrolment,
            marks.get((day.pk, enrolment.pk)),
            guest=enrolment.cohort_id != session.cohort_id,
            stand_in=stand_ins.get(enrolment.pk),
        )
        for day in days
        for enrolment in people
    ]


@dataclass(frozen=True)
class Heads:
    """Who comes to a session: `people` (with a seat, named or not, and guests), and how many seats are only held."""

    people: int
    held: int

    @property
    def expected(self):
        """For how many the host needs room."""
        return self.people + self.held


def expected_at(sessions, at):
    """Return the head count at the host by session: for how many it needs room. See `heads_at`."""
    return {session: heads.expected for session, heads in heads_at(sessions, at).items()}


def heads_at(sessions, at):
    """
    Return the Heads by session, at the moment `at`: those with a seat, chairs without a name, guests; held chairs.

    Three queries for any number of sessions, whose days are to be prefetched. Chairs booked without a name, held for a
    form or offered to the waiting list count as somebody who will come, until the session is held. A stand-in comes on
    the place of whom they stand in for. Lecturers are not counted.
    """
    cohorts = {session.cohort_id for session in sessions}
    seated = defaultdict(list)
    for cohort, starts_on, ends_on in Enrolment.objects.filter(cohort__in=cohorts).values_list(
        "cohort", "starts_on", "ends_on"
    ):
        seated[cohort].append((starts_on, ends_on))
    awaited = Seat.objects.awaited(at).filter(cohort__in=cohorts).order_by().values("cohort")
    counted = awaited.annotate(unnamed=Count("booking"), held=Count("pk", filter=Q(booking__isnull=True)))
    chairs = {cohort: (unnamed, held) for cohort, unnamed, held in counted.values_list("cohort", "unnamed", "held")}
    guests = dict(
        MakeUp.objects.filter(guest_of__in=sessions).order_by().values_list("guest_of").annotate(n=Count("pk"))
    )
    found = {}
    for session in sessions:
        is_held = session.status == session.Status.HELD
        unnamed, held = (0, 0) if is_held else chairs.get(session.cohort_id, (0, 0))
        enrolled = sum(_is_there(session, *span) for span in seated[session.cohort_id])
        found[session.pk] = Heads(rules.heads(enrolled, unnamed, guests.get(session.pk, 0)), held)
    return found


def _is_there(session, starts_on, ends_on):
    """The same rule as `enrolled_during`, for one span."""
    dates = [day.date for day in session.days.all()]
    return bool(dates) and starts_on <= max(dates) and (ends_on is None or ends_on > min(dates))
