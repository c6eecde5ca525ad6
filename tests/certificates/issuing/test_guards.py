"""The database itself refuses to change what a copy is known by, or to delete it, also past the model."""

import pytest
from django.db import DatabaseError, transaction

from certificates.issuing import making
from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Certificate, Copy, CopyContent, NameErasure, StatusChange
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
