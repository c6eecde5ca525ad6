"""From when to when somebody took part: read off the attendance sheets, since the file names no dates."""

import datetime as dt
from dataclasses import dataclass

from courses.booking.models import Enrolment
from courses.cohorts.models import Cohort

ONE_DAY = dt.timedelta(days=1)
Ending = Enrolment.Ending


@dataclass(frozen=True)
class Stay:
    """A participant's time in the cohort; `ends_on` is the first day without. Late: others were there before."""

    starts_on: dt.date
    ends_on: dt.date | None = None
    ending: str = ""
    late: bool = False


def stays_of(ledger):
    """Return a Stay for each participant of the file, by id."""
    own = {}  # participant -> the sessions of the own cohort that have a line about them
    recorded = {}  # cohort -> its sessions that have lines at all
    for record in ledger.index.records:
        if record["replaces"] is None:
            cohort = ledger.index.cohort_of_session[record["session"]]["id"]
            recorded.setdefault(cohort, set()).add(record["session"])
            own.setdefault(record["participant"], set()).add(record["session"])
    return {
        person["id"]: stay_of(person, own.get(person["id"], ()), recorded.get(person["cohort"], ()), ledger)
        for person in ledger.data["participants"]
    }


def stay_of(person, own, recorded, ledger):
    """
    One participant's Stay.

    Who has no line in the first sessions joined late, at the first session with one. Who withdrew left the day after
    the last session with one. Who cancelled never came.
    """
    cohort = ledger.index.cohorts[person["cohort"]]
    first = {key: ledger.days[key][0].date for key in recorded}
    last = {key: ledger.days[key][-1].date for key in recorded}
    starts_on, late = cohort["start"], False
    if own and min(first[key] for key in own) > min(first.values()):
        starts_on, late = min(first[key] for key in own), True
    elif not own and recorded and person["status"] in ("active", "booked"):
        starts_on, late = max(last.values()) + ONE_DAY, True
    if person["status"] == "cancelled":
        return Stay(starts_on, starts_on, Ending.CANCELLED)
    gone = person["status"] == "withdrawn" or (
        person["status"] == "erased" and cohort["status"] != Cohort.Status.COMPLETED
    )
    if gone:
        return Stay(starts_on, max(last[key] for key in own) + ONE_DAY if own else starts_on, Ending.WITHDRAWN, late)
    return Stay(starts_on, late=late)
