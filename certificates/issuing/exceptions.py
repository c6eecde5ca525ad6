"""What an exception can make up for, and what follows: a certificate that does not say what was not met."""

from certificates.issuing.models import ExceptionGranted
from courses.completion.rules import CERTIFICATE

ATTENDANCE = "attendance"


def can_be_excepted(standing):
    """
    Return the Items that an exception could make up for: attendance and assessments, once all is settled.

    Never data of the person, which the paper must print, nor a disputed fee, nor somebody who left.
    """
    if not standing.final or standing.enrolment.ends_on is not None:
        return []
    return [item for item in standing.missing if item.is_assessment or item.kind == ATTENDANCE]


def left_to_except(standing, exceptions):
    """Return the Items that an exception could make up for and that none of `exceptions` covers."""
    covered = excepted_of(standing, exceptions)
    return [item for item in can_be_excepted(standing) if item.kind not in covered]


def as_data(items, standing):
    """Return what was missing as JSON: kind, state, and for attendance the teaching units it rested on."""
    figures = {
        "units_attended": standing.units_attended,
        "units_total": standing.units_total,
        "threshold_percent": str(standing.enrolment.cohort.edition.attendance_threshold),
    }
    return [{"kind": item.kind, "state": item.state, **(figures if item.kind == ATTENDANCE else {})} for item in items]


def exceptions_by_enrolment(cohorts):
    """Return {enrolment pk: [ExceptionGranted, oldest first]} of these cohorts; one query."""
    found = {}
    rows = ExceptionGranted.objects.filter(enrolment__cohort__in=cohorts).select_related("granted_by")
    for row in rows.order_by("granted_at", "pk"):
        found.setdefault(row.enrolment_id, []).append(row)
    return found


def exceptions_of(enrolment):
    """Return the exceptions of one enrolment, oldest first."""
    return list(ExceptionGranted.objects.filter(enrolment=enrolment).order_by("granted_at", "pk"))


def excepted_of(standing, exceptions):
    """Return the kinds of conditions that are not met today and are covered; what is met by now needs no exception."""
    covered = set().union(*(one.kinds for one in exceptions)) if exceptions else set()
    return covered & {item.kind for item in can_be_excepted(standing)} if covered else covered


def earned_with(standing, excepted):
    """Return which paper is earned if `excepted` conditions are disregarded."""
    if excepted and {item.kind for item in standing.missing} <= excepted:
        return CERTIFICATE
    return standing.earned
