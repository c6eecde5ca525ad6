"""GET /cohorts and /programmes: what can be booked, page by page, in the reader's language."""

import datetime as dt

import pytest

from courses.cohorts.models import Cohort
from lms.api import pages
from tests.courses.booking.api.wishes import fields_of
from tests.lms.api.asking import Program
from tests.makers import make_booking, make_cohort, make_edition, make_programme, make_session, make_site, make_user

pytestmark = pytest.mark.django_db


def codes(answer):
    assert answer.status_code == 200, answer.text
    return [one["code"] for one in answer.json()["items"]]


def test_open_ones_are_listed_with_their_free_seats(program, cohort):
    make_booking(cohort, seats=2)
    make_cohort(status=Cohort.Status.PLANNED)
    make_cohort(starts_on=dt.date(2026, 11, 1))
    said = program.get("/cohorts?open=true").json()
    assert (said["count"], said["next"], codes(program.get("/cohorts?open=true"))) == (1, None, [cohort.code])
    [item] = said["items"]
    assert (item["seats"], item["seats_left"], item["open"]) == (5, 3, True)
    assert item["price_per_seat"] == {"member_cents": 100_000, "non_member_cents": 120_000, "currency": "EUR"}
    assert program.get(item["links"]["self"]).json() == item


def test_seats_left_are_those_that_can_be_booked(program, cohort):
    make_booking(cohort, seats=1)
    make_session(cohort, host=make_site(max_visitors=3))
    said = program.get(f"/cohorts/{cohort.code}").json()
    assert (said["seats"], said["seats_left"]) == (5, 2)


def test_own_ones_are_listed_after_they_closed(program, stranger, cohort, company):
    make_booking(cohort, company)
    Cohort.objects.filter(pk=cohort.pk).update(status=Cohort.Status.RUNNING)
    assert codes(program.get("/cohorts")) == codes(program.get("/cohorts?open=false")) == [cohort.code]
    assert codes(program.get("/cohorts?open=true")) == codes(stranger.get("/cohorts")) == []
    assert stranger.get(f"/cohorts/{cohort.code}").status_code == 404


def test_one_programmes_cohorts(program, cohort):
    make_cohort()
    assert codes(program.get(f"/cohorts?programme={cohort.edition.programme.code}")) == [cohort.code]
    assert codes(program.get("/cohorts?programme=none")) == []


def test_long_lists_come_in_pages(program, monkeypatch):
    monkeypatch.setattr(pages, "ROWS", 2)
    made = [make_cohort(starts_on=dt.date(2027, 3, day)).code for day in (1, 2, 3)]
    first = program.get("/cohorts?open=true").json()
    assert (first["count"], first["next"]) == (3, "/api/v1/cohorts?open=true&page=2")
    second = program.get(first["next"]).json()
    assert [one["code"] for one in first["items"] + second["items"]] == made
    assert second["next"] is None
    assert codes(program.get("/cohorts?page=9")) == []


@pytest.mark.parametrize(("query", "field"), [("open=perhaps", "open"), ("page=0", "page"), ("page=x", "page")])
def test_a_malformed_question_names_the_field(program, query, field):
    assert fields_of(program.get(f"/cohorts?{query}")) == [field]


def test_programmes_in_force_in_the_language_asked_for(program):
    programme = make_programme(title={"de": "Kunststoff", "en": "Plastics"})
    make_edition(programme, label="old", valid_from=dt.date(2020, 1, 1))
    make_edition(programme, label="new", valid_from=dt.date(2026, 1, 1))
    make_edition(programme, label="next", valid_from=dt.date(2027, 1, 1))
    make_edition(published_on=None)
    [item] = program.get("/programmes").json()["items"]
    assert (item["code"], item["title"], item["edition"]["label"]) == (programme.code, "Plastics", "new")
    german = Program(make_user(language="en"), language="fr, de-CH;q=0.5").get("/programmes")
    assert german.json()["items"][0]["title"] == "Kunststoff"
    assert german["Content-Language"] == "de"
    assert Program(make_user(language="en"), language=None).get("/programmes").json()["items"][0]["title"] == "Plastics"
