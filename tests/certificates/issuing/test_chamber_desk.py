"""A chamber sees its own lists and certificates, releases by ticking, and cannot tell a replaced number's holder."""

import pytest

from certificates.issuing.actions import issue_certificates, replace_certificate
from certificates.issuing.models import Release
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def chamber():
    return makers.make_chamber()


@pytest.fixture
def desk(client, chamber):
    client.force_login(makers.make_verifier(chamber))
    return client


def test_ticking_releases(desk, chamber):
    cohort = scenes.finished_cohort(2, chamber=chamber, chamber_certifies=True)
    cohort.starts_on, cohort.ends_on = "2025-01-01", "2025-12-01"
    cohort.save()
    assert "2 Zertifikate freizugeben" in desk.get(f"/chambers/{chamber.code}/").content.decode()
    url = f"/chambers/{chamber.code}/cohorts/{cohort.code}/"
    first = cohort.enrolments.first()
    assert f'value="{first.pk}"' in desk.get(url).content.decode()
    assert "freigegeben" in desk.post(url, {"enrolments": [first.pk], "sure": "on"}, follow=True).content.decode()
    assert Release.objects.get().enrolment == first


def test_nobody_ticked_is_said_and_nothing_released(desk, chamber):
    cohort = scenes.finished_cohort(1, chamber=chamber, chamber_certifies=True)
    page = desk.post(f"/chambers/{chamber.code}/cohorts/{cohort.code}/", {})
    assert page.status_code == 200 and "mindestens eine Person" in page.content.decode()


@pytest.mark.parametrize("garbage", ["x", "0", "-1", "99999999999999999999999"])
def test_garbage_is_refused_politely(desk, chamber, garbage):
    cohort = scenes.finished_cohort(1, chamber=chamber, chamber_certifies=True)
    page = desk.post(f"/chambers/{chamber.code}/cohorts/{cohort.code}/", {"enrolments": [garbage]})
    assert page.status_code == 200 and not Release.objects.exists()


def test_who_only_verifies_sees_no_attendance_and_no_release(desk, chamber):
    cohort = scenes.finished_cohort([scenes.learner(family_name="Unfertig", place_of_birth="")], chamber=chamber)
    page = desk.get(f"/chambers/{chamber.code}/cohorts/{cohort.code}/").content.decode()
    assert "Unfertig" not in page and 'type="checkbox"' not in page


def test_a_replaced_number_does_not_lead_to_its_holder(desk, chamber):
    cohort = scenes.finished_cohort([scenes.learner(family_name="Eigenart")], chamber=chamber)
    office = scenes.manager(cohort)
    [old] = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    new = replace_certificate(certificate=old, actor=office, at=scenes.ISSUED_AT, reason="x")
    found = desk.post(f"/chambers/{chamber.code}/", {"q": old.number}).content.decode()
    assert old.number in found and "ersetzt" in found and "Eigenart" not in found
    found = desk.post(f"/chambers/{chamber.code}/", {"q": new.number}).content.decode()
    assert "Eigenart" in found
    listed = desk.get(f"/chambers/{chamber.code}/cohorts/{cohort.code}/").content.decode()
    people, _mark, apart = listed.partition('id="ended"')
    assert new.number in people and old.number not in people and "Eigenart" in people
    apart = apart.partition("</section>")[0]
    assert old.number in apart and new.number not in apart and "Eigenart" not in apart


def test_the_search_finds_numbers_of_this_chamber_only(desk, chamber):
    cohort, foreign = scenes.finished_cohort(1, chamber=chamber), scenes.finished_cohort(1)
    for each in (cohort, foreign):
        issue_certificates(cohort=each, actor=scenes.manager(each), at=scenes.ISSUED_AT)
    page = desk.post(f"/chambers/{chamber.code}/", {"q": "2027"}).content.decode()
    assert cohort.code in page and foreign.code not in page
    assert "Nichts gefunden" in desk.post(f"/chambers/{chamber.code}/", {"q": foreign.code}).content.decode()
