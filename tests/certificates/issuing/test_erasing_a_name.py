"""An erasure removes what speaks of the person, files included; the number stays and is never issued anew (E18)."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from certificates.issuing import making
from certificates.issuing.actions import erase_name, issue_certificates, replace_copy, revoke_certificate
from certificates.issuing.evidence import making as evidence
from certificates.issuing.models import (
    Copy,
    CopyContent,
    EvidenceBundle,
    FileToDelete,
    Holding,
    NameErasure,
    private_storage,
)
from certificates.issuing.refusals import NameIsErased
from certificates.issuing.register import status_of_number
from certificates.issuing.rules import NAME_ERASED, REVOKED
from certificates.issuing.tasks import delete_files
from lms.audit.models import Act
from lms.lib import making as lib_making
from lms.lib.refusals import NotAllowed
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenes.finished_cohort(1)


@pytest.fixture
def office(cohort):
    return scenes.manager(cohort)


@pytest.fixture
def certificate(cohort, office):
    [certificate] = issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates
    copy = certificate.copies.get()
    making.make(making.claim(copy.pk, scenes.ISSUED_AT), lambda copy, at: making.Paper(b"%PDF"), scenes.ISSUED_AT)
    return certificate


def test_what_speaks_of_the_person_is_gone(cohort, certificate, office, django_capture_on_commit_callbacks):
    enrolment = cohort.enrolments.get()
    name = CopyContent.objects.get().pdf.name
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_name(enrolment=enrolment, actor=office, at=scenes.ISSUED_AT) == [certificate]
    assert not Holding.objects.exists() and not CopyContent.objects.exists()
    assert not private_storage().exists(name)
    copy = Copy.objects.get()
    assert copy.sha256 and copy.code, "the number stays checkable"
    certificate = type(certificate).objects.get()
    assert status_of_number(certificate).word == NAME_ERASED


def test_the_log_does_not_bring_the_link_back(cohort, certificate, office):
    enrolment = cohort.enrolments.get()
    erase_name(enrolment=enrolment, actor=office, at=scenes.ISSUED_AT)
    act = Act.objects.get(verb="certificate.name_erased")
    assert act.facts == {} and act.subject_id == str(certificate.pk)


def test_it_is_not_issued_again(cohort, certificate, office):
    erase_name(enrolment=cohort.enrolments.get(), actor=office, at=scenes.ISSUED_AT)
    assert issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT).certificates == []


def test_nothing_can_be_printed_but_it_can_be_revoked(cohort, certificate, office):
    erase_name(enrolment=cohort.enrolments.get(), actor=office, at=scenes.ISSUED_AT)
    with pytest.raises(NameIsErased):
        replace_copy(certificate=certificate, actor=office, at=scenes.ISSUED_AT)
    revoke_certificate(certificate=certificate, actor=office, at=scenes.ISSUED_AT, reason="x")
    assert status_of_number(type(certificate).objects.get()).word == REVOKED


def test_twice_or_by_somebody_else_is_refused(cohort, certificate, office):
    enrolment = cohort.enrolments.get()
    with pytest.raises(NotAllowed):
        erase_name(enrolment=enrolment, actor=makers.make_user(), at=scenes.ISSUED_AT)
    erase_name(enrolment=enrolment, actor=office, at=scenes.ISSUED_AT)
    with pytest.raises(NameIsErased):
        erase_name(enrolment=enrolment, actor=office, at=scenes.ISSUED_AT)


def test_a_dead_storage_delays_the_deletion_and_no_more(
    cohort, certificate, office, monkeypatch, django_capture_on_commit_callbacks
):
    name = CopyContent.objects.get().pdf.name

    def dead(self, name):
        raise OSError("no storage")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(FileSystemStorage, "delete", dead)
        erase_name(enrolment=cohort.enrolments.get(), actor=office, at=scenes.ISSUED_AT)
        assert delete_files(scenes.ISSUED_AT) == 0
    assert private_storage().exists(name)
    later = timezone.now() + dt.timedelta(days=800)
    assert delete_files(later) and not FileToDelete.objects.exists()
    assert not private_storage().exists(name)


def test_a_file_that_a_killed_worker_stored_meanwhile_goes_too(cohort, office, django_capture_on_commit_callbacks):
    """Killed after it had stored the file, before it noted that and saw that nobody wants it any more."""
    issue_certificates(cohort=cohort, actor=office, at=scenes.ISSUED_AT)
    claimed = making.claim(Copy.objects.get().pk, scenes.ISSUED_AT)
    bundle = EvidenceBundle.objects.create(cohort=cohort, asked_by=office, asked_at=scenes.ISSUED_AT)
    gathered = lib_making.claim(EvidenceBundle.objects.all(), bundle.pk, scenes.ISSUED_AT)
    names = {*making.files_of([claimed]), *evidence.files_left(gathered)}
    with django_capture_on_commit_callbacks(execute=True):
        erase_name(enrolment=cohort.enrolments.get(), actor=office, at=scenes.ISSUED_AT)
    for name in names:
        private_storage().save(name, ContentFile(b"%PDF"))
    delete_files(scenes.ISSUED_AT + making.STALE)
    assert len(names) == 3 and not any(private_storage().exists(name) for name in names)
    assert not FileToDelete.objects.exists(), "and that is the end of it"


def test_nothing_says_when_a_name_was_erased():
    """The moment would join the person to the number."""
    assert {field.name for field in NameErasure._meta.fields} == {"id", "enrolment"}
