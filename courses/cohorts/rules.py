"""When a group fits where it goes, and when dates hang together, on plain values."""

import datetime as dt


def visitors_too_many(people, max_visitors, groups=1):
    """
    Return by how many a group exceeds what the host admits; 0 if it fits or the host sets no limit.

    `max_visitors` holds per group, lecturers not counted; parallel groups each need a room and a supervisor.
    Source: domain rule R5.
    """
    if max_visitors is None:
        return 0
    return max(0, people - max_visitors * groups)


def groups_needed(people, max_visitors):
    """Return how many parallel groups of at most `max_visitors` the people need; None if nobody is admitted."""
    if max_visitors is None:
        return 1
    if max_visitors < 1:
        return None
    return max(1, -(-people // max_visitors))


def shared_out(units, days):
    """Return `units` teaching units over `days` days as evenly as whole units allow, the first days taking the rest."""
    each, rest = divmod(units, days)
    return [each + (1 if index < rest else 0) for index in range(days)]


def terms_fit(starts_on, ends_on, terms):
    """Return the name of the first deadline in `terms` (a dict) that lies too late, or None. Days left out are fine."""
    latest = {"naming_deadline": starts_on, "decision_on": starts_on, "booking_closes_on": ends_on}
    return next((name for name, last in latest.items() if terms.get(name) and terms[name] > last), None)


def free_after_move(moved_on, days):
    """Return the last day on which whoever booked before a move may withdraw for nothing; None if `days` is 0."""
    return moved_on + dt.timedelta(days=days) if days else None


def dates_after(starts_on, ends_on, before, after):
    """
    Return (first, last) day of a cohort that its sessions ask for once their days have become `after`.

    `before` and `after` are the days of all its sessions. Days outside move the cohort's own; a first or last day that
    was a session's goes along with it. Otherwise both stay: a cohort may begin online, and end with an assessment.
    """
    if not after:
        return starts_on, ends_on
    first, last = min(after), max(after)
    goes_first = bool(before) and min(before) == starts_on
    goes_last = bool(before) and max(before) == ends_on
    starts_on = first if first < starts_on or goes_first else starts_on
    return starts_on, last if last > ends_on or goes_last else ends_on
