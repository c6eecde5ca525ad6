"""The database itself keeps keys and proofs as they were, and lets only one key sign for a purpose."""

import importlib

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from certificates.issuing.actions import issue_certificates
from certificates.issuing.models import Copy, Proof
from certificates.issuing.places import proof_of
from certificates.keys.keyring import Purpose, signing_key
from certificates.keys.models import SigningKey
from tests.certificates.issuing import scenes as papers
from tests.certificates.keys.scenes import NOW

pytestmark = pytest.mark.django_db
guards = importlib.import_module("certificates.migrations.0008_guards_of_proofs").Migration.operations
KEY_CHANGES = [{"purpose": "status"}, {"name": "k-1"}, {"public": "another"}, {"made_at": "2001-01-01T00:00Z"}]
PROOF_CHANGES = [{"status_list": 9}, {"status_index": 9}, {"signed_sha256": "1" * 64}, {"sealed_with": "1" * 64}]


@pytest.fixture
def key():
    return signing_key(Purpose.CREDENTIAL, NOW).row


@pytest.fixture
def proof():
    cohort = papers.finished_cohort(1)
    issue_certificates(cohort=cohort, actor=papers.manager(cohort), at=papers.ISSUED_AT)
    proof = proof_of(Copy.objects.get())
    Proof.objects.filter(signed_sha256="").update(signed_sha256="0" * 64, sealed_with="0" * 64)
    return proof


def lift(operation):
    with connection.schema_editor() as editor:
        operation.reverse_code(None, editor)


@pytest.mark.parametrize("change", KEY_CHANGES)
def test_a_key_stays_what_it_is(key, change):
    before = SigningKey.objects.values().get()
    with pytest.raises(DatabaseError), transaction.atomic():
        SigningKey.objects.update(**change)
    assert SigningKey.objects.values().get() == before


@pytest.mark.parametrize("change", PROOF_CHANGES)
def test_a_proof_stays_what_it_is(proof, change):
    before = Proof.objects.values().get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Proof.objects.update(**change)
    assert Proof.objects.values().get() == before


@pytest.mark.parametrize("made", ["key", "proof"])
def test_neither_is_ever_deleted(request, made):
    row = request.getfixturevalue(made)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.all()._raw_delete("default")
    assert type(row).objects.exists()


def test_a_key_may_be_retired_and_called_compromised(key):
    assert SigningKey.objects.update(retired_at=NOW, compromised_at=NOW) == 1


def test_two_keys_never_sign_for_one_purpose(key):
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.create(purpose=key.purpose, name="k-2", public="another", made_at=NOW)


def test_a_name_is_given_once(key):
    SigningKey.objects.update(retired_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.create(purpose=key.purpose, name=key.name, public="another", made_at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("table", "changes"), [(0, KEY_CHANGES), (1, PROOF_CHANGES)])
def test_without_the_guards_the_database_would_take_it(request, table, changes):
    """Shows that the tests above can fail: what they see refused is taken once the trigger is gone."""
    row = request.getfixturevalue(("key", "proof")[table])
    lift(guards[table])
    try:
        for change in changes:
            assert type(row).objects.update(**change) == 1
        assert type(row).objects.all()._raw_delete("default")
    finally:
        with connection.schema_editor() as editor:
            guards[table].code(None, editor)
