"""Issuing gives each who earned a certificate exactly one, with holder, copy and frozen data; again gives nothing."""

import pytest

from certificates.issuing.actions import issue_certificates, issue_confirmations
from certificates.issuing.models import Certificate, Copy
from courses.completion.models import PaperOutcome
from lms.audit.models import Act
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


def test_numbers_run_on_without_a_gap():
    cohort = scenes.finished_cohort(3)
    prefix = cohort.edition.programme.office.certificate_prefix
    issued = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    assert [one.number for one in issued.certificates] == [f"{prefix}-2027-{n:04d}" for n in (1, 2, 3)]
    assert all(one.holding.enrolment.cohort_id == cohort.pk for one in issued.certificates)
    assert Act.objects.filter(verb="certificate.issued").count() == 3


def test_pressing_again_issues_nothing_more():
    cohort = scenes.finished_cohort(2)
    actor = scenes.manager(cohort)
    issue_certificates(cohort=cohort, actor=actor, at=scenes.ISSUED_AT)
    again = issue_certificates(cohort=cohort, actor=actor, at=scenes.ISSUED_AT)
    assert again.certificates == [] and Certificate.objects.count() == 2


def test_what_is_printed_is_frozen_when_it_is_issued():
    cohort = scenes.finished_cohort([scenes.learner(given_name="Zoë", family_name="Weiß")])
    [certificate] = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT).certificates
    copy = certificate.copies.get()
    snapshot = copy.content.snapshot
    assert (snapshot["given_name"], snapshot["family_name"]) == ("Zoë", "Weiß")
    assert (snapshot["number"], snapshot["code"]) == (certificate.number, copy.code)
    assert snapshot["issued_on"] == "2027-12-10" and snapshot["language"] == "de"
    assert len(snapshot["seminars"]) == 3 and snapshot["seminars"][0]["held_on"] == "2027-03-02"
    assert snapshot["seminars"][0]["attended_units"] is None


def test_who_lacks_the_place_of_birth_is_reported_and_gets_none():
    cohort = scenes.finished_cohort([scenes.learner(), scenes.learner(place_of_birth="", given_name="Noch")])
    issued = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    assert len(issued.certificates) == 1
    [(enrolment, missing)] = issued.missing
    assert enrolment.person.given_name == "Noch" and len(missing) == 1


def test_nobody_else_issues():
    cohort = scenes.finished_cohort(1)
    for actor in (makers.make_user(), makers.make_booker(makers.make_company())):
        with pytest.raises(NotAllowed):
            issue_certificates(cohort=cohort, actor=actor, at=scenes.ISSUED_AT)
    assert not Certificate.objects.exists()


def test_a_failed_course_test_gives_a_confirmation_but_no_certificate():
    """E22: the test was failed twice."""
    cohort = scenes.finished_cohort(1)
    cohort.edition.requirements.create(kind="course_test", pass_percent=60, max_attempts=2)
    PaperOutcome.objects.create(enrolment=cohort.enrolments.get(), outcome="test_failed", source="Protokoll")
    actor = scenes.manager(cohort)
    assert issue_certificates(cohort=cohort, actor=actor, at=scenes.ISSUED_AT).certificates == []
    [paper] = issue_confirmations(cohort=cohort, actor=actor, at=scenes.ISSUED_AT).certificates
    assert paper.kind == Certificate.Kind.CONFIRMATION
    snapshot = Copy.objects.get(certificate=paper).content.snapshot
    assert [line["attended_units"] for line in snapshot["seminars"]] == [8, 8, 8]


def test_below_the_threshold_nothing_is_issued():
    """E02, E01: one teaching unit decides, exactly."""
    cohort = scenes.finished_cohort(0)
    session = cohort.sessions.last()
    just, below = (makers.make_enrolment(cohort, scenes.learner()) for _each in range(2))
    for other in cohort.sessions.exclude(pk=session.pk):
        makers.make_marks(other, just)
        makers.make_marks(other, below)
    makers.make_marks(session, just, units=2)
    makers.make_marks(session, below, units=1)
    issued = issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    assert [one.holding.enrolment for one in issued.certificates] == [just]
