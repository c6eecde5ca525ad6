"""The list of names on a session's page: for the office, its lecturers, its host. Participants see no list."""

from courses.attendance.roster import people_of, stand_ins_at
from courses.cohorts.permissions import may_run, receives, teaches
from courses.cohorts.sections import hang_on_session
from lms.home.panels import Panel


def may_see_names(actor, session):
    """Whether `actor` sees who comes to this session: names only, nothing else of anybody."""
    return may_run(actor, session.cohort) or teaches(actor, session) or receives(actor, session)


@hang_on_session
def names(request, session, at):
    """Names in the order of the sheet, guests last with the cohort they come from; stand-ins where they stand in."""
    if not may_see_names(request.user, session):
        return None
    stand_ins = stand_ins_at(session)
    people = [
        {
            "person": stand_ins.get(enrolment.pk, enrolment).person.full_name,
            "absent": enrolment.person.full_name if enrolment.pk in stand_ins else "",
            "guest": enrolment.cohort_id != session.cohort_id and enrolment.cohort.code,
        }
        for enrolment in people_of(session, sorted(session.days.all(), key=lambda day: day.date))
    ]
    return Panel("courses/attendance/section_names.html", {"people": people}, order=20)
