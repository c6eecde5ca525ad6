"""The start pages of office and chamber say what can be issued or released, and the cohort's page leads there."""

import pytest

from certificates.issuing.models import Release
from courses.attendance.models import Mark
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


def past(cohort):
    cohort.starts_on, cohort.ends_on = "2025-01-01", "2025-12-01"
    cohort.save()
    return cohort


def test_the_office_reads_what_can_be_issued(client):
    cohort = past(scenes.finished_cohort(3))
    client.force_login(makers.make_office_user())
    page = client.get("/start/").content.decode()
    assert f"{cohort.code}: 3 Zertifikate können ausgestellt werden" in page


def test_the_chamber_reads_what_waits_for_it(client):
    chamber = makers.make_chamber()
    cohort = past(scenes.finished_cohort(2, chamber=chamber, chamber_certifies=True))
    client.force_login(makers.make_verifier(chamber))
    assert f"{cohort.code}: 2 Zertifikate freizugeben" in client.get("/start/").content.decode()


def test_the_office_reads_that_a_list_waits_for_its_chamber(client):
    cohort = past(scenes.finished_cohort(2, chamber=makers.make_chamber(name="IHK Probe"), chamber_certifies=True))
    client.force_login(makers.make_office_user())
    words = f"{cohort.code}: 2 Zertifikate warten auf die Freigabe durch IHK Probe"
    assert words in client.get("/start/").content.decode()


def test_the_page_of_the_cohort_leads_there(client):
    cohort = scenes.finished_cohort(1)
    client.force_login(scenes.manager(cohort))
    assert f"/cohorts/{cohort.code}/certificates/" in client.get(f"/cohorts/{cohort.code}/").content.decode()


def test_an_older_cohort_that_is_ready_does_not_wait_behind_newer_ones_that_are_not(client):
    chamber = makers.make_chamber()
    ready = past(scenes.finished_cohort(1, chamber=chamber, chamber_certifies=True))
    ready.starts_on, ready.ends_on = "2020-01-01", "2020-12-01"
    ready.save()
    for _each in range(5):
        idle = past(scenes.finished_cohort(1, chamber=chamber, chamber_certifies=True))
        Mark.objects.filter(enrolment__cohort=idle).update(units=0, punched=0, status="unexcused")
    client.force_login(makers.make_verifier(chamber))
    words = f"{ready.code}: ein Zertifikat freizugeben"
    assert words in client.get("/start/").content.decode()
    assert ready in [each.cohort for each in client.get(f"/chambers/{chamber.code}/").context["waiting"]]
    for enrolment in ready.enrolments.all():
        release(enrolment, chamber)
    client.force_login(makers.make_office_user())
    assert f"{ready.code}: ein Zertifikat kann" in client.get("/start/").content.decode()


def release(enrolment, chamber):
    Release.objects.create(
        enrolment=enrolment, chamber=chamber, released_by=makers.make_verifier(chamber), released_at=scenes.ISSUED_AT
    )
