"""An empty installation leads its office to the first cohort, one step after the other, and nobody meets a dead end."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from courses.cohorts.first_steps import next_step
from courses.curriculum.permissions import MANAGE, MANAGERS
from lms.accounts.grants import grant
from tests import makers

pytestmark = pytest.mark.django_db


def step_of(user):
    return [step.url for step in next_step(user)]


def test_each_step_leads_to_the_next():
    user = makers.make_office_user()
    assert step_of(user) == [reverse("new_record", args=["offices"])]
    office = makers.make_office()
    assert step_of(user) == [reverse("programme:add")]
    programme = makers.make_programme(office=office)
    edition = makers.make_edition(programme, published_on=None)
    assert step_of(user) == [reverse("edition:index")]
    edition.published_on = dt.date(2026, 1, 1)
    edition.save()
    assert step_of(user) == [reverse("new_cohort")]


@pytest.mark.parametrize("make", [makers.make_office_user, makers.make_administrator])
def test_start_and_cohorts_show_the_step_and_every_link_in_sight_answers(make):
    client = Client()
    client.force_login(make())
    url = reverse("new_record", args=["offices"])
    for name in ("home", "cohorts"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert f'href="{url}"' in page.text
    assert client.get(url).status_code == 200


def test_with_a_cohort_there_is_no_step():
    cohort = makers.make_cohort()
    client = Client()
    client.force_login(makers.make_office_user())
    page = client.get(reverse("home")).text
    assert reverse("new_cohort") not in page
    assert cohort.code in page


def test_who_runs_one_programme_is_led_from_its_edition_and_not_to_new_programmes():
    manager, stranger = makers.make_user(), makers.make_user()
    assert step_of(manager) == []
    edition = makers.make_edition(published_on=None)
    grant(manager, edition.programme, MANAGE, MANAGERS)
    assert step_of(type(manager).objects.get(pk=manager.pk)) == [reverse("edition:index")]
    assert step_of(stranger) == []
    client = Client()
    client.force_login(stranger)
    assert client.get(reverse("cohorts")).status_code == 404
