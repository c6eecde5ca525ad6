"""More people than the host admits: found while planning, counted with guests, shown with its remedies."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.attendance.roster import heads_at
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from courses.cohorts.permissions import cohorts_run_by
from courses.cohorts.rules import groups_needed, visitors_too_many
from courses.cohorts.sections import hang_on_cohort
from lms.home.decisions import URGENT, Decision, decides
from lms.home.panels import Panel
from lms.organisations.models import Site

# A host further ahead than this is a matter to decide, nearer it is urgent.
URGENT_DAYS = 60
HOSTS_OFFERED = 3
OVER = (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)


@dataclass(frozen=True)
class Crowd:
    """
    A session with too many people: `people` come (or would, were the cohort full), `limit` fit per group.

    For `held` of them a seat is only held, for a form or as an offer: nobody has booked it.
    """

    session: SeminarSession
    people: int
    limit: int
    expected: bool
    held: int = 0

    @property
    def first_day(self):
        return self.session.days.all()[0].date

    @property
    def fits(self):
        """How many the host admits with the groups as planned."""
        return self.limit * self.session.parallel_groups

    @property
    def over(self):
        return visitors_too_many(self.people, self.limit, self.session.parallel_groups)

    @property
    def groups(self):
        """How many parallel groups would do; None if the host admits nobody."""
        return groups_needed(self.people, self.limit)

    @property
    def place(self):
        host = self.session.host
        return ", ".join(part for part in (host.company.name if host.company else host.name, host.town) if part)

    @property
    def booked(self):
        """How many come for sure."""
        return self.people - self.held

    @property
    def title(self):
        facts = {
            "cohort": self.session.cohort.code,
            "number": self.session.seminar.position,
            "people": self.people,
            "fits": self.fits,
        }
        if self.held:
            return ngettext(
                "%(cohort)s, seminar %(number)s: %(booked)s people and %(held)s held seat, the host admits %(fits)s",
                "%(cohort)s, seminar %(number)s: %(booked)s people and %(held)s held seats, the host admits %(fits)s",
                self.held,
            ) % (facts | {"booked": self.booked, "held": self.held})
        if self.expected:
            return _("%(cohort)s, seminar %(number)s: %(people)s people, the host admits %(fits)s") % facts
        return _("%(cohort)s, seminar %(number)s: full it would be %(people)s people, the host admits %(fits)s") % facts

    @property
    def people_drawn(self):
        """The people for components/bench.html, those too many marked."""
        return [{"number": number, "out": number > self.fits} for number in range(1, min(self.people, 60) + 1)]


def sessions_ahead(cohorts, at):
    """Return the planned sessions of these cohorts that lie ahead and whose host sets a limit. Two queries."""
    ahead = SessionDay.objects.filter(date__gte=timezone.localdate(at)).values("session")
    return list(
        SeminarSession.objects.filter(
            cohort__in=cohorts, status=SeminarSession.Status.PLANNED, host__max_visitors__isnull=False, pk__in=ahead
        )
        .exclude(cohort__status__in=OVER)
        .select_related("cohort", "seminar", "host__company")
        .prefetch_related("days")
    )


def crowds(sessions, at):
    """
    Return the Crowds among `sessions`, soonest first. Three queries for any number of sessions, days prefetched.

    Counted are seats with and without a name, held or offered ones, and make-up guests, not lecturers (domain rule R5).
    What is only held is said apart.
    Where those who come fit but a full cohort would not, the Crowd is not `expected`: a warning while planning.
    """
    heads = heads_at(sessions, at)
    found = []
    for session in sessions:
        limit, coming, size = session.host.max_visitors, heads[session.pk], session.cohort.max_size
        if visitors_too_many(coming.expected, limit, session.parallel_groups):
            found.append(Crowd(session, coming.expected, limit, expected=True, held=coming.held))
        elif visitors_too_many(size, limit, session.parallel_groups):
            found.append(Crowd(session, size, limit, expected=False))
    return sorted(found, key=lambda crowd: (crowd.first_day, crowd.session.pk))


def crowds_of(request, at):
    """Return the Crowds of all cohorts that whoever is signed in runs, once per request."""
    if not hasattr(request, "_crowds"):
        request._crowds = crowds(sessions_ahead(cohorts_run_by(request.user), at), at)
    return request._crowds


def hosts_with_room(crowded):
    """
    Return {session id: sites} for these Crowds: sites that admit everybody in one group, the tightest fit first.

    A site that receives another session on one of the days is left out. Two queries for any number of Crowds.
    """
    if not crowded:
        return {}
    sites = list(
        Site.objects.filter(can_host=True, max_visitors__gte=min(crowd.people for crowd in crowded))
        .select_related("company")
        .order_by("max_visitors", "name")
    )
    dates = {crowd.session.pk: {day.date for day in crowd.session.days.all()} for crowd in crowded}
    busy = set(
        SessionDay.objects.filter(date__in=set().union(*dates.values()), session__host__isnull=False)
        .exclude(session__status=SeminarSession.Status.CANCELLED)
        .values_list("session__host", "date")
    )

    def free(crowd):
        fits = (site for site in sites if site.max_visitors >= crowd.people)
        return [site for site in fits if not any((site.pk, date) in busy for date in dates[crowd.session.pk])]

    return {crowd.session.pk: free(crowd)[:HOSTS_OFFERED] for crowd in crowded}


@decides
def too_many_at_a_host(request, at):
    """One decision per session whose host admits fewer than will come."""
    for crowd in crowds_of(request, at):
        if crowd.expected:
            near = (crowd.first_day - timezone.localdate(at)).days <= URGENT_DAYS
            when = date_format(crowd.first_day, "DATE_FORMAT")
            yield Decision(
                title=crowd.title,
                text=_("%(place)s, %(date)s. Another host, or parallel groups.") % {"place": crowd.place, "date": when},
                url=reverse("cohort", args=[crowd.session.cohort.code]) + f"#crowd-{crowd.session.pk}",
                url_label=_("Choose a remedy"),
                urgency=URGENT if near else "",
                on=crowd.first_day,
            )


@hang_on_cohort
def crowded_sessions(request, cohort, at):
    """The sessions that do not fit, each with its remedies."""
    found = crowds(sessions_ahead([cohort.pk], at), at)
    if not found:
        return None
    now = [crowd for crowd in found if crowd.expected]
    later = [crowd for crowd in found if not crowd.expected]
    hosts = hosts_with_room(now)
    rows = [{"crowd": crowd, "hosts": hosts[crowd.session.pk]} for crowd in now]
    return Panel("courses/attendance/section_crowds.html", {"rows": rows, "later": later}, order=10, wide=True)
