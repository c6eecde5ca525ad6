"""Of a run from before this system nobody is said to have passed nothing: who passed what stands in its papers."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from courses.cohorts.models import Cohort
from courses.completion.models import PaperOutcome
from courses.learning.marking import Attempt, record_results
from courses.learning.models import Result
from courses.learning.refusals import ResultNotPossible
from tests import makers

pytestmark = pytest.mark.django_db
SENTENCE = "Dieser Durchgang lief, bevor es dieses System gab; wer was bestanden hat,"


@pytest.fixture
def cohort():
    cohort = makers.make_cohort(makers.make_edition(knowledge_checks_required=1), status=Cohort.Status.COMPLETED)
    check = makers.make_requirement(cohort.edition, "knowledge_check", seminar=cohort.edition.seminars.first())
    cohort.test, cohort.check = makers.make_requirement(cohort.edition), check
    return cohort


def on_paper(cohort, **fields):
    enrolment = makers.make_enrolment(cohort, **fields)
    PaperOutcome.objects.create(enrolment=enrolment, outcome="passed", source="Ordner")
    return enrolment


def section(client, cohort):
    client.force_login(makers.make_administrator())
    page = client.get(f"/cohorts/{cohort.code}/").content.decode()
    return page.split('id="assessments"')[1].split("</section>")[0]


def test_everybody_on_papers(client, cohort):
    on_paper(cohort)
    text = section(client, cohort)
    assert SENTENCE in text and "<table" not in text


def test_known_by_its_numbers_only(client, cohort):
    Cohort.objects.update(past_participants=11, past_certified=10)
    text = section(client, cohort)
    assert SENTENCE in text and "<table" not in text


def test_a_run_of_ours_has_its_figures_however_it_went(client, cohort):
    """Completed, nobody passed anything: that is a fact, and the way to record what is missing stands beside it."""
    makers.make_enrolment(cohort)
    text = section(client, cohort)
    assert "0 von 1" in text and "Ergebnisse eintragen" in text and SENTENCE not in text


def test_a_run_that_everybody_left_is_not_from_before(client, cohort):
    makers.make_enrolment(cohort, ends_on=cohort.starts_on, ending="withdrawn")
    assert SENTENCE not in section(client, cohort)


def test_who_came_from_papers_into_a_run_of_ours_is_counted_apart(client, cohort):
    on_paper(cohort)
    makers.make_enrolment(cohort)
    text = section(client, cohort)
    assert "0 von 1" in text and "Die Ergebnisse einer weiteren Person" in text


def test_checks_that_the_edition_does_not_ask_for(client, cohort):
    type(cohort.edition).objects.update(knowledge_checks_required=0)
    enrolment = makers.make_enrolment(cohort)
    text = section(client, cohort)
    assert text.count("nicht verlangt") == 1 and text.count("0 von 1") == 1
    record(cohort, cohort.check, enrolment)
    assert "1 von 1" in section(client, cohort) and "nicht verlangt" not in section(client, cohort)


def record(cohort, requirement, enrolment):
    return record_results(
        cohort=cohort,
        requirement=requirement,
        attempts=[Attempt(enrolment.pk, percent=Decimal(90), passed=True)],
        decided_on=dt.date(2026, 11, 20),
        actor=makers.make_administrator(),
        at=makers.NOON,
    )


def test_nothing_is_recorded_that_would_not_count(client, cohort):
    """Papers stand in for results for good, so the page offers nobody, and says why."""
    enrolment = on_paper(cohort)
    client.force_login(makers.make_administrator())
    page = client.get(reverse("results", args=[cohort.code, cohort.test.pk]))
    assert page.status_code == 200 and SENTENCE in page.text and "decided_on" not in page.text
    with pytest.raises(ResultNotPossible):
        record(cohort, cohort.test, enrolment)
    assert not Result.objects.exists()
