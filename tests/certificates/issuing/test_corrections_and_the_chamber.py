"""A correction of what a chamber certifies is told to it; no paper claims a release that there is not."""

import datetime as dt

import pytest

from certificates.issuing.actions import (
    issue_certificates,
    issue_transcripts,
    release_enrolments,
    replace_certificate,
    withhold_release,
)
from certificates.issuing.models import ExceptionGranted, Release, Withholding
from certificates.issuing.refusals import NotEarned, NotYourList, ReasonMissing, ReleaseMissing
from lms.accounts.models import Person
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from lms.messages.models import Letter
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
AT, LATER = scenes.ISSUED_AT, makers.at("2028-02-10")
OLD = "Altwinia"


@pytest.fixture
def chamber():
    return makers.make_chamber(name="IHK Probe")


@pytest.fixture
def cohort(chamber):
    return scenes.finished_cohort([scenes.learner(given_name=OLD)], chamber=chamber, chamber_certifies=True)


@pytest.fixture
def verifier(chamber):
    return makers.make_verifier(chamber)


@pytest.fixture
def manager(cohort):
    return scenes.manager(cohort)


def release(cohort, verifier, at=AT):
    return release_enrolments(cohort=cohort, enrolments=list(cohort.enrolments.all()), actor=verifier, at=at)


@pytest.fixture
def certificate(cohort, verifier, manager):
    release(cohort, verifier)
    [certificate] = issue_certificates(cohort=cohort, actor=manager, at=AT).certificates
    Person.objects.update(given_name="Neuwin")
    return certificate


def replace(certificate, manager):
    return replace_certificate(certificate=certificate, actor=manager, at=LATER, reason="Vornamensänderung")


def test_the_chamber_is_written_to_without_a_name(certificate, verifier, manager):
    new = replace(certificate, manager)
    letter = Letter.objects.get(kind="certificates.correction")
    assert letter.to == verifier.email and certificate.number in letter.subject and new.number in letter.body
    assert not [word for word in (OLD, "Neuwin", "Vornamen") if word in letter.subject + letter.body]
    assert new.copies.get().content.snapshot["certifier"] == "IHK Probe"


def test_its_page_leads_from_the_old_number_to_the_new(client, certificate, verifier, manager, cohort, chamber):
    new = replace(certificate, manager)
    client.force_login(verifier)
    page = client.get(f"/chambers/{chamber.code}/cohorts/{cohort.code}/").content.decode()
    corrected = page.partition('id="corrections"')[2].partition("</section>")[0]
    assert certificate.number in corrected and new.number in corrected and "10.02.2028" in corrected
    assert OLD not in page and "Neuwin" not in corrected


def test_a_chamber_that_only_verifies_learns_of_no_pair(client, chamber):
    cohort = scenes.finished_cohort(1, chamber=chamber)
    manager = scenes.manager(cohort)
    [certificate] = issue_certificates(cohort=cohort, actor=manager, at=AT).certificates
    replace(certificate, manager)
    client.force_login(makers.make_verifier(chamber))
    page = client.get(f"/chambers/{chamber.code}/cohorts/{cohort.code}/").content.decode()
    assert 'id="corrections"' not in page and not Letter.objects.exists()


def test_a_release_from_before_an_exception_does_not_cover_it(certificate, verifier, manager, cohort):
    ExceptionGranted.objects.create(
        enrolment=cohort.enrolments.get(),
        missing=[{"kind": "course_test", "state": "missing"}],
        reason="x",
        granted_by=manager,
        granted_at=AT + dt.timedelta(days=1),
    )
    with pytest.raises(ReleaseMissing):
        replace(certificate, manager)
    assert release(cohort, verifier, LATER) == 1
    assert replace(certificate, manager).replaces == certificate


def test_a_certificate_without_a_release_is_not_corrected_before_there_is_one(client, cohort, chamber, manager):
    """Issued while the chamber only verified; now it certifies, and the paper would say that it released it."""
    editions = type(cohort.edition).objects.filter(pk=cohort.edition.pk)
    editions.update(chamber_certifies=False)
    cohort.refresh_from_db()
    [certificate] = issue_certificates(cohort=cohort, actor=manager, at=AT).certificates
    editions.update(chamber_certifies=True)
    certificate.refresh_from_db()
    with pytest.raises(ReleaseMissing):
        replace(certificate, manager)
    client.force_login(makers.make_verifier(chamber))
    url, pk = f"/chambers/{chamber.code}/cohorts/{cohort.code}/", cohort.enrolments.get().pk
    assert f'name="enrolments" value="{pk}"' in client.get(url).content.decode()
    client.post(url, {"enrolments": [pk], "sure": "on"})
    assert replace(certificate, manager).replaces == certificate


def test_another_chambers_release_does_not_count(certificate, manager, cohort):
    type(cohort.edition).objects.filter(pk=cohort.edition.pk).update(chamber=makers.make_chamber())
    certificate.refresh_from_db()
    with pytest.raises(ReleaseMissing):
        replace(certificate, manager)


def test_a_transcript_needs_no_release(cohort, manager):
    [transcript] = issue_transcripts(cohort=cohort, actor=manager, at=AT)
    assert replace(transcript, manager).replaces == transcript and not Letter.objects.exists()


def withhold(cohort, actor, reason="Projektarbeit fehlt", at=AT):
    return withhold_release(cohort=cohort, enrolments=list(cohort.enrolments.all()), reason=reason, actor=actor, at=at)


def test_what_is_withheld_is_not_issued_until_it_is_released(cohort, verifier, manager):
    release(cohort, verifier)
    assert withhold(cohort, verifier, at=LATER) == 1
    assert not issue_certificates(cohort=cohort, actor=manager, at=LATER).certificates
    release(cohort, verifier, LATER + dt.timedelta(hours=1))
    assert issue_certificates(cohort=cohort, actor=manager, at=LATER + dt.timedelta(hours=2)).certificates


def test_withholding_twice_is_once(client, cohort, chamber, verifier):
    client.force_login(verifier)
    url = f"/chambers/{chamber.code}/cohorts/{cohort.code}/"
    sent = {"enrolments": [cohort.enrolments.get().pk], "act": "withhold", "sure": "on", "reason": "Rot"}
    pages = [client.post(url, sent, follow=True) for _press in range(2)]
    assert Withholding.objects.count() == Act.objects.filter(verb="certificate.withheld").count() == 1
    assert "1 Freigabe ist zurückgehalten" in pages[0].text and "sind schon zurückgehalten" in pages[1].text
    assert withhold(cohort, verifier, reason="Blau", at=LATER) == 1, "another reason is another word"
    release(cohort, verifier, LATER + dt.timedelta(hours=1))
    assert withhold(cohort, verifier, reason="Blau", at=LATER + dt.timedelta(hours=2)) == 1, "after a release as well"


def test_no_browser_keeps_the_list_or_what_is_asked_about_it(client, cohort, chamber, verifier):
    client.force_login(verifier)
    url, sent = f"/chambers/{chamber.code}/cohorts/{cohort.code}/", {"enrolments": [cohort.enrolments.get().pk]}
    for answer in (client.get(url), client.post(url, sent), client.post(url, {})):
        assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"


def test_the_office_reads_why(client, cohort, verifier, manager):
    withhold(cohort, verifier)
    client.force_login(manager)
    page = client.get(f"/cohorts/{cohort.code}/certificates/").content.decode()
    assert "von der Kammer zurückgehalten" in page and "Projektarbeit fehlt" in page and str(verifier) in page


def test_who_may_withhold_and_what(cohort, verifier, manager):
    for stranger in (manager, makers.make_user(), makers.make_verifier(makers.make_chamber())):
        with pytest.raises(NotAllowed):
            withhold(cohort, stranger)
    with pytest.raises(ReasonMissing):
        withhold(cohort, verifier, reason=" ")
    with pytest.raises(NotYourList):
        withhold(scenes.finished_cohort(1, chamber=cohort.edition.chamber), verifier)
    release(cohort, verifier)
    issue_certificates(cohort=cohort, actor=manager, at=AT)
    with pytest.raises(NotEarned):
        withhold(cohort, verifier)


def test_both_are_asked_once_more(client, cohort, chamber, verifier):
    client.force_login(verifier)
    url, pk = f"/chambers/{chamber.code}/cohorts/{cohort.code}/", cohort.enrolments.get().pk
    page = client.post(url, {"enrolments": [pk], "act": "release"}).content.decode()
    assert "Ein Zertifikat freigeben?" in page and OLD in page and not Release.objects.exists()
    assert "Freigeben</button>" in page
    page = client.post(url, {"enrolments": [pk], "act": "withhold"}).content.decode()
    assert "zurückhalten?" in page and 'name="reason"' in page and f'name="enrolments" value="{pk}"' in page
    page = client.post(url, {"enrolments": [pk], "act": "withhold", "sure": "on", "reason": ""}).content.decode()
    assert 'id="id_reason_error"' in page and 'name="sure"' in page
    page = client.post(url, {"enrolments": [pk], "act": "withhold", "sure": "on", "reason": "Rot"}, follow=True)
    assert "1 Freigabe ist zurückgehalten" in page.content.decode() and "Rot" in page.content.decode()
    assert not Release.objects.exists()


def test_the_office_sees_that_it_asked_and_asks_again_only_when_it_means_it(client, cohort, verifier, manager):
    client.force_login(manager)
    url = f"/cohorts/{cohort.code}/certificates/"
    client.post(url, {"act": "ask"})
    page = client.get(url).content.decode()
    assert "um Freigabe gebeten" in page and str(verifier) in page and str(manager) in page
    asked = cohort.release_requests.get()
    page = client.post(url, {"act": "ask"}).content.decode()
    assert "erneut um Freigabe bitten?" in page and f'name="after" value="{asked.pk}"' in page
    for _press in range(2):
        page = client.post(url, {"act": "ask", "sure": "on", "after": asked.pk}, follow=True).content.decode()
    assert Letter.objects.count() == cohort.release_requests.count() == 2 and "wurde am" in page
    for known in ("", "x", "0", "9" * 30):
        assert client.post(url, {"act": "ask", "sure": "on", "after": known}).status_code == 200
    assert Letter.objects.count() == 2
