"""A company's people across its cohorts: who is where, what comes next, and how it goes as far as was agreed."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.utils import timezone

from courses.booking.company_page import told_of
from courses.booking.models import Enrolment, StandIn
from courses.booking.permissions import people_seen_by
from courses.cohorts.models import Cohort, SeminarSession, SessionDay
from lms.lib.alphabet import in_alphabet

A_PAGE = 50
# Who takes part, or did for a day at least; who was replaced or cancelled before the first day was never there.
TOOK_PART = Q(ending="") | Q(
    ending__in=[Enrolment.Ending.WITHDRAWN, Enrolment.Ending.REPLACED],
    ends_on__gt=F("starts_on"),
    cohort__starts_on__lt=F("ends_on"),
)


@dataclass
class Place:
    """One person in one cohort; `coming` is the next session there (None: none is planned), `stand_in` who goes."""

    enrolment: Enrolment
    coming: SeminarSession | None
    stand_in: StandIn | None
    told: list = field(default_factory=list)

    @property
    def is_over(self):
        """Whether the cohort is over."""
        return self.enrolment.cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)


def places_of(company, at, page=None, words=""):
    """
    Return a page of Places of this company's people by name, as Django's Page; `words` are looked for in the names.

    Only people who work there on that day and whose seat the company booked, also those who left on the way; `seated`
    of the page is how many still take part. The same queries for 1 and for 200.
    """
    day = timezone.localdate(at)
    rows = (
        Enrolment.objects.filter(TOOK_PART, booking__company=company, person__in=people_seen_by(company, day))
        .select_related("person", "seat", "booking", "cohort__edition__programme")
        .order_by(*in_alphabet("person__family_name", "person__given_name"), "cohort__starts_on", "pk")
    )
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(person__family_name__icontains=word)
            | Q(person__given_name__icontains=word)
            | Q(cohort__code__iexact=word)
        )
    found = Paginator(rows, A_PAGE).get_page(page)
    found.seated = rows.filter(ending="").count()
    enrolments = list(found.object_list)
    told = told_of(company, enrolments, at)
    coming = next_sessions({one.cohort_id for one in enrolments}, day)
    stand_ins = {
        (one.session_id, one.enrolment_id): one
        for one in StandIn.objects.coming()
        .filter(session__in=coming.values(), enrolment__in=enrolments)
        .select_related("person")
    }
    found.object_list = [
        Place(
            one,
            session := coming.get(one.cohort_id),
            stand_ins.get((session.pk, one.pk)) if session else None,
            told.get(one.pk, []),
        )
        for one in enrolments
    ]
    return found


def next_sessions(cohorts, day):
    """Return {cohort: its next session}, with `next_day`; two queries for any number of cohorts."""
    days = (
        SessionDay.objects.filter(session__cohort__in=cohorts, date__gte=day)
        .exclude(session__status=SeminarSession.Status.CANCELLED)
        .select_related("session__seminar", "session__cohort", "session__host__company")
        .order_by("date", "pk")
    )
    found = {}
    for one in days:
        if one.session.cohort_id not in found:
            one.session.next_day = one
            found[one.session.cohort_id] = one.session
    return found
