"""What a company learns of its people's attendance: yes or no per seminar; units and per cent only if agreed."""

from collections import defaultdict

from django.db.models import Sum

from courses.attendance.models import MakeUp, Mark
from courses.booking.company_page import tell_of_people
from courses.cohorts.models import Cohort, SeminarSession
from courses.completion.rules import Seen, forecast
from courses.curriculum.models import Seminar
from lms.home.panels import Panel
from lms.organisations.models import Company


@tell_of_people
def attendance(company, enrolments, at):
    """
    Return {enrolment.pk: Panel} with attended yes, no or not yet for each seminar of the person's edition.

    The number of queries does not depend on how many people, seminars or cohorts there are.
    """
    facts = _gather(enrolments)
    with_units = company.data_level >= Company.DataLevel.UNITS
    told = {}
    for enrolment in enrolments:
        cohort = enrolment.cohort
        sessions = facts["sessions"].get(cohort.pk)
        if not sessions:
            continue
        seminars = facts["seminars"][cohort.edition_id]
        seen = [_seen(seminar, sessions.get(seminar.pk), enrolment, facts) for seminar in seminars]
        marks = [
            {"number": seminar.position, "title": seminar.short_title, "came": _came(one, sessions.get(seminar.pk))}
            for seminar, one in zip(seminars, seen, strict=True)
        ]
        edition = cohort.edition
        told[enrolment.pk] = Panel(
            "courses/completion/told_attendance.html",
            {
                "marks": marks,
                "attended": sum(mark["came"] is True for mark in marks),
                "held": sum(mark["came"] is not None for mark in marks),
                "figures": forecast(
                    seen,
                    total=edition.units_presence,
                    threshold_percent=edition.attendance_threshold,
                    max_make_ups=edition.max_make_up_sessions,
                )
                if with_units
                else None,
            },
            order=10,
        )
    return told


def _gather(enrolments):
    cohorts = {enrolment.cohort_id for enrolment in enrolments}
    seminars, sessions = defaultdict(list), defaultdict(dict)
    for session in (
        SeminarSession.objects.filter(cohort__in=cohorts)
        .exclude(status=SeminarSession.Status.CANCELLED)
        .select_related("sheet")
        .prefetch_related("days")
    ):
        sessions[session.cohort_id][session.seminar_id] = session
    editions = {enrolment.cohort.edition_id for enrolment in enrolments}
    for seminar in Seminar.objects.filter(edition__in=editions).order_by("position"):
        seminars[seminar.edition_id].append(seminar)
    pks = [enrolment.pk for enrolment in enrolments]
    units = (
        Mark.objects.filter(enrolment__in=pks)
        .values_list("enrolment", "day__session__seminar")
        .annotate(units=Sum("units"))
        .order_by()
    )
    made_up = MakeUp.objects.filter(enrolment__in=pks).values_list("enrolment", "seminar", "units")
    return {
        "seminars": seminars,
        "sessions": sessions,
        "units": {(enrolment, seminar): total for enrolment, seminar, total in units},
        "made_up": {(enrolment, seminar): total for enrolment, seminar, total in made_up},
    }


def _seen(seminar, session, enrolment, facts):
    days = list(session.days.all()) if session else []
    held = session is not None and (session.status == SeminarSession.Status.HELD or hasattr(session, "sheet"))
    there = not days or (
        days[-1].date >= enrolment.starts_on and (enrolment.ends_on is None or days[0].date < enrolment.ends_on)
    )
    over = enrolment.cohort.status in (Cohort.Status.COMPLETED, Cohort.Status.CANCELLED)
    return Seen(
        planned=sum(day.units for day in days) or seminar.units_presence,
        attended=facts["units"].get((enrolment.pk, seminar.pk), 0),
        made_up=facts["made_up"].get((enrolment.pk, seminar.pk), 0),
        held=held,
        while_enrolled=there,
        still_possible=not held and not over and enrolment.ends_on is None,
    )


def _came(seen, session):
    """True or False once it is settled; None before the seminar, outside the enrolment, or while nobody signed."""
    if seen.credited:
        return True
    closed = session is not None and getattr(getattr(session, "sheet", None), "closed_at", None) is not None
    return False if seen.held and seen.while_enrolled and closed else None
