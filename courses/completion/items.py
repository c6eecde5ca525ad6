"""The checklist of a certificate: per condition its state, why, and who must act."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.completion.models import PaperOutcome
from courses.curriculum.models import Requirement
from lms.lib.figures import percent, teaching_units

YOU, OFFICE, LECTURER, NOBODY = "you", "office", "lecturer", ""
ASSESSMENTS = {"knowledge_checks", "course_test", "project_work", "practical_task"}


@dataclass(frozen=True)
class Item:
    """
    One condition. `state` is done, open (to be done), endangered, impossible or locked (not yet possible).

    `what` and `why` are sentences in the active language; `who` is who must act: "you", "lecturer", "office" or "".
    """

    kind: str
    state: str
    what: str
    why: str = ""
    who: str = NOBODY

    @property
    def is_assessment(self):
        """Whether it is something to be passed, rather than attendance or data."""
        return self.kind in ASSESSMENTS


def items_for(*, enrolment, edition, requirements, results, paper, **attendance: Any):
    """Return the Items of one enrolment in the order in which they are shown."""
    from_paper = paper is not None
    items = [_attendance(edition, **attendance)]
    if edition.knowledge_checks_required:
        items.append(_knowledge_checks(edition, requirements, results, from_paper))
    items += [
        _assessment(requirement, results, paper)
        for requirement in requirements
        if requirement.kind != Requirement.Kind.KNOWLEDGE_CHECK
    ]
    items.append(_birth_data(enrolment.person))
    if enrolment.booking is not None:
        items.append(_fee(enrolment.booking))
    return items


def _attendance(edition, *, figures, settled, attendance_met, known_from_paper, provisional):
    wanted = percent(Fraction(edition.attendance_threshold) / 100)
    if known_from_paper:
        state = "done" if attendance_met else "impossible"
        return Item("attendance", state, _("Attendance"), _("According to the papers of this run."))
    have = _("%(attended)s of %(total)s attended.") % {
        "attended": figures.attended,
        "total": teaching_units(figures.total),
    }
    asked = _("%(percent)s are asked for.") % {"percent": wanted}
    if settled:
        reached = _("That is %(percent)s.") % {"percent": percent(figures.final)}
        if attendance_met:
            return Item("attendance", "done", _("Attendance"), f"{have} {reached}")
        state = "endangered" if figures.reachable else "impossible"
        return Item("attendance", state, _("Attendance: below the threshold"), f"{have} {reached} {asked}", OFFICE)
    best = _("With all that is to come it will be %(units)s, that is %(percent)s.") % {
        "units": teaching_units(figures.attended + figures.to_come),
        "percent": percent(figures.best),
    }
    why = f"{have} {best} {asked}"
    if provisional:
        why += " " + _("Provisional: an attendance sheet is still open.")
    if figures.make_up_needed:
        needed = figures.make_ups_needed
        if needed is None:
            why += " " + _("Making up as many sessions as are allowed is not enough.")
            return Item("attendance", "impossible", _("Attendance: the threshold is out of reach"), why, OFFICE)
        why += " " + ngettext("One make-up session is needed.", "%(count)s make-up sessions are needed.", needed) % {
            "count": needed
        }
        return Item("attendance", "endangered", _("Attendance: a session must be made up"), why, YOU)
    if figures.units_to_spare < figures.shortest_to_come:
        return Item("attendance", "endangered", _("Attendance: no session may be missed any more"), why, YOU)
    return Item("attendance", "open", _("Attendance: on the way"), why, NOBODY)


def _knowledge_checks(edition, requirements, results, from_paper):
    needed = edition.knowledge_checks_required
    if from_paper:
        return Item("knowledge_checks", "done", _("Knowledge checks"), _("According to the papers of this run."))
    checks = {requirement.pk for requirement in requirements if requirement.kind == Requirement.Kind.KNOWLEDGE_CHECK}
    passed = len({result.requirement_id for result in results if result.passed and result.requirement_id in checks})
    what = _("Knowledge checks: %(passed)s of %(needed)s needed passed") % {"passed": passed, "needed": needed}
    why = _("%(offered)s are offered.") % {"offered": len(checks)}
    return Item(
        "knowledge_checks", "done" if passed >= needed else "open", what, why, NOBODY if passed >= needed else YOU
    )


def _assessment(requirement, results, paper):
    name = requirement.get_kind_display()
    what = name[:1].upper() + name[1:]
    if paper is not None:
        failed = paper.outcome == PaperOutcome.Outcome.TEST_FAILED and requirement.kind == Requirement.Kind.COURSE_TEST
        state = "impossible" if failed else "done"
        return Item(requirement.kind, state, what, _("According to the papers of this run."))
    tries = [result for result in results if result.requirement_id == requirement.pk]
    passed = next((result for result in tries if result.passed), None)
    if passed:
        on = date_format(passed.decided_on, "SHORT_DATE_FORMAT")
        return Item(requirement.kind, "done", what, _("Passed on %(date)s.") % {"date": on})
    why = ""
    if requirement.pass_percent is not None:
        why = _("Passed from %(percent)s.") % {"percent": percent(Fraction(requirement.pass_percent) / 100)}
    if requirement.max_attempts:
        why += " " + _("Attempt %(used)s of %(allowed)s used.") % {
            "used": len(tries),
            "allowed": requirement.max_attempts,
        }
        if len(tries) >= requirement.max_attempts:
            return Item(
                requirement.kind,
                "impossible",
                what,
                _("Not passed in %(allowed)s attempts.") % {"allowed": len(tries)},
                OFFICE,
            )
    return Item(requirement.kind, "open", what, why.strip(), YOU)


def _birth_data(person):
    if person.date_of_birth and person.place_of_birth:
        return Item("birth_data", "done", _("Date and place of birth known"))
    why = _("Both are printed on the certificate. Please tell the office, which enters them.")
    return Item("birth_data", "open", _("Date or place of birth is missing"), why, OFFICE)


def _fee(booking):
    if booking.fee_disputed:
        return Item("fee", "open", _("The fee is disputed"), _("The office settles this with the payer."), OFFICE)
    return Item("fee", "done", _("Fee not disputed"))
