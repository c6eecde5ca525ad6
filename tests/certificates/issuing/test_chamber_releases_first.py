"""Where the chamber certifies, nothing is issued before the chamber's own user released the list."""

import pytest

from certificates.issuing.actions import issue_certificates, release_enrolments
from certificates.issuing.refusals import NotEarned, NotYourList
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def chamber():
    return makers.make_chamber()


@pytest.fixture
def cohort(chamber):
    return scenes.finished_cohort(2, chamber=chamber, chamber_certifies=True)


def test_only_the_released_get_theirs(cohort, chamber):
    actor = scenes.manager(cohort)
    first, second = cohort.enrolments.all()
    issued = issue_certificates(cohort=cohort, actor=actor, at=scenes.ISSUED_AT)
    assert issued.certificates == [] and issued.unreleased == [first, second]
    verifier = makers.make_verifier(chamber)
    assert release_enrolments(cohort=cohort, enrolments=[second], actor=verifier, at=scenes.ISSUED_AT) == 1
    [certificate] = issue_certificates(cohort=cohort, actor=actor, at=scenes.ISSUED_AT).certificates
    assert certificate.holding.enrolment == second
    assert certificate.copies.get().content.snapshot["certifier"] == chamber.name


def test_releasing_twice_is_once(cohort, chamber):
    verifier, everybody = makers.make_verifier(chamber), list(cohort.enrolments.all())
    release_enrolments(cohort=cohort, enrolments=everybody, actor=verifier, at=scenes.ISSUED_AT)
    assert release_enrolments(cohort=cohort, enrolments=everybody, actor=verifier, at=scenes.ISSUED_AT) == 0


def test_another_chamber_and_the_office_may_not_release(cohort):
    for actor in (makers.make_verifier(makers.make_chamber()), scenes.manager(cohort), makers.make_user()):
        with pytest.raises(NotAllowed):
            release_enrolments(cohort=cohort, enrolments=[], actor=actor, at=scenes.ISSUED_AT)


def test_a_chamber_that_only_verifies_has_nothing_to_release(chamber):
    cohort = scenes.finished_cohort(1, chamber=chamber)
    with pytest.raises(NotYourList):
        release_enrolments(
            cohort=cohort,
            enrolments=cohort.enrolments.all(),
            actor=makers.make_verifier(chamber),
            at=scenes.ISSUED_AT,
        )


def test_nobody_is_released_who_has_not_earned_it(cohort, chamber):
    absent = makers.make_enrolment(cohort, scenes.learner())
    with pytest.raises(NotEarned):
        release_enrolments(cohort=cohort, enrolments=[absent], actor=makers.make_verifier(chamber), at=scenes.ISSUED_AT)
