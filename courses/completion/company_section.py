"""What a company learns of its people's attendance: yes or no per seminar; units and per cent only if agreed."""

from django.utils.translation import gettext as _

from courses.attendance.rules import sheet_is_closed
from courses.booking.company_page import tell_of_people
from courses.completion.standing import attendance_of_enrolments
from lms.home.panels import Panel
from lms.organisations.models import Company


@tell_of_people
def attendance(company, enrolments, at):
    """
    Return {enrolment.pk: Panel} with attended yes, no or not yet for each seminar of the person's edition.

    The number of queries does not depend on how many people, seminars or cohorts there are.
    """
    with_units = company.data_level >= Company.DataLevel.UNITS
    return {
        enrolment.pk: _panel(enrolment, seminars, figures if with_units else None)
        for enrolment, seminars, figures in attendance_of_enrolments(enrolments, at)
        if any(each.session for each in seminars)
    }


def _panel(enrolment, seminars, figures):
    marks = [
        {"number": each.seminar.position, "title": each.seminar.short_title, "came": _came(each)} for each in seminars
    ]
    context = {
        "marks": marks,
        "attended": sum(mark["came"] is True for mark in marks),
        "held": sum(mark["came"] is not None for mark in marks),
        "figures": figures,
        "goes_on": enrolment.ending == "",
        "nothing": "" if any(mark["came"] is not None for mark in marks) else _why_nothing(seminars),
    }
    return Panel("courses/completion/told_attendance.html", context, order=10)


def _why_nothing(seminars):
    """Why there is no yes or no yet: a sheet is open, they came after what was held, or nothing was."""
    held = [each.seen for each in seminars if each.seen.held]
    if any(seen.while_enrolled for seen in held):
        return _("No attendance sheet has been closed yet.")
    if held:
        return _("No seminar has been held since this person joined.")
    return _("No seminar has been held yet.")


def _came(each):
    """True or False once it is settled; None before the seminar, outside the enrolment, or while nobody signed."""
    if each.seen.credited:
        return True
    settled = each.seen.held and each.seen.while_enrolled and sheet_is_closed(each.session)
    return False if settled else None
