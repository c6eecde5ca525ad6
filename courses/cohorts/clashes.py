"""What else is planned where it cannot be meant: the same people twice on a day, seminars in another order."""

from django.db.models import Max, Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.cohorts.models import SeminarSession


def clashes_of(session):
    """
    Return sentences about what else is planned on the days of this session: for its group, its host, its lecturers.

    Also where seminars of the cohort would come in another order than the edition has them. It is for the office to
    judge: a lecturer may teach half a day each. Four queries.
    """
    days = set(session.days.values_list("date", flat=True))
    lecturers = {person.pk: person for person in session.lecturers.all()}
    planned = SeminarSession.objects.exclude(pk=session.pk).exclude(status=SeminarSession.Status.CANCELLED)
    shared = Q(cohort=session.cohort_id) | Q(lecturers__in=lecturers)
    if session.host_id:
        shared |= Q(host=session.host_id)
    others = planned.filter(shared, days__date__in=days).select_related("seminar", "cohort").order_by("pk").distinct()
    said = []
    for other in others.prefetch_related("days", "lecturers"):
        day = min(day.date for day in other.days.all() if day.date in days)
        facts = {"other": other.spoken, "day": date_format(day, "DATE_FORMAT"), "host": session.host}
        if other.cohort_id == session.cohort_id:
            said.append(_("On %(day)s this group is to attend %(other)s, too.") % facts)
        if session.host_id and other.host_id == session.host_id:
            said.append(_("On %(day)s %(host)s receives %(other)s, too.") % facts)
        both = [person.full_name for person in other.lecturers.all() if person.pk in lecturers]
        said += [_("On %(day)s %(person)s teaches %(other)s, too.") % (facts | {"person": name}) for name in both]
    return said + _out_of_order(session, planned)


def _out_of_order(session, planned):
    own = session.days.aggregate(first=Min("date"), last=Max("date"))
    rows = planned.filter(cohort=session.cohort_id).select_related("seminar", "cohort")
    rows = rows.annotate(first=Min("days__date"), last=Max("days__date")).order_by("seminar__position")
    position = session.seminar.position
    said = []
    for row in rows:
        facts = {"other": row.spoken, "day": date_format(row.first, "DATE_FORMAT")}
        if row.seminar.position < position and row.first > own["last"]:
            said.append(_("%(other)s, which comes before in the edition, is on %(day)s, after this session.") % facts)
        if row.seminar.position > position and row.last < own["first"]:
            said.append(_("%(other)s, which comes after in the edition, is on %(day)s, before this session.") % facts)
    return said
