"""A company reads whether its own people hold a valid certificate: yes or no, never number, paper or reason."""

import pytest

from certificates.issuing.actions import revoke_certificate
from certificates.issuing.company_section import certificate
from courses.booking.company_page import told_of
from tests import makers
from tests.certificates.issuing import scenes
from tests.certificates.issuing.world import make_world

pytestmark = pytest.mark.django_db


def told(world):
    enrolments = list(world.cohort.enrolments.select_related("cohort"))
    company = enrolments[0].booking.company
    panels = [
        panel
        for panel in told_of(company, enrolments, scenes.ISSUED_AT)[enrolments[0].pk]
        if panel.template == "certificates/issuing/told_certificate.html"
    ]
    return [panel.context for panel in panels]


def test_yes_no_and_no_longer():
    world = make_world(people=1, issue=False)
    assert told(world) == [{"holds": False, "over": True}]
    world = make_world(people=1)
    assert told(world) == [{"holds": True, "over": True}]
    revoke_certificate(
        certificate=world.certificate, actor=world.users["office"], at=makers.at("2028-01-01"), reason="x"
    )
    assert told(world) == [{"holds": False, "over": True}]


def test_while_the_cohort_runs_it_is_not_yet():
    world = make_world(people=1, issue=False)
    type(world.cohort).objects.update(status="running")
    assert told(world) == [{"holds": False, "over": False}]


def test_thirty_people_cost_one_query(django_assert_num_queries):
    world = make_world(people=30, seminars=1)
    enrolments = list(world.cohort.enrolments.select_related("cohort"))
    with django_assert_num_queries(1):
        certificate(None, enrolments, scenes.ISSUED_AT)


def test_the_page_of_the_company_shows_no_number(client):
    world = make_world(people=1)
    company = world.cohort.enrolments.get().booking.company
    client.force_login(world.users["own_booker"])
    page = client.get(f"/companies/{company.code}/")
    assert page.status_code == 200 and world.certificate.number not in page.content.decode()
