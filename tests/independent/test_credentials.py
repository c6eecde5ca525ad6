"""Two independent verifiers accept our credentials, and refuse the revoked, suspended, changed and foreign ones."""

import copy
import datetime as dt
import json
import uuid

import pytest
from django.core.cache import cache
from django.utils import timezone

from certificates.credential.badge import credential_of as badge_of
from certificates.credential.did import did_document
from certificates.credential.proof import prove
from certificates.issuing.actions import replace_copy, revoke_certificate
from certificates.issuing.models import StatusChange
from certificates.keys.keyring import Purpose, signing_key
from certificates.keys.models import SigningKey
from certificates.keys.rotating import rotate_key
from certificates.publishing.lists import sign_all
from tests.certificates.document.papers import make_record
from tests.independent.papers import credential_of, issue, make_all, offered
from tests.independent.verifiers import digitalbazaar, digitalcredentials, statuses

pytestmark = pytest.mark.django_db
GOOD = {"valid_signature": True, "revocation_status": True, "suspension_status": True, "expiration": True}


def publish():
    cache.clear()
    sign_all(timezone.now())


def change(certificate, status):
    now = timezone.now()
    StatusChange.objects.create(certificate=certificate, status=status, on=now.date(), at=now)


def test_good_ones_are_accepted_by_both(client):
    certificates, _office = issue(3)
    publish()
    credentials = [credential_of(each) for each in certificates]
    assert digitalbazaar(credentials, *offered(client)) == [True, True, True]
    assert digitalcredentials(credentials, *offered(client)) == [GOOD, GOOD, GOOD]


def test_status_bits_reach_both(client):
    (good, revoked, suspended, resumed, copied), office = issue(5)
    before = credential_of(copied)
    revoke_certificate(certificate=revoked, actor=office, at=timezone.now(), reason="x")
    replace_copy(certificate=copied, actor=office, at=timezone.now())
    make_all()
    for certificate, status in ((suspended, "suspended"), (resumed, "suspended"), (resumed, "resumed")):
        change(certificate, status)
    publish()
    credentials = [credential_of(each) for each in (good, revoked, suspended, resumed, copied)] + [before]
    did, lists = offered(client)
    assert digitalbazaar(credentials, did, lists) == [True, False, False, True, True, False]
    assert [(one["revocation"], one["suspension"]) for one in statuses(credentials, did, lists)] == [
        (False, False), (True, False), (False, True), (False, False), (False, False), (True, False),
    ]  # fmt: skip
    answers = digitalcredentials(credentials, did, lists)
    assert [one["revocation_status"] for one in answers] == [True, False, True, True, True, False]
    assert [one["suspension_status"] for one in answers] == [True, True, False, True, True, True]
    assert all(one["valid_signature"] for one in answers)


TAMPERED = {
    "name": lambda badge: badge["credentialSubject"]["identifier"][0].update(identityHash="Erika Muster"),
    "number": lambda badge: badge["credentialSubject"].update(licenseNumber="PNF-2025-0007"),
    "programme": lambda badge: badge["credentialSubject"]["achievement"].update(name="Meister"),
    "place": lambda badge: badge["credentialStatus"][0].update(statusListIndex="1"),
    "status taken out": lambda badge: badge["credentialStatus"].pop(),
    "date": lambda badge: badge.update(validFrom="2020-01-01T00:00:00Z"),
    "stray term": lambda badge: badge.update(grade="1,0"),
    "other key": lambda badge: badge["proof"].update(verificationMethod="did:web:lehrgang.example#status-k-2026"),
}


@pytest.fixture
def genuine(client):
    [certificate], _office = issue()
    publish()
    return credential_of(certificate), *offered(client)


def test_changed_ones_are_refused_by_both(genuine):
    badge, did, lists = genuine
    changed = [copy.deepcopy(badge) for _each in TAMPERED]
    for one, tamper in zip(changed, TAMPERED.values(), strict=True):
        tamper(one)
    assert digitalbazaar([badge, *changed], did, lists) == [True, *(False for _each in changed)]
    assert digitalcredentials(changed, did, lists) == [{} for _each in changed]


def test_a_stray_term_that_was_signed_is_refused(genuine, monkeypatch):
    """What our own guard is for: without it we would sign what strict verifiers refuse."""
    badge, did, lists = genuine
    badge = {**badge, "grade": "1,0"}
    badge.pop("proof")
    monkeypatch.setattr("certificates.credential.proof.refuse_stray_terms", lambda document: None)
    signed = prove(badge, signing_key(Purpose.CREDENTIAL, timezone.now()), timezone.now())
    assert digitalbazaar([signed], did, lists) == [False] and digitalcredentials([signed], did, lists) == [{}]


def test_a_list_of_somebody_else_is_refused(genuine):
    badge, did, lists = genuine
    foreign = {address: {**one, "issuer": "did:web:anybody.example"} for address, one in lists.items()}
    assert digitalbazaar([badge], did, foreign) == [False]
    assert not digitalcredentials([badge], did, foreign)[0].get("revocation_status")


def test_a_list_that_was_changed_is_refused(genuine):
    badge, did, lists = genuine
    changed = copy.deepcopy(lists)
    first, second = changed
    changed[first]["credentialSubject"]["encodedList"] = "u" + changed[second]["credentialSubject"]["encodedList"][1:-4]
    assert digitalbazaar([badge], did, changed) == [False]


def test_one_from_the_future_is_refused(genuine):
    _badge, did, lists = genuine
    tomorrow = timezone.now() + dt.timedelta(days=1)
    future = badge_of(
        make_record(issued_on=tomorrow.date() + dt.timedelta(days=1)),
        credential_id=uuid.uuid4(),
        place=(1, 5),
        key=signing_key(Purpose.CREDENTIAL, timezone.now()),
        at=tomorrow,
    )
    assert digitalbazaar([json.loads(future)], did, lists) == [False]
    assert digitalcredentials([json.loads(future)], did, lists)[0].get("expiration") is not True


def test_after_a_rotation_old_and_new_are_accepted(client):
    [old], _office = issue()
    for purpose in (Purpose.CREDENTIAL, Purpose.STATUS):
        rotate_key(purpose, at=timezone.now())
    [new], _office = issue()
    publish()
    credentials = [credential_of(old), credential_of(new)]
    assert len({one["proof"]["verificationMethod"] for one in credentials}) == 2
    did, lists = offered(client)
    assert digitalbazaar(credentials, did, lists) == [True, True]
    assert digitalcredentials(credentials, did, lists) == [GOOD, GOOD]


def test_a_retired_key_that_is_dropped_takes_its_credentials_along(client):
    """Why retired keys stay in assertionMethod: were they dropped, all that they signed would fail."""
    [old], _office = issue()
    rotate_key(Purpose.CREDENTIAL, at=timezone.now())
    [new], _office = issue()
    publish()
    _did, lists = offered(client)
    without = did_document(SigningKey.objects.filter(retired_at=None))
    credentials = [credential_of(old), credential_of(new)]
    assert digitalbazaar(credentials, without, lists) == [False, True]
    assert digitalcredentials(credentials, without, lists) == [{}, GOOD]


def test_a_compromised_key_is_dropped_and_its_credentials_fail(client):
    [old], _office = issue()
    rotate_key(Purpose.CREDENTIAL, at=timezone.now(), compromised=True)
    [new], _office = issue()
    publish()
    credentials = [credential_of(old), credential_of(new)]
    assert digitalbazaar(credentials, *offered(client)) == [False, True]
