"""Whoever finished a cohort but lacks birth data still reads it on the start page; the office gets there by a link."""

import datetime as dt

import pytest
from django.utils import timezone

from lms.organisations.permissions import may_keep_records
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[True, False])
def held(request):
    return request.param


def test_the_start_page_says_what_is_missing(client, held):
    person = makers.make_person(language="de") if held else scenes.learner()
    cohort = scenes.finished_cohort([person])
    client.force_login(makers.make_user(person=person))
    assert (f"{cohort.code} ist abgeschlossen" in client.get("/start/").text) is held
    assert ("fehlt" in client.get("/my/certificates/").text) is held


def test_years_later_it_is_no_longer_said(client):
    person = makers.make_person(language="de")
    cohort = scenes.finished_cohort([person])
    type(cohort).objects.update(starts_on="2020-01-01", ends_on=timezone.localdate() - dt.timedelta(days=800))
    client.force_login(makers.make_user(person=person))
    assert "ist abgeschlossen" not in client.get("/start/").text


def test_the_office_gets_to_the_record_and_a_manager_does_not(client):
    person = makers.make_person(language="de")
    cohort = scenes.finished_cohort([person])
    for user in (makers.make_office_user(), scenes.manager(cohort)):
        client.force_login(user)
        page = client.get(f"/cohorts/{cohort.code}/certificates/").text
        assert (f"/office/data/people/{person.pk}/" in page) is may_keep_records(user)
