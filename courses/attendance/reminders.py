"""Reminding the lecturers of a sheet that is still open."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.attendance import rules
from courses.attendance.refusals import ReminderNotPossible
from courses.attendance.roster import lines_of
from courses.curriculum.permissions import may_manage
from lms.audit.log import record
from lms.lib.refusals import NotAllowed
from lms.messages.actions import post_letter


@transaction.atomic
def remind_lecturers(*, session, actor, at):
    """
    Write to the lecturers of a session whose sheet is open, and return how many letters that makes.

    One letter to each and day, however often it is asked for. Raises NotAllowed, or ReminderNotPossible if the sheet
    is closed, the session is still to come, or no lecturer has an address.
    """
    if not may_manage(actor, session.cohort.edition.programme):
        raise NotAllowed(_("Only the office reminds lecturers."))
    today = timezone.localdate(at)
    last = session.days.order_by("date").last()
    sheet = getattr(session, "sheet", None)
    if last is None or last.date > today or rules.is_closed(sheet):
        raise ReminderNotPossible(_("There is no open sheet to remind of."))
    lecturers = list(session.lecturers.exclude(email=""))
    if not lecturers:
        raise ReminderNotPossible(_("None of the lecturers has an e-mail address. Please call them."))
    unsigned = [line for line in lines_of(session) if line.value.status == rules.OPEN]
    names = ", ".join(dict.fromkeys(line.name for line in unsigned))
    for person in lecturers:
        with translation.override(person.language):
            facts = {
                "name": person.full_name,
                "session": session.spoken,
                "date": date_format(last.date, "DATE_FORMAT"),
                "names": names,
                "address": settings.PUBLIC_URL + reverse("roll_call", args=[session.pk]),
                "office": session.cohort.edition.programme.office.name,
            }
            post_letter(
                to=person.email,
                subject=_("The attendance sheet of %(session)s is still open") % facts,
                body=_letter(facts),
                kind="attendance.reminder",
                key=f"attendance-reminder-{session.pk}-{person.pk}-{today.isoformat()}",
                at=at,
            )
    record("sheet.reminded", actor=actor, subject=session, at=at, people=[person.pk for person in lecturers])
    return len(lecturers)


def _letter(facts):
    parts = [
        _("Dear %(name)s,"),
        _("the attendance sheet of %(session)s on %(date)s is still open."),
        _("Until it is closed, all figures of this cohort are provisional."),
        _("Not signed so far: %(names)s.") if facts["names"] else "",
        _("You can complete and close it here:\n%(address)s"),
        _("With kind regards\n%(office)s"),
    ]
    return "\n\n".join(part % facts for part in parts if part) + "\n"
