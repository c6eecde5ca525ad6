"""Cohorts that are over, and the people who act on their certificates."""

import datetime as dt

from courses.cohorts.models import Cohort
from lms.accounts.grants import grant
from tests import makers

ISSUED_AT = makers.at("2027-12-10")


def learner(**fields):
    """Somebody whose date and place of birth are known."""
    return makers.make_person(
        **{"date_of_birth": dt.date(1990, 4, 5), "place_of_birth": "Kulmbach", "language": "de", **fields}
    )


def finished_cohort(people=2, **edition):
    """A completed cohort of one-day seminars, all attended by `people` persons (a number, or the persons)."""
    people = [learner() for _each in range(people)] if isinstance(people, int) else people
    edition = makers.make_edition(**{"max_group_size": max(5, len(people)), **edition})
    cohort = makers.make_cohort(edition, status=Cohort.Status.COMPLETED)
    enrolments = [makers.make_enrolment(cohort, person) for person in people]
    for month, seminar in enumerate(edition.seminars.all(), start=3):
        session = makers.make_session(cohort, seminar, dt.date(2027, month, 2))
        for enrolment in enrolments:
            makers.make_marks(session, enrolment)
    return cohort


def manager(cohort):
    """Somebody of the office who runs this cohort's programme."""
    user = makers.make_user()
    grant(user, cohort.edition.programme, "courses.manage_programme", "managers")
    return user
