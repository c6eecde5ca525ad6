"""A standing is read from the tables with a fixed number of queries and says which paper is earned."""

import datetime as dt

import pytest

from courses.completion.models import PaperOutcome
from courses.completion.standing import next_session, standing_of, standings_of
from courses.learning.models import Result
from tests import makers

pytestmark = pytest.mark.django_db


def finished(units=8, **edition):
    cohort = makers.make_cohort(makers.make_edition(**{"attendance_threshold": 75, "seminars": 4, **edition}))
    person = makers.make_person(date_of_birth=dt.date(1990, 1, 1), place_of_birth="Hof")
    enrolment = makers.make_enrolment(cohort, person)
    for index, seminar in enumerate(cohort.edition.seminars.all()):
        session = makers.make_session(cohort, seminar, cohort.starts_on + dt.timedelta(weeks=8 * index))
        makers.make_marks(session, enrolment, units=units if index == 0 else None)
    return enrolment


def passed(enrolment, requirement, ok=True, attempt=1):
    return Result.objects.create(
        enrolment=enrolment,
        requirement=requirement,
        attempt=attempt,
        passed=ok,
        decided_on=dt.date(2027, 9, 1),
        recorded_at=makers.NOON,
    )


def test_everything_met_earns_the_certificate():
    assert standing_of(finished(), makers.NOON).earned == "certificate"


def test_exactly_the_threshold_earns_it_and_one_unit_less_only_the_list():
    assert standing_of(finished(units=0), makers.NOON).earned == "certificate"
    enrolment = finished(units=0)
    mark = enrolment.marks.order_by("-day__date").first()
    enrolment.marks.filter(pk=mark.pk).update(units=7, punched=127)
    assert standing_of(enrolment, makers.NOON).earned == "seminar_list"


def test_a_test_not_passed_leaves_the_confirmation():
    enrolment = finished()
    requirement = makers.make_requirement(enrolment.cohort.edition)
    assert standing_of(enrolment, makers.NOON).earned == "attendance_confirmation"
    passed(enrolment, requirement, ok=False)
    passed(enrolment, requirement, ok=False, attempt=2)
    standing = standing_of(enrolment, makers.NOON)
    assert standing.earned == "attendance_confirmation"
    assert [item.state for item in standing.items if item.kind == "course_test"] == ["impossible"]


def test_the_second_attempt_may_pass():
    enrolment = finished()
    requirement = makers.make_requirement(enrolment.cohort.edition)
    passed(enrolment, requirement, ok=False)
    passed(enrolment, requirement, attempt=2)
    assert standing_of(enrolment, makers.NOON).earned == "certificate"


def test_missing_birth_data_is_named_and_holds_the_certificate_back():
    enrolment = finished()
    type(enrolment.person).objects.filter(pk=enrolment.person_id).update(place_of_birth="")
    enrolment.person.refresh_from_db()
    standing = standing_of(enrolment, makers.NOON)
    assert standing.earned is None
    assert [item.kind for item in standing.missing] == ["birth_data"]


def test_an_open_sheet_makes_it_provisional_and_nothing_is_earned_yet():
    enrolment = finished()
    sheet = enrolment.cohort.sessions.last().sheet
    type(sheet).objects.filter(pk=sheet.pk).update(closed_at=None)
    standing = standing_of(enrolment, makers.NOON)
    assert standing.provisional
    assert standing.earned is None


def test_a_run_known_from_papers_only_needs_no_attendance():
    cohort = makers.make_cohort(status="completed")
    makers.make_requirement(cohort.edition)
    person = makers.make_person(date_of_birth=dt.date(1990, 1, 1), place_of_birth="Hof")
    for outcome, earned in [
        ("passed", "certificate"),
        ("test_failed", "attendance_confirmation"),
        ("attendance_missed", "seminar_list"),
    ]:
        enrolment = makers.make_enrolment(
            cohort,
            person
            if outcome == "passed"
            else makers.make_person(date_of_birth=dt.date(1990, 1, 1), place_of_birth="Hof"),
        )
        PaperOutcome.objects.create(enrolment=enrolment, outcome=outcome, source="Ordner")
        assert standing_of(enrolment, makers.NOON).earned == earned


def test_the_next_session_is_the_nearest_one_ahead():
    cohort = makers.make_cohort()
    enrolment = makers.make_enrolment(cohort)
    for month in (2, 1, 3):
        makers.make_session(cohort, date=dt.date(2027, month, 4))
    assert next_session(standing_of(enrolment, makers.NOON), makers.NOON).session.days.get().date == dt.date(2027, 1, 4)
    assert next_session(standing_of(enrolment, makers.NOON), makers.at("2027-03-05")) is None


@pytest.mark.parametrize("people", [3, 30])
def test_the_number_of_queries_does_not_depend_on_the_people(django_assert_num_queries, people):
    edition = makers.make_edition(max_group_size=40)
    requirement = makers.make_requirement(edition)
    cohort = makers.make_cohort(edition)
    session = makers.make_session(cohort)
    for _index in range(people):
        enrolment = makers.make_enrolment(cohort)
        makers.make_marks(session, enrolment)
        passed(enrolment, requirement)
    cohort = type(cohort).objects.select_related("edition").get(pk=cohort.pk)
    with django_assert_num_queries(9):
        assert len(standings_of(cohort, makers.NOON)) == people


def test_no_session_may_be_missed_if_even_the_shortest_to_come_is_longer_than_what_is_to_spare():
    edition = makers.make_edition(seminars=3, units=12, attendance_threshold=75)
    enrolment = makers.make_enrolment(makers.make_cohort(edition))
    for index in range(3):
        makers.make_session(enrolment.cohort, date=dt.date(2027, 2 + index, 1))
    [attendance] = [item for item in standing_of(enrolment, makers.NOON).items if item.kind == "attendance"]
    assert attendance.state == "endangered"


def test_birth_data_is_entered_by_the_office():
    enrolment = makers.make_enrolment(makers.make_cohort())
    [birth] = [item for item in standing_of(enrolment, makers.NOON).items if item.kind == "birth_data"]
    assert birth.who == "office" and "Büro" in birth.why
