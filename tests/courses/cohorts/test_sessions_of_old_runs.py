"""A cohort that is over says calmly that no days are recorded; only one that goes on has something to be planned."""

import pytest

from courses.cohorts.models import Cohort
from tests import makers

pytestmark = pytest.mark.django_db
Status = Cohort.Status


def section(client, cohort):
    client.force_login(makers.make_office_user())
    page = client.get(f"/cohorts/{cohort.code}/").content.decode()
    return page.partition('id="sessions"')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.COMPLETED, "Dieser Durchgang ist abgeschlossen; die Tage seiner Seminare sind hier nicht erfasst."),
        (Status.CANCELLED, "Es war noch kein Termin geplant."),
    ],
)
def test_one_sentence_where_nothing_is_recorded(client, status, sentence):
    text = section(client, makers.make_cohort(makers.make_edition(seminars=3), status=status))
    assert text.count(sentence) == 1 and "noch nicht geplant" not in text and "<table" not in text


def test_a_single_gap_of_a_completed_cohort_is_no_plan(client):
    cohort = makers.make_cohort(makers.make_edition(seminars=2), status=Status.COMPLETED)
    makers.make_session(cohort, cohort.edition.seminars.first(), makers.NOON.date())
    text = section(client, cohort)
    assert text.count("kein Tag erfasst") == 1 and "noch nicht geplant" not in text


def test_a_running_cohort_still_has_it_to_plan(client):
    text = section(client, makers.make_cohort(makers.make_edition(seminars=2), status=Status.RUNNING))
    assert text.count("noch nicht geplant") == 2 and text.count("/sessions/new/") == 2


def test_of_its_attendance_nothing_is_announced(client):
    client.force_login(makers.make_office_user())
    cohort = makers.make_cohort(makers.make_edition(), status=Status.COMPLETED)
    page = client.get(f"/cohorts/{cohort.code}/").content.decode()
    assert "seine Anwesenheit ist hier nicht erfasst" in page and "Noch ist kein Termin geplant" not in page
