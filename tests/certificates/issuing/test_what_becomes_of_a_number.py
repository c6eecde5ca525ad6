"""A number can get a replacement copy, be replaced or revoked; each keeps what it should and ends what it should."""

import pytest

from certificates.issuing.actions import issue_certificates, replace_certificate, replace_copy, revoke_certificate
from certificates.issuing.models import Certificate, StatusChange
from certificates.issuing.refusals import DataMissing, NotEarned, NumberEnded, ReasonMissing
from certificates.issuing.register import status_of_number
from certificates.issuing.rules import REPLACED, REVOKED, VALID, status_of
from courses.attendance.models import Mark
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db
LATER = makers.at("2028-02-10")


@pytest.fixture
def cohort():
    return scenes.finished_cohort([scenes.learner(given_name="Maximilian", family_name="Ort")])


@pytest.fixture
def office(cohort):
    return scenes.manager(cohort)


@pytest.fixture
def certificate(cohort, office):
    [certificate] = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    return certificate


def test_a_replacement_copy_keeps_number_and_date(certificate, office):
    """E17: the Zweitschrift has its own code, mark and day; the earlier copy ends, the number holds."""
    copy = replace_copy(certificate=certificate, actor=office, at=LATER, reason="verloren")
    first = certificate.copies.first()
    snapshot, before = copy.content.snapshot, first.content.snapshot
    assert copy.mark == "Zweitschrift" and str(copy.issued_on) == "2028-02-10" and copy.code != first.code
    changed = {key for key in snapshot if snapshot[key] != before[key]}
    assert changed == {"code", "verify_url", "copy_mark", "copy_issued_on"}
    changes = list(certificate.status_changes.all())
    assert status_of(changes).word == VALID
    assert status_of(changes, first.pk).word == REPLACED and status_of(changes, copy.pk).word == VALID


def test_a_second_replacement_copy_ends_the_first(certificate, office):
    one = replace_copy(certificate=certificate, actor=office, at=LATER)
    two = replace_copy(certificate=certificate, actor=office, at=LATER)
    changes = list(certificate.status_changes.all())
    assert two.ordinal == 3 and status_of(changes, one.pk).word == REPLACED and status_of(changes, two.pk).word == VALID


def test_a_changed_first_name_gets_a_new_number(certificate, office):
    """E16: the new paper speaks as the person is called now, the old number is replaced."""
    person = certificate.holding.enrolment.person
    person.given_name = "Mara"
    person.save()
    new = replace_certificate(certificate=certificate, actor=office, at=LATER, reason="Vornamensänderung")
    assert new.number.endswith("-2028-0001") and new.replaces == certificate and str(new.issued_on) == "2028-02-10"
    assert new.copies.get().content.snapshot["given_name"] == "Mara"
    assert status_of_number(certificate).word == REPLACED and status_of_number(new).word == VALID


def test_revoked_is_for_good(certificate, office):
    """E15."""
    revoke_certificate(certificate=certificate, actor=office, at=LATER, reason="Projektarbeit nicht selbst verfasst")
    status = status_of_number(certificate)
    assert status.word == REVOKED and str(status.on) == "2028-02-10"
    for act in (revoke_certificate, replace_certificate, replace_copy):
        with pytest.raises(NumberEnded):
            act(certificate=certificate, actor=office, at=LATER, reason="noch einmal")


def test_nobody_who_was_revoked_gets_one_by_pressing_issue_again(cohort, certificate, office):
    revoke_certificate(certificate=certificate, actor=office, at=LATER, reason="x")
    assert issue_certificates(cohort=cohort, actor=office, at=LATER).certificates == []


def test_a_reason_is_asked_for(certificate, office):
    for act in (revoke_certificate, replace_certificate):
        with pytest.raises(ReasonMissing):
            act(certificate=certificate, actor=office, at=LATER, reason="  ")
    assert not StatusChange.objects.exists()


def test_a_new_number_needs_the_data_that_it_prints(certificate, office):
    person = certificate.holding.enrolment.person
    person.place_of_birth = ""
    person.save()
    with pytest.raises(DataMissing):
        replace_certificate(certificate=certificate, actor=office, at=LATER, reason="Korrektur")
    assert Certificate.objects.count() == 1


def test_nobody_else_changes_a_number(certificate):
    for act in (revoke_certificate, replace_certificate, replace_copy):
        with pytest.raises(NotAllowed):
            act(certificate=certificate, actor=makers.make_user(), at=LATER, reason="x")


def test_no_new_number_for_what_is_no_longer_earned(cohort, certificate, office):
    """A mark was corrected after the issue."""
    Mark.objects.filter(enrolment=certificate.holding.enrolment).update(units=0, punched=0, status="unexcused")
    with pytest.raises(NotEarned):
        replace_certificate(certificate=certificate, actor=office, at=LATER, reason="Korrektur")
    assert Certificate.objects.count() == 1 and status_of_number(certificate).word == VALID


def test_a_run_known_from_paper_counts_as_before(cohort, certificate, office):
    cohort.sessions.update(status="cancelled")
    assert replace_certificate(certificate=certificate, actor=office, at=LATER, reason="Korrektur")
