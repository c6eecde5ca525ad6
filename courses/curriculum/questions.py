"""Answers what people ask before they book, from the rules of the edition; nothing here is the same for all."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.curriculum.models import Requirement


def questions_about(edition, kinds, steps):
    """Return pairs of question and answer. `kinds` are (kind, pass per cent, details), `steps` cancellation fees."""
    return [
        (_("What if I miss a date?"), _missing(edition)),
        (_("How does it end?"), _ending(edition, kinds)),
        (_("Is this a degree of the chamber?"), _standing(edition)),
        (
            _("What does my company learn about me?"),
            _(
                "By default: which seminars you attended (yes or no) and whether the certificate is issued. "
                "Never answers, attempts or learning times."
            ),
        ),
        (_("Can we send somebody else instead?"), _substitute(edition)),
        (_("What does cancelling cost?"), _cancelling(edition, steps)),
        (
            _("Is there funding?"),
            _(
                "That depends on company and person, and the funding body always decides. We give you a sheet with "
                "hours, dates and costs; we cannot promise anything."
            ),
        ),
        (
            _("I see or hear badly. Is that possible?"),
            _(
                "Yes. Write to us what you need: ways without steps, captions, more time in the test. "
                "We settle it with the host before the date."
            ),
        ),
    ]


def percent_text(percent):
    """Write a Decimal per cent without trailing zeros: 80.00 is 80."""
    return f"{Decimal(percent).normalize():f}"


def _missing(edition):
    said = _("You need %(percent)s %% of the %(units)d teaching units in presence.") % {
        "percent": percent_text(edition.attendance_threshold),
        "units": edition.units_presence,
    }
    if edition.max_make_up_sessions:
        said += " " + ngettext(
            "You can make up for %(count)d seminar, as a guest of another cohort or with equivalent proof.",
            "You can make up for up to %(count)d seminars, as a guest of another cohort or with equivalent proof.",
            edition.max_make_up_sessions,
        ) % {"count": edition.max_make_up_sessions}
    return said + " " + _("Your start page always shows what is still possible.")


def _ending(edition, kinds):
    words = {
        Requirement.Kind.COURSE_TEST: _("a test within the programme"),
        Requirement.Kind.PROJECT_WORK: _("project work from your own company, presented to a panel"),
        Requirement.Kind.PRACTICAL_TASK: _("a practical task at the machine"),
    }
    found = [words[kind] for kind, _percent, _details in kinds if kind in words]
    if edition.knowledge_checks_required:
        found.insert(
            0,
            ngettext("%(count)d knowledge check", "%(count)d knowledge checks", edition.knowledge_checks_required)
            % {"count": edition.knowledge_checks_required},
        )
    attended = _("Who has attended %(percent)s %% of the teaching receives the certificate.") % {
        "percent": percent_text(edition.attendance_threshold)
    }
    if not found:
        return attended
    return _("With %(list)s. Who passes and has attended %(percent)s %% of the teaching receives the certificate.") % {
        "list": _enumerated(found),
        "percent": percent_text(edition.attendance_threshold),
    }


def _enumerated(words):
    return (
        words[0]
        if len(words) == 1
        else _("%(most)s and %(last)s")
        % {
            "most": ", ".join(words[:-1]),
            "last": words[-1],
        }
    )


def _standing(edition):
    if edition.chamber_certifies:
        return _("%(chamber)s releases the list of those who passed before certificates are issued.") % {
            "chamber": edition.chamber
        }
    return _(
        "No. It is a certificate of %(office)s with a test of its own. "
        "Chambers and every employer can check it by its number, its code or the PDF."
    ) % {"office": edition.programme.office}


def _substitute(edition):
    if edition.consent_from_id is None:
        return _("Yes, at any time and free of charge. Attendance does not pass to the other person.")
    return _(
        "Free of charge and without reasons until the start. Later the cluster office has to agree. "
        "Attendance does not pass to the other person."
    )


def _cancelling(edition, steps):
    if not steps:
        return _("Ask the cluster office; this programme has no fixed fees.")
    facts = {"list": "; ".join(_step_said(step) for step in steps)}
    if edition.cancellation_base == edition.CancellationBase.NEXT_INSTALMENT:
        said = _("Of the next instalment: %(list)s.") % facts
    else:
        said = _("Of the price: %(list)s.") % facts
    if edition.cancellation_days == edition.CancellationDays.WORKING:
        said += " " + _("Days are working days: Monday to Friday, without public holidays.")
    if edition.free_withdrawal_days_after_move:
        said += " " + ngettext(
            "If we move a date, whoever had booked may withdraw free of charge for %(days)d day.",
            "If we move a date, whoever had booked may withdraw free of charge for %(days)d days.",
            edition.free_withdrawal_days_after_move,
        ) % {"days": edition.free_withdrawal_days_after_move}
    return said


def _step_said(step):
    facts = {"days": step.until_days_before, "percent": percent_text(step.fee_percent)}
    if not step.until_days_before:
        return _("after that %(percent)s %%") % facts
    if not step.fee_percent:
        return _("free until %(days)d days before the start") % facts
    return _("%(percent)s %% until %(days)d days before") % facts
