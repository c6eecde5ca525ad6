"""The database itself refuses to change what a copy is known by, or to delete it, also past the model."""

import pytest
from django.db import DatabaseError, transaction

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import (
    Certificate,
    Copy,
    CopyContent,
    ExceptionGranted,
    Holding,
    NameErasure,
    Proof,
    Release,
    ShareLink,
    StatusChange,
)
from tests import makers
from tests.certificates.issuing import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    cohort = scenes.finished_cohort(2)
    issue_certificates(cohort=cohort, actor=scenes.manager(cohort), at=scenes.ISSUED_AT)
    copy = Copy.objects.order_by("pk").first()
    making.make(making.claim(copy.pk, scenes.ISSUED_AT), lambda copy, at: making.Paper(b"%PDF"), scenes.ISSUED_AT)
    return Copy.objects.get(pk=copy.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"sha256": "", "state": "paper"},
        {"code": "0" * 16},
        {"issued_on": "2001-01-01"},
        {"language": "en"},
        {"mark": "Zweitschrift"},
        {"ordinal": 7},
    ],
)
def test_a_copy_keeps_what_it_is_known_by(copy, change):
    before = Copy.objects.values().get(pk=copy.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Copy.objects.filter(pk=copy.pk).update(**change)
    assert Copy.objects.values().get(pk=copy.pk) == before


def test_a_copy_does_not_move_to_another_number(copy):
    other = Certificate.objects.exclude(pk=copy.certificate_id).get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Copy.objects.filter(pk=copy.pk).update(certificate=other, ordinal=2)


def test_a_copy_is_never_deleted(copy):
    CopyContent.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Copy.objects.filter(pk=copy.pk)._raw_delete("default")
    assert Copy.objects.filter(pk=copy.pk).exists()


def test_the_state_of_the_making_may_change(copy):
    Copy.objects.filter(pk=copy.pk).update(last_error="checked", attempts=3)
    copy.refresh_from_db()
    assert (copy.last_error, copy.attempts) == ("checked", 3)


@pytest.mark.parametrize("model", [StatusChange, NameErasure])
def test_what_happened_to_a_number_stays_recorded(copy, model):
    if model is StatusChange:
        row = StatusChange.objects.create(
            certificate=copy.certificate, status="revoked", on="2027-12-11", at=scenes.ISSUED_AT
        )
    else:
        row = NameErasure.objects.create(enrolment=copy.certificate.holding.enrolment)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")
    assert model.objects.filter(pk=row.pk).exists()


def refused(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_a_number_is_what_it_is(copy):
    rows = Certificate.objects.filter(pk=copy.certificate_id)
    refused(lambda: rows.update(number="PNF-0000-0001"))
    refused(lambda: rows.update(issued_on="2001-01-01"))
    refused(lambda: rows._raw_delete("default"))


def test_what_a_copy_says_is_erased_or_stays(copy):
    rows = CopyContent.objects.filter(copy=copy)
    refused(lambda: rows.update(snapshot={"version": 1}))
    refused(lambda: rows.update(spelled=" another"))
    refused(lambda: rows.update(pdf="another.pdf"))
    rows.update(credential="{}")
    refused(lambda: rows.update(credential='{"another": 1}'))
    rows.delete()
    assert not rows.exists()


def test_a_certificate_does_not_change_hands(copy):
    other = Holding.objects.exclude(certificate=copy.certificate).get()
    refused(lambda: Holding.objects.filter(certificate=copy.certificate).update(enrolment=other.enrolment_id))
    assert Holding.objects.filter(certificate=copy.certificate).delete()[0] == 1


@pytest.fixture
def proof(copy):
    return Proof.objects.create(copy=copy, status_index=5, signed_sha256="0" * 64, sealed_with="1" * 64)


@pytest.mark.parametrize("change", [{"signed_sha256": "2" * 64}, {"sealed_with": "2" * 64}, {"status_index": 6}])
def test_a_proof_stays(proof, change):
    refused(lambda: Proof.objects.filter(pk=proof.pk).update(**change))
    refused(lambda: Proof.objects.filter(pk=proof.pk)._raw_delete("default"))


def test_a_release_and_an_exception_stay(copy):
    user, enrolment = makers.make_user(), copy.certificate.holding.enrolment
    by = {"enrolment": enrolment}
    release = Release.objects.create(
        chamber=makers.make_chamber(), released_by=user, released_at=scenes.ISSUED_AT, **by
    )
    granted = ExceptionGranted.objects.create(
        missing=[{"kind": "course_test"}], reason="x", granted_by=user, granted_at=scenes.ISSUED_AT, **by
    )
    refused(lambda: Release.objects.filter(pk=release.pk).update(released_at=None))
    refused(lambda: Release.objects.filter(pk=release.pk)._raw_delete("default"))
    refused(lambda: ExceptionGranted.objects.filter(pk=granted.pk).update(reason="y"))
    refused(lambda: ExceptionGranted.objects.filter(pk=granted.pk)._raw_delete("default"))


def test_a_link_shows_nothing_else_and_not_for_longer(copy):
    link = ShareLink.objects.create(
        certificate=copy.certificate, token_sha256="0" * 64, made_at=scenes.ISSUED_AT, expires_at=scenes.ISSUED_AT
    )
    rows = ShareLink.objects.filter(pk=link.pk)
    refused(lambda: rows.update(expires_at="2099-01-01T00:00Z"))
    refused(lambda: rows.update(with_pdf=True))
    refused(lambda: rows.update(ending="abcd"))
    rows.update(ended_at=scenes.ISSUED_AT)
